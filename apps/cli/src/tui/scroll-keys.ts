/** Keys of the panels that scroll: the help and the status. */
import type { Overlay, StatusOverlay } from './app-state.ts';
import { panelRows } from './components/scrolled-panel.ts';
import { helpRows } from './help-rows.ts';
import type { KeyContext } from './key-context.ts';
import type { Keystroke } from './keystroke.ts';
import { panelColumns } from './panel-size.ts';
import { statusRows } from './status-rows.ts';

type Scrolling = Extract<Overlay, { readonly scroll: number }>;

const STEPS: Readonly<Record<string, number>> = { up: -1, down: 1, 'page-up': -10, 'page-down': 10 };

export function pressScrollKey({ key, text }: Keystroke, overlay: Scrolling, context: KeyContext): void {
  const { store, window, controller } = context;
  if (overlay.kind === 'status' && text === 'r') {
    controller.showStatus();
    return;
  }
  const { columns, rows } = window();
  const length = overlay.kind === 'help' ? helpRows(panelColumns(columns)).length : statusLength(overlay, context);
  const last = Math.max(0, length - panelRows(rows));
  const scroll = Math.min(last, Math.max(0, overlay.scroll + (STEPS[key] ?? 0)));
  store.dispatch({ type: 'overlay', overlay: { ...overlay, scroll } });
}

function statusLength({ findings, atMs }: StatusOverlay, { store, window }: KeyContext): number {
  const { status, contacts } = store.get();
  if (status === undefined) return 0;
  const columns = panelColumns(window().columns);
  return statusRows({ status, findings, contacts, nowMs: atMs, columns }).length;
}
