/** The real clock: for tests with real streams and processes. */
import { randomBytes } from 'node:crypto';
import type { Clock, Random } from '@sotto/ports';

export const realClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  schedule(delayMs, action) {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};

export const realRandom: Random = { bytes: (length) => Uint8Array.from(randomBytes(length)) };
