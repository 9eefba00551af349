/** The right pane while no conversation is open. */
import { Box } from 'ink';
import { h } from '../h.ts';
import { Text } from './text.ts';

interface WelcomeProps {
  /** No contacts at all. */
  readonly empty: boolean;
  readonly columns: number;
  readonly rows: number;
}

const FIRST_STEPS = [
  ['a', 'add somebody by the link they gave you'],
  ['l', 'show your own link to give away'],
  ['?', 'all keys'],
] as const;

export function Welcome({ empty, columns, rows }: WelcomeProps) {
  return h(
    Box,
    { flexDirection: 'column', width: columns, height: rows, alignItems: 'center', justifyContent: 'center' },
    h(Text, { bold: true, color: 'cyan' }, '◆'),
    h(Text, { bold: true }, empty ? 'Nobody here yet' : 'Choose a conversation'),
    h(Text, null, ' '),
    empty
      ? h(
          Box,
          { flexDirection: 'column' },
          FIRST_STEPS.map(([key, does]) =>
            h(Text, { key, wrap: 'truncate-end' }, h(Text, { bold: true, color: 'cyan' }, key), `  ${does}`),
          ),
        )
      : h(Text, { dimColor: true }, '↑ ↓ and Enter. Opening it marks it as read.'),
  );
}
