/**
 * Time that a test moves by hand. Timers run in the order they are due; timers due at the same time in the order they
 * were scheduled.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '@sotto/ports';
import { UnavailableError, UsageError } from '@sotto/wire';

interface Timer {
  readonly dueMs: number;
  readonly action: () => void;
}

/** Turns of the event loop after which finished promises have had their say. */
const SETTLE_TURNS = 4;
/** Timers that one `advance` may run: a test that re-arms a timer with no delay ends instead of hanging. */
const MAX_TIMERS = 1_000_000;
const DEFAULT_START_MS = Date.UTC(2030, 0, 1);

export class FakeClock implements Clock {
  #wallOffsetMs: number;
  #elapsedMs = 0;
  readonly #timers = new Set<Timer>();

  constructor(startMs: number = DEFAULT_START_MS) {
    this.#wallOffsetMs = startMs;
  }

  nowMs(): number {
    return this.#wallOffsetMs + this.#elapsedMs;
  }

  monotonicMs(): number {
    return this.#elapsedMs;
  }

  schedule(delayMs: number, action: () => void): () => void {
    const timer: Timer = { dueMs: this.#elapsedMs + Math.max(0, delayMs), action };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** Timers that wait. */
  get pendingTimers(): number {
    return this.#timers.size;
  }

  /** Moves wall-clock time only, as a person or a time server does; timers do not notice (attack E8). */
  jumpWallClock(byMs: number): void {
    this.#wallOffsetMs += byMs;
  }

  /** Moves time and runs due timers, without letting promises run between them. */
  advance(ms: number): void {
    const endMs = this.#elapsedMs + ms;
    for (let count = 0; this.#runNext(endMs); count++) this.#refuseEndless(count);
    this.#elapsedMs = endMs;
  }

  /** Moves time and runs due timers; promises run before, between and after them. */
  async advanceAsync(ms: number): Promise<void> {
    const endMs = this.#elapsedMs + ms;
    await this.settle();
    for (let count = 0; this.#runNext(endMs); count++) {
      this.#refuseEndless(count);
      await this.settle();
    }
    this.#elapsedMs = endMs;
    await this.settle();
  }

  /** Lets promises run, without moving time. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < SETTLE_TURNS; turn++) await nextTurn();
  }

  /**
   * Moves time from timer to timer until `condition` holds.
   * @throws {UnavailableError} `timeout` when it does not within `withinMs` of this clock, or nothing is left to run
   */
  async advanceUntil(condition: () => boolean | Promise<boolean>, withinMs: number): Promise<void> {
    const endMs = this.#elapsedMs + withinMs;
    await this.settle();
    for (let count = 0; !(await condition()); count++) {
      this.#refuseEndless(count);
      if (!this.#runNext(endMs)) {
        throw new UnavailableError('timeout', 'the condition was not reached', {
          facts: { withinMs, elapsedMs: this.#elapsedMs, pendingTimers: this.#timers.size },
        });
      }
      await this.settle();
    }
  }

  #runNext(endMs: number): boolean {
    let next: Timer | undefined;
    for (const timer of this.#timers) if (next === undefined || timer.dueMs < next.dueMs) next = timer;
    if (next === undefined || next.dueMs > endMs) return false;
    this.#timers.delete(next);
    this.#elapsedMs = Math.max(this.#elapsedMs, next.dueMs);
    next.action();
    return true;
  }

  #refuseEndless(count: number): void {
    if (count >= MAX_TIMERS) throw new UsageError('invalid-argument', 'timers re-arm themselves without end');
  }
}

/** A clock that stands still until it is advanced. */
export function fakeClock(startMs?: number): FakeClock {
  return new FakeClock(startMs);
}
