/** How the main screen divides the window. Pure. */

export const MIN_COLUMNS = 40;
export const MIN_ROWS = 10;
/** Below this only one of list and conversation is shown at a time. */
const TWO_PANES_COLUMNS = 56;
const RULE_ROWS = 20;

export interface MainLayout {
  readonly twoPanes: boolean;
  readonly listColumns: number;
  readonly conversationColumns: number;
  /** Rows between header and footer. */
  readonly bodyRows: number;
  /** Whether a line stands under the header. */
  readonly rule: boolean;
  /** Lines of a draft shown at once. */
  readonly maxDraftLines: number;
}

export function mainLayout(columns: number, rows: number): MainLayout {
  const twoPanes = columns >= TWO_PANES_COLUMNS;
  const rule = rows >= RULE_ROWS;
  const bodyRows = rows - 2 - (rule ? 1 : 0);
  const maxDraftLines = Math.max(1, Math.min(6, Math.floor(bodyRows / 4)));
  if (!twoPanes) {
    return { twoPanes, listColumns: columns, conversationColumns: columns - 2, bodyRows, rule, maxDraftLines };
  }
  const listColumns = Math.min(32, Math.max(20, Math.round(columns * 0.28)));
  return { twoPanes, listColumns, conversationColumns: columns - listColumns - 3, bodyRows, rule, maxDraftLines };
}
