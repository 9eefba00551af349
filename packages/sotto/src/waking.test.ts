import { FakeClock } from '@sotto/testkit';
import { describe, expect, test } from 'vitest';
import { watchWaking } from './waking.ts';

/** A device whose wall clock can run on while its timers stand still. */
function sleeper() {
  const clock = new FakeClock();
  let sleptMs = 0;
  const seen = { wakings: 0, isForgotten: false };
  let signal = () => {};
  const stop = watchWaking({
    clock: {
      nowMs: () => clock.nowMs() + sleptMs,
      monotonicMs: () => clock.monotonicMs(),
      schedule: (delayMs, action) => clock.schedule(delayMs, action),
    },
    onSignal(handler) {
      signal = handler;
      return () => {
        seen.isForgotten = true;
      };
    },
    wake: () => seen.wakings++,
  });
  const sleep = (ms: number) => {
    sleptMs += ms;
  };
  return { clock, seen, sleep, stop, signal: () => signal() };
}

describe('waking', () => {
  test('is noticed by a clock that has jumped, each time', () => {
    const { clock, seen, sleep } = sleeper();
    clock.advance(60_000);
    expect(seen.wakings).toBe(0);
    for (const times of [1, 2]) {
      sleep(3_600_000);
      clock.advance(5_000);
      expect(seen.wakings).toBe(times);
      clock.advance(60_000);
      expect(seen.wakings).toBe(times);
    }
  });

  test('is not seen in timers that are only late', () => {
    const { clock, seen, sleep } = sleeper();
    for (let times = 0; times < 10; times++) {
      sleep(9_000);
      clock.advance(5_000);
    }
    expect(seen.wakings).toBe(0);
  });

  test('counts once when several things tell it at once', () => {
    const { clock, seen, signal } = sleeper();
    signal();
    signal();
    clock.advance(1_999);
    signal();
    expect(seen.wakings).toBe(1);
    clock.advance(1);
    signal();
    expect(seen.wakings).toBe(2);
  });

  test('is nobody’s business after the end', () => {
    const { clock, seen, sleep, stop } = sleeper();
    stop();
    sleep(3_600_000);
    clock.advance(60_000);
    expect(seen).toEqual({ wakings: 0, isForgotten: true });
  });
});
