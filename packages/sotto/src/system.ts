/** The real clock and the real randomness of a Node process. */
import { platformRandom } from '@sotto/crypto';
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

/** Nothing tells a process that the machine has slept but its clock. */
export function onWakeSignal(_handler: () => void): () => void {
  return () => {};
}

export const systemRandom: Random = { bytes: platformRandom };
