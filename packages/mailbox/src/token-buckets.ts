/** Rates per key: a burst, then so many per second (specs/06 §9; attacks A9, E7). */
import type { Clock } from '@sotto/ports';

export interface TokenBucketsOptions {
  readonly clock: Clock;
  readonly burst: number;
  readonly perSecond: number;
  /** Keys that are remembered. Beyond, the one that was used least recently is forgotten, which gives it a new burst. */
  readonly maxKeys: number;
}

interface Bucket {
  tokens: number;
  updatedMs: number;
}

export class TokenBuckets {
  readonly #options: TokenBucketsOptions;
  /** Least recently used first. */
  readonly #buckets = new Map<string, Bucket>();

  constructor(options: TokenBucketsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#buckets.size;
  }

  /** Seconds to wait until `tokens` could be taken; 0: now. Takes nothing. More than the burst counts as the burst. */
  wait(key: string, tokens = 1): number {
    return this.#waitFor(tokens, this.#available(key));
  }

  /** Takes the tokens and returns 0, or takes nothing and returns the seconds to wait. */
  take(key: string, tokens = 1): number {
    const available = this.#available(key);
    const wait = this.#waitFor(tokens, available);
    if (wait === 0) this.#set(key, available - Math.min(tokens, this.#options.burst));
    return wait;
  }

  /** Gives tokens back that were taken for nothing. */
  giveBack(key: string, tokens = 1): void {
    this.#set(key, Math.min(this.#options.burst, this.#available(key) + tokens));
  }

  #waitFor(tokens: number, available: number): number {
    const { burst, perSecond } = this.#options;
    const missing = Math.min(tokens, burst) - available;
    return missing <= 0 ? 0 : Math.ceil(missing / perSecond);
  }

  #available(key: string): number {
    const bucket = this.#buckets.get(key);
    return bucket === undefined ? this.#options.burst : this.#refilled(bucket);
  }

  #refilled({ tokens, updatedMs }: Bucket): number {
    const { burst, perSecond, clock } = this.#options;
    return Math.min(burst, tokens + ((clock.monotonicMs() - updatedMs) / 1_000) * perSecond);
  }

  #set(key: string, tokens: number): void {
    const { burst, clock, maxKeys } = this.#options;
    this.#buckets.delete(key);
    // A full bucket is like none.
    if (tokens === burst) return;
    this.#buckets.set(key, { tokens, updatedMs: clock.monotonicMs() });
    if (this.#buckets.size <= maxKeys) return;
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}
