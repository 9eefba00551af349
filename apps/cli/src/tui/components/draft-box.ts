/** Draws a draft with its cursor: a block in inverse colours where the next character goes. */
import { Box } from 'ink';
import type { Draft } from '../draft.ts';
import { layOutDraft } from '../draft-lines.ts';
import { h } from '../h.ts';
import { Text } from './text.ts';

interface DraftBoxProps {
  readonly draft: Draft;
  readonly columns: number;
  /** Lines shown at most; those around the cursor are. */
  readonly maxLines: number;
  readonly active: boolean;
  readonly placeholder?: string;
  /** Shown in place of every character. */
  readonly mask?: string;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export function DraftBox({ draft, columns, maxLines, active, placeholder = '', mask }: DraftBoxProps) {
  const { lines, cursorLine, cursorUnit } = layOutDraft(draft, columns, mask);
  const first = Math.max(0, Math.min(cursorLine - maxLines + 1, lines.length - maxLines));
  const hint = draft.text === '' ? placeholder : '';
  return h(
    Box,
    { flexDirection: 'column', width: columns },
    lines.slice(first, first + maxLines).map((line, i) =>
      h(
        Text,
        // A line has no identity but its place.
        { key: first + i, wrap: 'truncate-end' },
        active && first + i === cursorLine ? h(CursorLine, { line, unit: cursorUnit }) : line || ' ',
        h(Text, { dimColor: true }, hint),
      ),
    ),
  );
}

function CursorLine({ line, unit }: { readonly line: string; readonly unit: number }) {
  const [under] = graphemes.segment(line.slice(unit));
  const character = under?.segment ?? ' ';
  return h(
    Text,
    null,
    line.slice(0, unit),
    h(Text, { inverse: true }, character),
    line.slice(unit + (under?.segment.length ?? 0)),
  );
}
