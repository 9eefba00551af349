import { describe, expect, test } from 'vitest';
import { fakeClock } from './fake-clock.ts';

describe('the fake clock', () => {
  test('runs due timers in order of time, then of scheduling, and no others', () => {
    const clock = fakeClock(1_000);
    const ran: string[] = [];
    clock.schedule(20, () => ran.push('late'));
    clock.schedule(10, () => ran.push('first'));
    clock.schedule(10, () => ran.push('second'));
    clock.schedule(21, () => ran.push('never'));
    const cancel = clock.schedule(5, () => ran.push('cancelled'));
    cancel();
    clock.advance(20);
    expect(ran).toEqual(['first', 'second', 'late']);
    expect(clock.nowMs()).toBe(1_020);
    expect(clock.monotonicMs()).toBe(20);
    expect(clock.pendingTimers).toBe(1);
  });

  test('runs timers that timers schedule, at their own time', () => {
    const clock = fakeClock(0);
    const times: number[] = [];
    clock.schedule(10, () => clock.schedule(10, () => times.push(clock.monotonicMs())));
    clock.advance(30);
    expect(times).toEqual([20]);
  });

  test('lets promises run between timers', async () => {
    const clock = fakeClock(0);
    const sleep = (ms: number) => new Promise<void>((resolve) => clock.schedule(ms, resolve));
    const times: number[] = [];
    const loop = (async () => {
      for (let i = 0; i < 3; i++) {
        await sleep(10);
        times.push(clock.monotonicMs());
      }
    })();
    await clock.advanceAsync(100);
    await loop;
    expect(times).toEqual([10, 20, 30]);
    expect(clock.monotonicMs()).toBe(100);
  });

  test('advances until a condition holds, and says so when it cannot', async () => {
    const clock = fakeClock(0);
    let ticks = 0;
    const tick = () => {
      ticks++;
      clock.schedule(10, tick);
    };
    clock.schedule(10, tick);
    await clock.advanceUntil(() => ticks === 5, 1_000);
    expect(clock.monotonicMs()).toBe(50);
    await expect(clock.advanceUntil(() => ticks === 500, 100)).rejects.toMatchObject({ code: 'timeout' });
  });

  test('E8: a wall-clock jump moves no timer and no monotonic time', () => {
    const clock = fakeClock(1_000_000);
    let ran = false;
    clock.schedule(50, () => {
      ran = true;
    });
    clock.jumpWallClock(-900_000);
    expect(clock.nowMs()).toBe(100_000);
    expect(clock.monotonicMs()).toBe(0);
    clock.advance(49);
    expect(ran).toBe(false);
    clock.advance(1);
    expect(ran).toBe(true);
  });
});
