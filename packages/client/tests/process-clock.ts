/** The clock of one process: what it scheduled does not happen any more once the process was killed. */
import type { Clock } from '@sotto/ports';

export class ProcessClock implements Clock {
  readonly #clock: Clock;
  readonly #timers = new Set<() => void>();
  #skewMs = 0;
  #isKilled = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  nowMs(): number {
    return this.#clock.nowMs() + this.#skewMs;
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs();
  }

  schedule(delayMs: number, action: () => void): () => void {
    if (this.#isKilled) return () => {};
    const forget = this.#clock.schedule(delayMs, () => {
      this.#timers.delete(forget);
      action();
    });
    this.#timers.add(forget);
    return () => {
      this.#timers.delete(forget);
      forget();
    };
  }

  /** How far this process is off, as when somebody sets the clock of the machine (attack E8). */
  skew(ms: number): void {
    this.#skewMs = ms;
  }

  get pendingTimers(): number {
    return this.#timers.size;
  }

  kill(): void {
    this.#isKilled = true;
    for (const forget of this.#timers) forget();
    this.#timers.clear();
  }
}
