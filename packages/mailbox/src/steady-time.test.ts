import { FakeClock } from '@sotto/testkit';
import { describe, expect, it } from 'vitest';
import { SteadyTime } from './steady-time.ts';

const DAY_MS = 86_400_000;

describe('steady time', () => {
  it('goes with the clock and follows small corrections at once', () => {
    const clock = new FakeClock();
    const time = new SteadyTime(clock);
    clock.advance(5_000);
    expect(time.nowMs()).toBe(clock.nowMs());
    clock.jumpWallClock(-300_000);
    expect(time.nowMs()).toBe(clock.nowMs());
  });

  it('does not notice a jump that is taken back within the hour (attack E8)', () => {
    const clock = new FakeClock();
    const time = new SteadyTime(clock);
    const startMs = clock.nowMs();
    clock.jumpWallClock(90 * DAY_MS);
    expect(time.nowMs()).toBe(startMs);
    clock.advance(1_800_000);
    expect(time.nowMs()).toBe(startMs + 1_800_000);
    clock.jumpWallClock(-90 * DAY_MS);
    expect(time.nowMs()).toBe(startMs + 1_800_000);
    clock.jumpWallClock(-90 * DAY_MS);
    clock.advance(3_500_000);
    expect(time.nowMs()).toBe(startMs + 5_300_000);
  });

  it('believes a jump that lasts', () => {
    const clock = new FakeClock();
    const time = new SteadyTime(clock);
    clock.jumpWallClock(2 * DAY_MS);
    time.nowMs();
    clock.advance(3_600_000);
    expect(time.nowMs()).toBe(clock.nowMs());
  });
});
