/** The help over the main screen. */
import { ScrolledPanel } from '../components/scrolled-panel.ts';
import { h } from '../h.ts';
import { helpRows } from '../help-rows.ts';
import { panelColumns } from '../panel-size.ts';

interface HelpOverlayProps {
  readonly columns: number;
  readonly rows: number;
  readonly scroll: number;
}

export function HelpOverlay({ columns, rows, scroll }: HelpOverlayProps) {
  return h(ScrolledPanel, {
    title: 'Help',
    all: helpRows(panelColumns(columns)),
    scroll,
    columns,
    rows,
    hints: [{ key: 'Esc', does: 'close' }],
  });
}
