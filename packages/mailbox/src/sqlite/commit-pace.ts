/**
 * Whether the commits of an archive are slow, so that few large ones are better than many small ones (specs/06 §5).
 *
 * With two groups under way, one is prepared while the other is committed, at the price of a second flush for what one
 * could have carried. That is a gain while a flush takes less time than preparing the operations, and a loss on a slow or
 * busy disk. Must not know: queues, threads.
 */

/** Of one operation, from its request to the database: measured for deposits. */
const PREPARATION_MS = 0.02;
/** Weight of the latest flush in the average: one slow flush among fast ones changes nothing for long. */
const LATEST_SHARE = 1 / 8;

export class CommitPace {
  #flushMs = 0;

  /** Takes note of how long a commit has waited for the disk. */
  note(flushMs: number): void {
    this.#flushMs += (flushMs - this.#flushMs) * LATEST_SHARE;
  }

  /** Whether one flush takes longer than preparing so many operations. */
  isSlowFor(operations: number): boolean {
    return this.#flushMs > operations * PREPARATION_MS;
  }
}
