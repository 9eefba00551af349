/** Waiting for something that will come: looks again after every event, and now and then in any case. */
import { setTimeout as pause } from 'node:timers/promises';

/** Far more than anything takes on a quiet machine. */
export const PATIENCE_MS = 60_000;
/** For what no event tells. */
const LOOK_AGAIN_MS = 500;

/** Of a test with many processes, on a machine that may be busy. */
export const STORY_TIMEOUT_MS = 240_000;

export interface WatchOptions {
  /** Resolves when looking again may be worth it. */
  readonly next?: () => Promise<unknown>;
}

/** Looks until `done` says so or patience ends; returns the last look either way, for the test to judge. */
export async function watch<Seen>(
  look: () => Promise<Seen>,
  done: (seen: Seen) => boolean,
  { next = () => new Promise(() => {}) }: WatchOptions = {},
): Promise<Seen> {
  const endMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const event = next();
    const seen = await look();
    if (done(seen) || performance.now() > endMs) return seen;
    await Promise.race([event, pause(LOOK_AGAIN_MS)]);
  }
}
