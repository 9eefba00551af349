/** Small choices about a message or a conversation: a reaction, a timer, for how long it is muted. */
import type { ContactView } from '@sotto/client';
import { durationText } from '../../duration.ts';
import { mutedText } from '../../mute-time.ts';
import { sanitizeLine } from '../../sanitize.ts';
import type { MuteOverlay, ReactOverlay } from '../app-state.ts';
import { DraftBox } from '../components/draft-box.ts';
import { Panel } from '../components/panel.ts';
import { Paragraph } from '../components/paragraph.ts';
import { Text } from '../components/text.ts';
import { h } from '../h.ts';
import { MUTES } from '../mute-keys.ts';
import { panelColumns } from '../panel-size.ts';
import { QUICK_REACTIONS, TIMERS } from '../search-keys.ts';

interface Window {
  readonly columns: number;
  readonly rows: number;
}

export function ReactScreen({ overlay, columns, rows }: Window & { readonly overlay: ReactOverlay }) {
  const width = panelColumns(columns);
  const choices = QUICK_REACTIONS.map((emoji, i) => `${i + 1} ${emoji}`).join('   ');
  return h(
    Panel,
    {
      title: 'React',
      columns,
      rows,
      hints: [
        { key: '1–6', does: 'choose' },
        { key: 'Enter', does: 'react with what is typed' },
        { key: 'Esc', does: 'cancel' },
      ],
    },
    h(Text, null, choices),
    h(Text, null, ' '),
    h(DraftBox, { draft: overlay.draft, columns: width, maxLines: 1, active: true, placeholder: 'or one emoji' }),
    h(Text, null, ' '),
    h(Paragraph, { text: 'The same one again takes it back.', columns: width }),
  );
}

interface TimerScreenProps extends Window {
  readonly contact: ContactView;
  readonly seconds: number;
}

export function TimerScreen({ contact, seconds, columns, rows }: TimerScreenProps) {
  const width = panelColumns(columns);
  const name = sanitizeLine(contact.name, { maxColumns: 40 });
  return h(
    Panel,
    {
      title: `When messages with ${name} disappear`,
      columns,
      rows,
      hints: [
        { key: '0–4', does: 'choose, for both of you' },
        { key: 'Esc', does: 'close' },
      ],
    },
    TIMERS.map((timer) => {
      const isSet = timer.seconds === seconds;
      return h(Text, { key: timer.key, bold: isSet }, `${timer.key} ${timer.name}${isSet ? '  ← now' : ''}`);
    }),
    TIMERS.some((timer) => timer.seconds === seconds)
      ? null
      : h(Text, { bold: true }, `  ${durationText(seconds)}  ← now`),
    h(Text, null, ' '),
    h(Paragraph, {
      text: 'It counts from when they were seen. It protects against what is left lying about, not against a person who wants to keep something.',
      columns: width,
    }),
  );
}

interface MuteScreenProps extends Window {
  readonly overlay: MuteOverlay;
  readonly contact: ContactView;
}

export function MuteScreen({ overlay, contact, columns, rows }: MuteScreenProps) {
  const { isMuted, untilMs, atMs } = overlay;
  const width = panelColumns(columns);
  const name = sanitizeLine(contact.name, { maxColumns: 40 });
  return h(
    Panel,
    {
      title: `Mute ${name}`,
      columns,
      rows,
      hints: [
        { key: '0–4', does: 'choose' },
        { key: 'Esc', does: 'close' },
      ],
    },
    MUTES.map((choice) => {
      const isSet = choice.seconds === 0 && !isMuted;
      return h(Text, { key: choice.key, bold: isSet }, `${choice.key} ${choice.name}${isSet ? '  ← now' : ''}`);
    }),
    isMuted ? h(Text, { bold: true }, `  ${mutedText(untilMs, atMs)}  ← now`) : null,
    h(Text, null, ' '),
    h(Paragraph, {
      text: `Messages arrive and are counted quietly, and ${name} is not told. In the archive the conversation stays there when a message comes.`,
      columns: width,
    }),
  );
}
