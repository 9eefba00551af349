/** How far our clock is from those of the mailboxes, as their receipts show (specs/08 §5; attack E8). */
import type { SkewSource } from './status-report.ts';

const SAMPLES = 31;

interface Sample {
  readonly skewMs: number;
  readonly mailbox: string;
}

export class ClockSkew {
  #samples: readonly Sample[] = [];

  note(mailbox: string, skewMs: number): void {
    this.#samples = [...this.#samples, { mailbox, skewMs }].slice(-SAMPLES);
  }

  /** Median of the last samples: a few mailboxes that lie do not move it. 0 when there is none. */
  get medianMs(): number {
    const sorted = this.#samples.map(({ skewMs }) => skewMs).sort((a, b) => a - b);
    return sorted[sorted.length >> 1] ?? 0;
  }

  get source(): SkewSource {
    const samples = this.#samples.length;
    const mailboxes = new Set(this.#samples.map(({ mailbox }) => mailbox)).size;
    return { kind: samples === 0 ? 'unknown' : 'receipts', samples, mailboxes };
  }
}
