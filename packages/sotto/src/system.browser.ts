/** The real clock and the real randomness of a page. The counterpart of `system.ts`. */
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
/** A browser gives no more at once. */
const MAX_DRAW_BYTES = 65_536;

/** A page that is looked at again, thawed or has a network again may have been without one. Returns how to stop. */
export function onWakeSignal(handler: () => void): () => void {
  const looked = () => {
    if (document.visibilityState === 'visible') handler();
  };
  addEventListener('online', handler);
  addEventListener('pageshow', handler);
  document.addEventListener('resume', handler);
  document.addEventListener('visibilitychange', looked);
  return () => {
    removeEventListener('online', handler);
    removeEventListener('pageshow', handler);
    document.removeEventListener('resume', handler);
    document.removeEventListener('visibilitychange', looked);
  };
}

/** Cryptographically secure. */
export const systemRandom: Random = {
  bytes(length) {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += MAX_DRAW_BYTES) crypto.getRandomValues(bytes.subarray(at, at + MAX_DRAW_BYTES));
    return bytes;
  },
};
