/** The status over the main screen: what works, what does not, and what to do about it. */
import type { ContactView, StatusReport } from '@sotto/client';
import type { StatusOverlay as StatusOverlayState } from '../app-state.ts';
import { ScrolledPanel } from '../components/scrolled-panel.ts';
import { h } from '../h.ts';
import { panelColumns } from '../panel-size.ts';
import { statusRows } from '../status-rows.ts';

interface StatusScreenProps {
  readonly overlay: StatusOverlayState;
  readonly status: StatusReport;
  readonly contacts: readonly ContactView[];
  readonly columns: number;
  readonly rows: number;
}

export function StatusScreen({ overlay, status, contacts, columns, rows }: StatusScreenProps) {
  const { findings, atMs: nowMs, scroll } = overlay;
  return h(ScrolledPanel, {
    title: 'Status',
    all: statusRows({ status, findings, contacts, nowMs, columns: panelColumns(columns) }),
    scroll,
    columns,
    rows,
    hints: [
      { key: 'r', does: 'look again' },
      { key: 'Esc', does: 'close' },
    ],
  });
}
