import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HybridClock } from './hybrid-clock.ts';

const EPOCH_MS = Date.UTC(2020, 0, 1);
const TICKS_PER_MS = 4_096;
const WEEK_TICKS = 7 * 86_400_000 * TICKS_PER_MS;
const NOW_MS = Date.UTC(2026, 10, 21);
const NOW = (NOW_MS - EPOCH_MS) * TICKS_PER_MS;

function at(nowMs: number, last?: number): HybridClock {
  return new HybridClock(() => nowMs, last);
}

describe('the hybrid clock', () => {
  it('is the time in ticks while nothing else happens, and counts within one moment', () => {
    const clock = at(NOW_MS);
    expect([clock.tick(), clock.tick(), clock.tick()]).toEqual([NOW, NOW + 1, NOW + 2]);
  });

  it('goes on above what an earlier run has used, also when the clock was set back', () => {
    expect(at(NOW_MS, NOW + 500).tick()).toBe(NOW + 501);
    expect(at(0).tick()).toBe(1);
  });

  it('puts what we write after what we have seen, whose clock is ahead of ours', () => {
    const clock = at(NOW_MS);
    const ahead = NOW + 60_000 * TICKS_PER_MS;
    expect(clock.receive(ahead)).toBe(ahead);
    expect(clock.tick()).toBe(ahead + 1);
  });

  it('leaves what comes late in its place', () => {
    const clock = at(NOW_MS, NOW);
    expect(clock.receive(NOW - 5)).toBe(NOW - 5);
    expect(clock.tick()).toBe(NOW + 1);
  });

  it('E8: believes a stamp up to a week ahead, and puts a later one where it came', () => {
    const clock = at(NOW_MS);
    expect(clock.receive(NOW + WEEK_TICKS)).toBe(NOW + WEEK_TICKS);
    expect(clock.receive(NOW + WEEK_TICKS + 1)).toBe(NOW + WEEK_TICKS + 1);
    const fresh = at(NOW_MS);
    expect(fresh.receive(NOW + WEEK_TICKS + 1)).toBe(NOW);
    expect(fresh.receive(Number.MAX_SAFE_INTEGER)).toBe(NOW + 1);
  });

  it('E8: keeps room for counting on when the own clock claims to be at the end of all times', () => {
    const clock = at(8.64e15);
    clock.receive(Number.MAX_SAFE_INTEGER);
    expect(Number.isSafeInteger(clock.tick())).toBe(true);
  });

  it('E8: counts upwards with safe integers, whatever clocks say', () => {
    const step = fc.oneof(
      fc.record({ nowMs: fc.integer({ min: -1, max: 8.64e15 }) }),
      fc.record({ stamp: fc.maxSafeNat() }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let nowMs = NOW_MS;
        const clock = new HybridClock(() => nowMs);
        let before = 0;
        for (const next of steps) {
          if ('nowMs' in next) nowMs = next.nowMs;
          else clock.receive(next.stamp);
          const tick = clock.tick();
          expect(Number.isSafeInteger(tick)).toBe(true);
          expect(tick).toBeGreaterThan(before);
          before = tick;
        }
      }),
    );
  });
});
