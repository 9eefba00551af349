/** How much of the window a panel leaves to what it holds. */

/** Cells of a panel that its frame takes. */
const PANEL_FRAME_COLUMNS = 6;
/** Rows of a panel that its frame, title and footer take. */
export const PANEL_FRAME_ROWS = 5;
/** Wider windows leave room at both sides. */
export const PANEL_MAX_COLUMNS = 84;

/** Columns inside a panel on a screen of `columns`. */
export function panelColumns(columns: number): number {
  return Math.min(PANEL_MAX_COLUMNS, columns) - PANEL_FRAME_COLUMNS;
}
