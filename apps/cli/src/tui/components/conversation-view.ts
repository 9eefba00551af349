/** The right pane above the input: who this is, and the visible part of the conversation. */
import type { ContactView } from '@sotto/client';
import { Box } from 'ink';
import { sanitizeLine } from '../../sanitize.ts';
import { badgeOf } from '../badge.ts';
import { h } from '../h.ts';
import type { Viewport } from '../viewport.ts';
import { RowLine } from './row-line.ts';
import { Text } from './text.ts';

interface ConversationViewProps {
  readonly contact: ContactView;
  /** What is set for the conversation; empty: nothing. */
  readonly marks: string;
  readonly viewport: Viewport;
  readonly columns: number;
  readonly isTyping: boolean;
  /** Rows for messages, without the title. */
  readonly rows: number;
}

export function ConversationView(props: ConversationViewProps) {
  const { contact, marks, viewport, columns, rows, isTyping } = props;
  const empty = viewport.visible.length === 0;
  return h(
    Box,
    { flexDirection: 'column', width: columns, flexShrink: 0 },
    h(Title, { contact, marks, columns, isTyping, hiddenBelow: viewport.hiddenBelow }),
    h(
      Box,
      { flexDirection: 'column', height: rows, width: columns, justifyContent: 'flex-end', flexShrink: 0 },
      empty ? h(Text, { dimColor: true }, 'No messages yet. Say hello.') : null,
      viewport.visible.map((row) => h(RowLine, { key: row.key, row })),
    ),
  );
}

interface TitleProps {
  readonly contact: ContactView;
  readonly marks: string;
  readonly columns: number;
  readonly isTyping: boolean;
  readonly hiddenBelow: number;
}

function Title({ contact, marks, columns, isTyping, hiddenBelow }: TitleProps) {
  const { colour, tail } = badgeOf(contact.id);
  const name = sanitizeLine(contact.name, { maxColumns: Math.max(8, Math.floor(columns / 2)) });
  const presence = contact.online ? h(Text, { color: 'green' }, '  ● online') : '';
  const set = marks === '' ? '' : h(Text, { dimColor: true }, `  ${marks}`);
  const typing = isTyping ? h(Text, { color: 'cyan' }, '  is typing …') : '';
  const below = hiddenBelow > 0 ? h(Text, { color: 'cyan' }, `  ↓ ${hiddenBelow} more lines`) : '';
  return h(
    Text,
    { wrap: 'truncate-end' },
    h(Text, { bold: true, color: colour }, name),
    verification(contact),
    presence,
    set,
    typing,
    below,
    h(Text, { dimColor: true }, `  …${tail}`),
  );
}

function verification({ verification: state, status }: ContactView) {
  if (status === 'blocked') return h(Text, { dimColor: true }, '  blocked');
  if (state === 'verified') return h(Text, { color: 'green' }, '  ✓ verified');
  if (state === 'changed') return h(Text, { color: 'red', bold: true }, '  ! keys changed');
  return h(Text, { dimColor: true }, '  not verified');
}
