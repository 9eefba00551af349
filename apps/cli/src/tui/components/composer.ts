/** The input at the bottom of a conversation, or why nothing can be written now and what to press. */
import { Box } from 'ink';
import { type ComposerLayout, PROMPT_COLUMNS } from '../composer-layout.ts';
import type { Draft } from '../draft.ts';
import { h } from '../h.ts';
import { DraftBox } from './draft-box.ts';
import { Text } from './text.ts';

interface ComposerProps {
  readonly layout: ComposerLayout;
  readonly draft: Draft;
  readonly active: boolean;
  readonly columns: number;
  readonly maxLines: number;
}

export function Composer({ layout, draft, active, columns, maxLines }: ComposerProps) {
  if (layout.kind === 'banner') {
    const style = { color: layout.urgent ? 'red' : 'yellow', bold: layout.urgent };
    return h(
      Box,
      { flexDirection: 'column', width: columns, height: layout.height, flexShrink: 0 },
      layout.lines.map((line) => h(Text, { key: line, ...style }, line)),
    );
  }
  return h(
    Box,
    { flexDirection: 'column', width: columns, height: layout.height, flexShrink: 0 },
    layout.remarks.map((remark) => h(Text, { key: remark, color: 'yellow', wrap: 'truncate-end' }, remark)),
    h(
      Box,
      { width: columns },
      h(Text, active ? { color: 'cyan', bold: true } : { dimColor: true }, '› '),
      h(DraftBox, {
        draft,
        columns: columns - PROMPT_COLUMNS,
        maxLines,
        active,
        placeholder: active ? 'Write a message' : 'Tab, then write',
      }),
    ),
  );
}
