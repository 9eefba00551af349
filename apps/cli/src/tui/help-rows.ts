/** The help: every key, and what the marks mean. */
import type { Row } from './row.ts';
import { wrapColumns } from './wrap.ts';

const SECTIONS: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  [
    'Everywhere',
    [
      ['Tab', 'between the list and the message'],
      ['PgUp PgDn', 'scroll the conversation'],
      ['Alt+↑ Alt+↓', 'previous and next conversation'],
      ['Ctrl-F', 'search all conversations'],
      ['Ctrl-T', 'choose a message, then'],
      ['  r + e d', 'reply, react, edit, delete (for both asks again)'],
      ['  i', 'info: how far it came, earlier versions, reactions'],
      ['  D', 'delete it on this device only'],
      ['Ctrl-N', 'add a contact'],
      ['Ctrl-R', 'send failed messages of this conversation again'],
      ['Ctrl-C', 'empty the message, or quit'],
    ],
  ],
  [
    'Writing',
    [
      ['Enter', 'send'],
      ['Alt+Enter', 'new line (also Ctrl-J)'],
      ['Ctrl-A Ctrl-E', 'start and end of the line'],
      ['Ctrl-W Ctrl-U', 'delete the word, the line before the cursor'],
      ['Esc', 'back to the list'],
    ],
  ],
  [
    'In the list',
    [
      ['↑ ↓', 'choose'],
      ['Enter', 'open the conversation, or the archive'],
      ['p', 'pin to the top, or not any more'],
      ['m', 'mute for a time or for good, or not any more'],
      ['z', 'put into the archive, or take out'],
      ['u', 'mark as unread, or as read'],
      ['a', 'add a contact by link'],
      ['l', 'my link and QR'],
      ['s', 'status: what works, what does not, what to do'],
      ['d', 'my devices, and the end of one that is lost'],
      [',', 'settings: what contacts learn of this device'],
      ['v', 'compare the safety number'],
      ['t', 'when messages disappear'],
      ['/', 'search'],
      ['y', 'accept a request'],
      ['b', 'block (asks again); u unblocks'],
      ['r', 'send failed messages again'],
      ['q', 'quit'],
    ],
  ],
  [
    'What the marks say',
    [
      ['◌ queued', 'stored on this device; nobody has it yet'],
      ['◔ in custody 2/3', 'so many mailboxes of theirs hold it, on disk, with a signed receipt'],
      ['✓ delivered', 'a device of theirs has it'],
      ['✓✓ read', 'they have seen it'],
      ['! failed', 'it will not arrive; the reason stands beside it'],
      ['● ○', 'connected directly to you now, or not'],
      ['✓ !', 'verified by you; keys changed'],
      ['? ×', 'asks to write to you; blocked'],
      ['~ • ▴', 'muted; marked as unread; pinned, in the archive'],
    ],
  ],
];

const KEY_COLUMNS = 18;

/** `columns`: inside the panel. */
export function helpRows(columns: number): readonly Row[] {
  return SECTIONS.flatMap(([heading, keys], section) => [
    ...(section === 0 ? [] : [{ key: `${heading}-space`, spans: [{ text: ' ' }] }]),
    { key: heading, spans: [{ text: heading, bold: true }] },
    ...keys.flatMap(([key, does]) => keyRows(heading, key, wrapColumns(does, columns - KEY_COLUMNS - 2))),
  ]);
}

function keyRows(heading: string, key: string, lines: readonly string[]): readonly Row[] {
  return lines.map((line, i) => ({
    key: `${heading}-${key}-${i}`,
    spans: [{ text: `  ${(i === 0 ? key : '').padEnd(KEY_COLUMNS)}`, color: 'cyan' }, { text: line }],
  }));
}
