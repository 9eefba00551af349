/**
 * How long to leave a peer alone after dials that failed: exponential, with jitter, bounded (specs/07 §4).
 *
 * While it lasts, a call fails at once instead of waiting for another dial to time out.
 */
import type { Clock, Random } from '@sotto/ports';

const MIN_MS = 250;
const MAX_MS = 30_000;
const MAX_PEERS = 1_024;

interface Failures {
  readonly count: number;
  readonly untilMs: number;
}

export class DialBackoff {
  readonly #clock: Clock;
  readonly #random: Random;
  /** Oldest failure first. */
  readonly #failures = new Map<string, Failures>();

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** Milliseconds until the next dial may be made; 0: now. */
  remainingMs(key: string): number {
    return Math.max(0, (this.#failures.get(key)?.untilMs ?? 0) - this.#clock.monotonicMs());
  }

  failed(key: string): void {
    const count = Math.min((this.#failures.get(key)?.count ?? 0) + 1, 32);
    const windowMs = Math.min(MIN_MS * 2 ** (count - 1), MAX_MS);
    this.#failures.delete(key);
    this.#failures.set(key, { count, untilMs: this.#clock.monotonicMs() + windowMs * (0.5 + this.#uniform() / 2) });
    for (const oldest of this.#failures.keys()) {
      if (this.#failures.size <= MAX_PEERS) return;
      this.#failures.delete(oldest);
    }
  }

  /** Forgets the failures: the peer answered, or there is a new way to reach it. */
  reset(key: string): void {
    this.#failures.delete(key);
  }

  /** Forgets all failures: the way to everybody may have changed. */
  clear(): void {
    this.#failures.clear();
  }

  #uniform(): number {
    const bytes = this.#random.bytes(4);
    return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) / 2 ** 32;
  }
}
