/** How often a relay may be used, per peer: a burst, then so many per minute. Remembers a bounded number of peers. */
import type { Clock } from '@sotto/ports';

const MAX_KEYS = 8_192;
const MINUTE_MS = 60_000;

export interface RelayRatesOptions {
  readonly burst: number;
  readonly perMinute: number;
  readonly clock: Clock;
}

interface Use {
  readonly tokens: number;
  readonly atMs: number;
}

export class RelayRates {
  readonly #options: RelayRatesOptions;
  /** Least recently used first; one that is full again is like none. */
  readonly #uses = new Map<string, Use>();

  constructor(options: RelayRatesOptions) {
    this.#options = options;
  }

  /** Counts one use against every key; `false`, and nothing counted, when one of them has none left. */
  admit(...keys: readonly string[]): boolean {
    if (keys.some((key) => this.#tokens(key) < 1)) return false;
    for (const key of keys) this.#take(key);
    return true;
  }

  #tokens(key: string): number {
    const { burst, perMinute, clock } = this.#options;
    const use = this.#uses.get(key);
    if (use === undefined) return burst;
    return Math.min(burst, use.tokens + ((clock.monotonicMs() - use.atMs) / MINUTE_MS) * perMinute);
  }

  #take(key: string): void {
    const tokens = this.#tokens(key) - 1;
    this.#uses.delete(key);
    this.#uses.set(key, { tokens, atMs: this.#options.clock.monotonicMs() });
    for (const oldest of this.#uses.keys()) {
      if (this.#uses.size <= MAX_KEYS) return;
      this.#uses.delete(oldest);
    }
  }
}
