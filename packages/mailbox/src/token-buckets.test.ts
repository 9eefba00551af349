import { FakeClock } from '@sotto/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenBuckets } from './token-buckets.ts';

const buckets = (clock: FakeClock, options: { burst?: number; perSecond?: number; maxKeys?: number } = {}) =>
  new TokenBuckets({ clock, burst: 3, perSecond: 2, maxKeys: 4, ...options });

describe('token buckets', () => {
  it('give a burst, then so many per second, and say how long to wait', () => {
    const clock = new FakeClock();
    const rate = buckets(clock);
    expect([rate.take('a'), rate.take('a'), rate.take('a')]).toEqual([0, 0, 0]);
    expect(rate.take('a')).toBe(1);
    clock.advance(500);
    expect(rate.take('a')).toBe(0);
    expect(rate.take('a')).toBe(1);
    clock.advance(60_000);
    expect([rate.take('a', 3), rate.take('a')]).toEqual([0, 1]);
  });

  it('keep keys apart', () => {
    const rate = buckets(new FakeClock());
    rate.take('a', 3);
    expect(rate.take('b', 3)).toBe(0);
  });

  it('let a request above the burst through when the bucket is full', () => {
    const clock = new FakeClock();
    const rate = buckets(clock);
    expect(rate.take('a', 1_000)).toBe(0);
    expect(rate.take('a', 1_000)).toBe(2);
  });

  it('take nothing when asked about the wait, and give back', () => {
    const rate = buckets(new FakeClock());
    expect(rate.wait('a', 3)).toBe(0);
    expect(rate.size).toBe(0);
    rate.take('a', 3);
    expect(rate.wait('a')).toBe(1);
    rate.giveBack('a', 3);
    expect(rate.size).toBe(0);
  });

  it('do not notice a wall clock that jumps', () => {
    const clock = new FakeClock();
    const rate = buckets(clock);
    rate.take('a', 3);
    clock.jumpWallClock(86_400_000);
    expect(rate.take('a')).toBe(1);
  });

  it('remember a bounded number of keys, the most recent ones', () => {
    const rate = buckets(new FakeClock());
    for (const key of ['a', 'b', 'c', 'd']) rate.take(key, 3);
    rate.giveBack('a', 1);
    rate.take('e', 3);
    expect(rate.size).toBe(4);
    expect(rate.wait('a', 2)).toBe(1);
    expect(rate.wait('b', 3)).toBe(0);
  });

  it('never give more than burst and refill allow, in any interval', () => {
    const events = fc.array(
      fc.record({ pauseMs: fc.integer({ min: 0, max: 2_000 }), tokens: fc.integer({ min: 1, max: 5 }) }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(events, (steps) => {
        const clock = new FakeClock();
        const rate = buckets(clock, { burst: 5, perSecond: 2 });
        let taken = 0;
        for (const { pauseMs, tokens } of steps) {
          clock.advance(pauseMs);
          if (rate.take('a', tokens) === 0) taken += tokens;
          expect(taken).toBeLessThanOrEqual(5 + (2 * clock.monotonicMs()) / 1_000 + 1e-6);
        }
      }),
    );
  });
});
