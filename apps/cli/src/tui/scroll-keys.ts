/** Keys of the panels that scroll: the help, the status, and what is known of a message. */
import { type AppState, contactById, type Overlay } from './app-state.ts';
import { panelRows } from './components/scrolled-panel.ts';
import { helpRows } from './help-rows.ts';
import type { KeyContext } from './key-context.ts';
import type { Keystroke } from './keystroke.ts';
import { isLost } from './lost-message.ts';
import { messageInfoRows } from './message-info-rows.ts';
import { panelColumns } from './panel-size.ts';
import type { Row } from './row.ts';
import { statusRows } from './status-rows.ts';

type Scrolling = Extract<Overlay, { readonly scroll: number }>;

const STEPS: Readonly<Record<string, number>> = { up: -1, down: 1, 'page-up': -10, 'page-down': 10 };

export function pressScrollKey({ key, text }: Keystroke, overlay: Scrolling, context: KeyContext): void {
  const { store, window, controller } = context;
  if (overlay.kind === 'status' && text === 'r') {
    controller.showStatus();
    return;
  }
  if (overlay.kind === 'message-info' && text === 'r') {
    const { message } = overlay.info;
    if (isLost(message)) controller.retry(overlay.contact, [message]);
    else controller.info.refresh(message.id);
    return;
  }
  const { columns, rows } = window();
  const { length } = rowsOf(overlay, store.get(), panelColumns(columns));
  const last = Math.max(0, length - panelRows(rows));
  const scroll = Math.min(last, Math.max(0, overlay.scroll + (STEPS[key] ?? 0)));
  store.dispatch({ type: 'overlay', overlay: { ...overlay, scroll } });
}

function rowsOf(overlay: Scrolling, state: AppState, columns: number): readonly Row[] {
  const { status, contacts } = state;
  switch (overlay.kind) {
    case 'help':
      return helpRows(columns);
    case 'status':
      return status === undefined
        ? []
        : statusRows({ status, findings: overlay.findings, contacts, nowMs: overlay.atMs, columns });
    case 'message-info': {
      const contact = contactById(state, overlay.contact);
      return contact === undefined ? [] : messageInfoRows(overlay, contact, columns);
    }
  }
}
