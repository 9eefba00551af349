/** The right pane: one conversation, cut to the rows that are visible, with the input below. */
import type { ContactView } from '@sotto/client';
import type { Clock } from '@sotto/ports';
import { Box } from 'ink';
import { useMemo } from 'react';
import { formatDay } from '../../day.ts';
import { type AppState, draftFor, type OpenConversation } from '../app-state.ts';
import { Composer } from '../components/composer.ts';
import { ConversationView } from '../components/conversation-view.ts';
import { Text } from '../components/text.ts';
import { composerLayout } from '../composer-layout.ts';
import { conversationMarks } from '../conversation-marks.ts';
import { conversationRows } from '../conversation-rows.ts';
import { h } from '../h.ts';
import type { MainLayout } from '../main-layout.ts';
import { type DrawnRows, viewportOf } from '../viewport.ts';

interface ConversationPaneProps {
  readonly state: AppState;
  readonly contact: ContactView;
  readonly conversation: OpenConversation;
  readonly clock: Clock;
  readonly layout: MainLayout;
  readonly drawn: { current: DrawnRows | undefined };
}

/** Rows of the pane beside messages and input: the title and the line above the input. */
const FIXED_ROWS = 2;

export function ConversationPane({ state, contact, conversation, clock, layout, drawn }: ConversationPaneProps) {
  const { conversationColumns: columns, maxDraftLines: maxLines } = layout;
  const draft = draftFor(state, contact.id);
  const { picked } = state;
  const composer = composerLayout({ contact, draft, columns, maxLines, intent: state.intents[contact.id] });
  const height = Math.max(1, layout.bodyRows - FIXED_ROWS - composer.height);
  const { messages, notices, complete, anchor } = conversation;
  const nowMs = clock.nowMs();
  // Rows depend on the time only by the names of days.
  const today = formatDay(0, nowMs);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `today` stands for `nowMs`.
  const rows = useMemo(
    () => conversationRows({ contact, messages, complete, notices, columns, nowMs, picked }),
    [contact, messages, complete, notices, columns, today, picked],
  );
  const viewport = viewportOf(rows, height, anchor);
  drawn.current = { rows, viewport, height };
  return h(
    Box,
    { flexDirection: 'column', width: columns },
    h(ConversationView, {
      contact,
      marks: conversationMarks(state.conversations[contact.id]),
      viewport,
      columns,
      rows: height,
      isTyping: state.typing.includes(contact.id),
    }),
    h(Text, { dimColor: true }, '─'.repeat(columns)),
    h(Composer, { layout: composer, draft, active: state.focus === 'composer', columns, maxLines }),
  );
}
