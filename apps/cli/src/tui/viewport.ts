/** Which rows of a longer list are shown: pure arithmetic over row keys. */
import type { Row } from './row.ts';

export interface Viewport {
  readonly visible: readonly Row[];
  /** Index of the lowest visible row; -1 when there are no rows. */
  readonly bottom: number;
  readonly hiddenBelow: number;
  readonly hiddenAbove: number;
}

/** `anchor`: key of the lowest row to show; absent or gone: the last. */
export function viewportOf(rows: readonly Row[], height: number, anchor: string | undefined): Viewport {
  const found = anchor === undefined ? -1 : rows.findIndex(({ key }) => key === anchor);
  const last = rows.length - 1;
  const bottom = found < 0 ? last : Math.min(last, Math.max(found, height - 1));
  const top = Math.max(0, bottom - height + 1);
  return { visible: rows.slice(top, bottom + 1), bottom, hiddenBelow: last - bottom, hiddenAbove: top };
}

/** What was drawn last: key presses scroll from there. */
export interface DrawnRows {
  readonly rows: readonly Row[];
  readonly viewport: Viewport;
  readonly height: number;
}

/** The anchor after moving by `delta` rows (negative: up); `undefined` at the end. */
export function scrollAnchor({ rows, viewport, height }: DrawnRows, delta: number): string | undefined {
  const target = Math.max(viewport.bottom + delta, Math.min(height, rows.length) - 1);
  return target >= rows.length - 1 ? undefined : rows[target]?.key;
}
