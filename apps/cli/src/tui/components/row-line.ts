/** Draws one row. */

import { h } from '../h.ts';
import type { Row, Span } from '../row.ts';
import { Text } from './text.ts';

function styled(span: Span, index: number) {
  const { text, color, bold = false, dim = false } = span;
  return h(Text, { key: index, bold, dimColor: dim, ...(color === undefined ? {} : { color }) }, text);
}

export function RowLine({ row }: { readonly row: Row }) {
  return h(Text, { wrap: 'truncate-end' }, row.spans.map(styled));
}
