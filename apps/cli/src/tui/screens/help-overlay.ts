/** The help over the main screen. */
import { Box } from 'ink';
import { Panel } from '../components/panel.ts';
import { RowLine } from '../components/row-line.ts';
import { h } from '../h.ts';
import { helpHeight, helpRows } from '../help-rows.ts';
import { panelColumns } from '../panel-size.ts';

interface HelpOverlayProps {
  readonly columns: number;
  readonly rows: number;
  readonly scroll: number;
}

export function HelpOverlay({ columns, rows, scroll }: HelpOverlayProps) {
  const all = helpRows(panelColumns(columns));
  const height = helpHeight(rows);
  const top = Math.max(0, Math.min(scroll, all.length - height));
  const more = top + height < all.length;
  return h(
    Panel,
    {
      title: 'Help',
      columns,
      rows,
      hints: [
        ...(all.length > height ? [{ key: '↑↓', does: more ? 'more below' : 'scroll' }] : []),
        { key: 'Esc', does: 'close' },
      ],
    },
    h(
      Box,
      { flexDirection: 'column', width: panelColumns(columns) },
      all.slice(top, top + height).map((row) => h(RowLine, { key: row.key, row })),
    ),
  );
}
