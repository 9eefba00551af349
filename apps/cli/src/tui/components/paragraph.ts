/** Running text, broken at spaces for the room it has. */
import { Box } from 'ink';
import { h } from '../h.ts';
import { wrapColumns } from '../wrap.ts';
import { Text } from './text.ts';

interface ParagraphProps {
  /** Sanitised, if anybody else had a hand in it. */
  readonly text: string;
  readonly columns: number;
  readonly color?: string;
  readonly dim?: boolean;
}

export function Paragraph({ text, columns, color, dim = false }: ParagraphProps) {
  const style = { dimColor: dim, ...(color === undefined ? {} : { color }) };
  return h(
    Box,
    { flexDirection: 'column', flexShrink: 0 },
    wrapColumns(text, columns).map((line, i) => h(Text, { key: `${i}-${line}`, ...style }, line || ' ')),
  );
}
