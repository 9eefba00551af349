/** How far our clock is from those of the mailboxes, as their receipts show (specs/08 §5; attack E8). */
const SAMPLES = 31;

export class ClockSkew {
  #samplesMs: readonly number[] = [];

  note(skewMs: number): void {
    this.#samplesMs = [...this.#samplesMs, skewMs].slice(-SAMPLES);
  }

  /** Median of the last samples: a few mailboxes that lie do not move it. 0 when there is none. */
  get medianMs(): number {
    const sorted = this.#samplesMs.toSorted((a, b) => a - b);
    return sorted[sorted.length >> 1] ?? 0;
  }
}
