/**
 * Wall-clock time for deletions: a jump is believed when it has lasted an hour (attack E8; fault row 18).
 *
 * A clock that is wrong for a moment must not delete what it makes look expired. Receipts and positions go by the
 * wall clock itself.
 */
import type { Clock } from '@sotto/ports';

/** What time servers correct step by step. */
const TOLERANCE_MS = 600_000;
const PROBATION_MS = 3_600_000;

export class SteadyTime {
  readonly #clock: Clock;
  /** Wall clock minus monotonic clock. */
  #offsetMs: number;
  #doubtedSinceMs: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#offsetMs = clock.nowMs() - clock.monotonicMs();
  }

  nowMs(): number {
    const monotonicMs = this.#clock.monotonicMs();
    const offsetMs = this.#clock.nowMs() - monotonicMs;
    if (Math.abs(offsetMs - this.#offsetMs) > TOLERANCE_MS) {
      this.#doubtedSinceMs ??= monotonicMs;
      if (monotonicMs - this.#doubtedSinceMs < PROBATION_MS) return monotonicMs + this.#offsetMs;
    }
    this.#doubtedSinceMs = undefined;
    this.#offsetMs = offsetMs;
    return monotonicMs + offsetMs;
  }
}
