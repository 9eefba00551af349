/** A panel with more rows than the screen may have, from a row on. */
import { Box } from 'ink';
import { h } from '../h.ts';
import { PANEL_FRAME_ROWS, panelColumns } from '../panel-size.ts';
import type { Row } from '../row.ts';
import type { KeyHint } from './footer.ts';
import { Panel } from './panel.ts';
import { RowLine } from './row-line.ts';

interface ScrolledPanelProps {
  readonly title: string;
  readonly all: readonly Row[];
  readonly scroll: number;
  readonly columns: number;
  readonly rows: number;
  readonly hints: readonly KeyHint[];
}

/** Rows of a panel that a screen of `rows` shows. */
export function panelRows(rows: number): number {
  return Math.max(1, rows - PANEL_FRAME_ROWS);
}

export function ScrolledPanel({ title, all, scroll, columns, rows, hints }: ScrolledPanelProps) {
  const height = panelRows(rows);
  const top = Math.max(0, Math.min(scroll, all.length - height));
  const more = top + height < all.length;
  return h(
    Panel,
    {
      title,
      columns,
      rows,
      hints: [...(all.length > height ? [{ key: '↑↓', does: more ? 'more below' : 'scroll' }] : []), ...hints],
    },
    h(
      Box,
      { flexDirection: 'column', width: panelColumns(columns) },
      all.slice(top, top + height).map((row) => h(RowLine, { key: row.key, row })),
    ),
  );
}
