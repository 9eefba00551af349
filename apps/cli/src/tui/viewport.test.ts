import { describe, expect, it } from 'vitest';
import type { Row } from './row.ts';
import { scrollAnchor, viewportOf } from './viewport.ts';

function rowsOf(from: number, to: number): Row[] {
  return Array.from({ length: to - from }, (_, i) => ({ key: `r${from + i}`, spans: [] }));
}

function scrolled(rows: readonly Row[], height: number, anchor: string | undefined, delta: number): string | undefined {
  return scrollAnchor({ rows, height, viewport: viewportOf(rows, height, anchor) }, delta);
}

describe('the viewport', () => {
  it('follows the end until somebody scrolls', () => {
    expect(viewportOf(rowsOf(0, 100), 10, undefined)).toMatchObject({ bottom: 99, hiddenBelow: 0, hiddenAbove: 90 });
    expect(viewportOf(rowsOf(0, 3), 10, undefined)).toMatchObject({ bottom: 2, hiddenAbove: 0 });
    expect(viewportOf([], 10, undefined)).toMatchObject({ bottom: -1, visible: [] });
  });

  it('stays where it is while rows come before and after', () => {
    const anchor = scrolled(rowsOf(50, 100), 10, undefined, -8);
    expect(anchor).toBe('r91');
    expect(viewportOf(rowsOf(50, 100), 10, anchor).visible.at(-1)?.key).toBe('r91');
    expect(viewportOf(rowsOf(0, 140), 10, anchor).visible.at(-1)?.key).toBe('r91');
  });

  it('stops at both ends', () => {
    const rows = rowsOf(0, 30);
    const top = scrolled(rows, 10, undefined, -1_000);
    expect(viewportOf(rows, 10, top).visible[0]?.key).toBe('r0');
    expect(scrolled(rows, 10, top, 1_000)).toBeUndefined();
    expect(scrolled(rowsOf(0, 5), 10, undefined, -3)).toBeUndefined();
  });

  it('goes to the end when its anchor is gone', () => {
    expect(viewportOf(rowsOf(0, 30), 10, 'gone').bottom).toBe(29);
  });
});
