/** The real clock and the real randomness of a Node process. */
import { randomFillSync } from 'node:crypto';
import type { Clock, Random } from '@sotto/ports';

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  schedule(delayMs, action) {
    // A longer delay than a timer can hold is cut: whoever waits looks at the time again.
    const timer = setTimeout(action, Math.min(Math.max(0, delayMs), MAX_TIMER_MS));
    return () => clearTimeout(timer);
  },
};

const MAX_TIMER_MS = 2 ** 31 - 1;
const POOL_BYTES = 4_096;

let pool = new Uint8Array(0);

/** Cryptographically secure; small requests are cut from a pool, each byte of which is handed out once and wiped. */
export const systemRandom: Random = {
  bytes(length) {
    if (length > POOL_BYTES / 4) return randomFillSync(new Uint8Array(length));
    if (pool.length < length) pool = randomFillSync(new Uint8Array(POOL_BYTES));
    const bytes = pool.slice(0, length);
    pool.fill(0, 0, length);
    pool = pool.subarray(length);
    return bytes;
  },
};
