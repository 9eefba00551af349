/** One line of a benchmark: our figure beside a peer's, measured in the same run on the same machine. */

export interface BenchRow {
  /** What was measured, for example `one-way 1 KiB`. */
  readonly case: string;
  readonly ours: number;
  /** `null` when there is nothing comparable to measure. */
  readonly peer: number | null;
  /** ours / peer; `null` without a peer. */
  readonly ratio: number | null;
  /** Of both figures: `µs`, `ms`, `puts/s`, `MiB`. */
  readonly unit: string;
}

/** What each `bench/src/<name>.ts` exports. */
export interface Bench {
  run(): Promise<BenchRow[]>;
}

export function benchRow(row: Omit<BenchRow, 'peer' | 'ratio'> & { readonly peer?: number }): BenchRow {
  const { peer = null } = row;
  return { case: row.case, ours: row.ours, peer, ratio: peer === null ? null : row.ours / peer, unit: row.unit };
}
