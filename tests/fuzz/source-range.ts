/** Ranges of source offsets: sorted, apart from one another, end excluded. */

export interface SourceRange {
  readonly start: number;
  readonly end: number;
}

/** What is in both. */
export function common(a: readonly SourceRange[], b: readonly SourceRange[]): SourceRange[] {
  return a.flatMap((x) =>
    b
      .map((y) => ({ start: Math.max(x.start, y.start), end: Math.min(x.end, y.end) }))
      .filter(({ start, end }) => start < end),
  );
}

/** What of `a` is not in `b`. */
export function minus(a: readonly SourceRange[], b: readonly SourceRange[]): SourceRange[] {
  let left = [...a];
  for (const cut of b) {
    left = left.flatMap(({ start, end }) =>
      [
        { start, end: Math.min(end, cut.start) },
        { start: Math.max(start, cut.end), end },
      ].filter((range) => range.start < range.end),
    );
  }
  return left;
}
