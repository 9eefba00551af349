/** The devices of the account: this one, others, and those that belong to it no longer. */
import type { DeviceView } from '@sotto/client';
import { Box } from 'ink';
import type { DevicesOverlay } from '../app-state.ts';
import type { KeyHint } from '../components/footer.ts';
import { Panel } from '../components/panel.ts';
import { Paragraph } from '../components/paragraph.ts';
import { Text } from '../components/text.ts';
import { h } from '../h.ts';
import { PANEL_FRAME_ROWS, panelColumns } from '../panel-size.ts';
import { wrapColumns } from '../wrap.ts';

interface DevicesScreenProps {
  readonly overlay: DevicesOverlay;
  readonly columns: number;
  readonly rows: number;
}

const MEANING =
  'A device that is removed gets no message any more, and contacts take nothing from it. What it has, it keeps. More devices ' +
  'come with the recovery words: start Sotto there and choose to come back.';

export function DevicesScreen({ overlay, columns, rows }: DevicesScreenProps) {
  const { devices, cursor, busy, problem } = overlay;
  const width = panelColumns(columns);
  const below = problem ?? MEANING;
  const room = Math.max(1, rows - PANEL_FRAME_ROWS - wrapColumns(below, width).length - 1);
  const first = Math.max(0, Math.min(cursor - Math.floor(room / 2), devices.length - room));
  const lines = devices.slice(first, first + room).map((device, i) => {
    const isPointed = first + i === cursor;
    const text = `${isPointed ? '▸' : ' '} ${device.id}${STANDING[standingOf(device)]}`;
    return h(Text, { key: device.id, bold: isPointed, dimColor: device.revoked, wrap: 'truncate-end' }, text);
  });
  return h(
    Panel,
    { title: 'My devices', columns, rows, hints: hintsFor(overlay) },
    h(Box, { flexDirection: 'column', flexShrink: 0 }, lines),
    h(Text, null, ' '),
    busy
      ? h(Text, { color: 'cyan' }, 'Removing it, and telling the mailboxes …')
      : h(Paragraph, { text: below, columns: width, ...(problem === undefined ? { dim: true } : { color: 'red' }) }),
  );
}

const STANDING = { current: '  this device', other: '', revoked: '  removed' } as const;

function standingOf({ current, revoked }: DeviceView): keyof typeof STANDING {
  if (current) return 'current';
  return revoked ? 'revoked' : 'other';
}

function hintsFor({ devices, cursor, confirm, busy }: DevicesOverlay): readonly KeyHint[] {
  if (busy) return [];
  if (confirm !== undefined) return [{ key: 'x', does: 'once more removes it for good, any other key does not' }];
  const pointed = devices[cursor];
  return [
    ...(devices.length > 1 ? [{ key: '↑↓', does: 'choose' }] : []),
    ...(pointed !== undefined && standingOf(pointed) === 'other' ? [{ key: 'x', does: 'remove it: it is lost' }] : []),
    { key: 'Esc', does: 'close' },
  ];
}
