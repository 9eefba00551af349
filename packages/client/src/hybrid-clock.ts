/**
 * Hybrid logical clock: orders a conversation by causality, close to wall time (specs/08 §5; attack E8).
 *
 * One safe integer: milliseconds since 2020-01-01 times 4,096 plus a counter. Kulkarni et al., "Logical Physical
 * Clocks", 2014. Nobody is refused for skew; a stamp far in the future does not move ours, so one bad clock cannot
 * push a conversation away.
 */
const EPOCH_MS = Date.UTC(2020, 0, 1);
const TICKS_PER_MS = 4_096;
const MAX_LEAD_TICKS = 7 * 86_400_000 * TICKS_PER_MS;
/** Room for counting on, should a clock claim to be beyond what a safe integer holds (the year 2089). */
const MAX_PHYSICAL = Number.MAX_SAFE_INTEGER - 2 ** 40;

/** The lowest clock of a moment. */
export function clockAt(timeMs: number): number {
  return Math.min(MAX_PHYSICAL, Math.max(0, timeMs - EPOCH_MS) * TICKS_PER_MS);
}

export class HybridClock {
  #last: number;
  readonly #nowMs: () => number;

  /** `last`: the highest stamp of an earlier run. */
  constructor(nowMs: () => number, last = 0) {
    this.#nowMs = nowMs;
    this.#last = last;
  }

  /** The stamp of a new local event: above everything seen. */
  tick(): number {
    this.#last = Math.max(this.#last + 1, this.#physical());
    return this.#last;
  }

  /** The place of a remote event: its own stamp, or the next local one when that lies more than a week ahead of us. */
  receive(stamp: number): number {
    if (stamp > Math.min(this.#physical() + MAX_LEAD_TICKS, MAX_PHYSICAL)) return this.tick();
    this.#last = Math.max(this.#last, stamp);
    return stamp;
  }

  #physical(): number {
    return clockAt(this.#nowMs());
  }
}
