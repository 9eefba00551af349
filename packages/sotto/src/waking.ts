/**
 * Notices that the device has slept, or that its network may be another one, so that what waits for its next try need not
 * wait any longer (specs/07 §4).
 *
 * Owns the decision. Platforms say what they see; a clock that has jumped tells it on any of them. Must not know what is
 * done then.
 */
import type { Clock } from '@sotto/ports';

const LOOK_EVERY_MS = 5_000;
/** Timers of a busy machine are late; those of a machine that slept are late by more than this. */
const JUMP_MS = 10_000;
/** A device that wakes is seen to in several ways at once. */
const AGAIN_AFTER_MS = 2_000;

export interface WakingOptions {
  readonly clock: Clock;
  /** Tells what the platform sees; returns how to stop that. */
  readonly onSignal: (handler: () => void) => () => void;
  readonly wake: () => void;
}

/** Returns how to stop. */
export function watchWaking({ clock, onSignal, wake }: WakingOptions): () => void {
  let wokeAtMs = Number.NEGATIVE_INFINITY;
  let cancel = () => {};
  const woken = () => {
    if (clock.monotonicMs() - wokeAtMs < AGAIN_AFTER_MS) return;
    wokeAtMs = clock.monotonicMs();
    wake();
  };
  const look = () => {
    const sinceMs = clock.nowMs();
    cancel = clock.schedule(LOOK_EVERY_MS, () => {
      if (clock.nowMs() - sinceMs > LOOK_EVERY_MS + JUMP_MS) woken();
      look();
    });
  };
  look();
  const forget = onSignal(woken);
  return () => {
    cancel();
    forget();
  };
}
