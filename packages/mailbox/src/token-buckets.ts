/** Rates per key: a burst, then so many per second (specs/06 §9; attacks A9, E7). */
import type { Clock } from '@sotto/ports';
import { RecentMap } from './recent-map.ts';

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
  /** Those that are not full. */
  readonly #buckets: RecentMap<Bucket>;

  constructor(options: TokenBucketsOptions) {
    this.#options = options;
    this.#buckets = new RecentMap(options.maxKeys);
  }

  get size(): number {
    return this.#buckets.size;
  }

  /** Seconds to wait until `tokens` could be taken; 0: now. Takes nothing. More than the burst counts as the burst. */
  wait(key: string, tokens = 1): number {
    return this.#waitFor(tokens, this.#available(this.#buckets.peek(key), this.#options.clock.monotonicMs()));
  }

  /** Takes the tokens and returns 0, or takes nothing and returns the seconds to wait. */
  take(key: string, tokens = 1): number {
    const bucket = this.#buckets.use(key);
    const nowMs = this.#options.clock.monotonicMs();
    const available = this.#available(bucket, nowMs);
    const wait = this.#waitFor(tokens, available);
    if (wait > 0) return wait;
    const left = available - Math.min(tokens, this.#options.burst);
    if (bucket === undefined) {
      this.#buckets.set(key, { tokens: left, updatedMs: nowMs });
    } else {
      bucket.tokens = left;
      bucket.updatedMs = nowMs;
    }
    return 0;
  }

  /** Gives tokens back that were taken for nothing. */
  giveBack(key: string, tokens = 1): void {
    const nowMs = this.#options.clock.monotonicMs();
    const available = this.#available(this.#buckets.peek(key), nowMs) + tokens;
    // A full bucket is like none.
    if (available >= this.#options.burst) this.#buckets.delete(key);
    else this.#buckets.set(key, { tokens: available, updatedMs: nowMs });
  }

  #waitFor(tokens: number, available: number): number {
    const { burst, perSecond } = this.#options;
    const missing = Math.min(tokens, burst) - available;
    return missing <= 0 ? 0 : Math.ceil(missing / perSecond);
  }

  #available(bucket: Bucket | undefined, nowMs: number): number {
    const { burst, perSecond } = this.#options;
    if (bucket === undefined) return burst;
    return Math.min(burst, bucket.tokens + ((nowMs - bucket.updatedMs) / 1_000) * perSecond);
  }
}
