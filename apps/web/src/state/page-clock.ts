/** Time of the page, for what is shown; the SDK brings its own. */
import type { Clock } from '@sotto/ports';

/** As long as timers of a page can be: whoever waits longer looks at the time again. */
const MAX_DELAY_MS = 2_147_483_647;

export const pageClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  schedule(delayMs, action) {
    const timer = setTimeout(action, Math.min(Math.max(0, delayMs), MAX_DELAY_MS));
    return () => clearTimeout(timer);
  },
};
