import { FakeClock } from '@sotto/testkit';
import { describe, expect, it } from 'vitest';
import { Pump } from './pump.ts';

/** A pump whose work is counted; `next` says when it wants to run again. */
function pumped(next: (run: number) => number | undefined | Promise<number | undefined>) {
  const clock = new FakeClock();
  const errors: unknown[] = [];
  const counted = { runs: 0 };
  const work = async () => {
    counted.runs++;
    return await next(counted.runs);
  };
  return { clock, errors, counted, pump: new Pump({ clock, work, onError: (error) => errors.push(error) }) };
}

describe('a pump', () => {
  it('runs when it is started and when it is poked, not before', async () => {
    const { clock, counted, pump } = pumped(() => undefined);
    pump.poke();
    pump.pokeWithin(5);
    await clock.advanceAsync(10);
    expect(counted.runs).toBe(0);
    pump.start();
    await clock.settle();
    expect(counted.runs).toBe(1);
    pump.poke();
    await clock.settle();
    expect(counted.runs).toBe(2);
    await clock.advanceAsync(3_600_000);
    expect(counted.runs).toBe(2);
  });

  it('runs again when its work wants to, or sooner when somebody pokes', async () => {
    const { clock, counted, pump } = pumped(() => 1_000);
    pump.start();
    await clock.advanceAsync(999);
    expect(counted.runs).toBe(1);
    await clock.advanceAsync(1);
    expect(counted.runs).toBe(2);
    pump.pokeWithin(300);
    pump.pokeWithin(700);
    await clock.advanceAsync(300);
    expect(counted.runs).toBe(3);
    await clock.advanceAsync(999);
    expect(counted.runs).toBe(3);
  });

  it('never runs twice at once: pokes while it runs are one more run', async () => {
    let running = 0;
    const gates: (() => void)[] = [];
    const { clock, counted, pump } = pumped(async () => {
      expect(++running).toBe(1);
      await new Promise<void>((resolve) => gates.push(resolve));
      running--;
      return undefined;
    });
    pump.start();
    await clock.settle();
    for (let i = 0; i < 5; i++) pump.poke();
    expect(counted.runs).toBe(1);
    gates.shift()?.();
    await clock.settle();
    expect(counted.runs).toBe(2);
    gates.shift()?.();
    await clock.settle();
    expect(counted.runs).toBe(2);
  });

  it('reports what its work throws, and tries again after five seconds', async () => {
    const { clock, counted, errors, pump } = pumped((run) => {
      if (run === 1) throw new TypeError('once');
      return undefined;
    });
    pump.start();
    await clock.advanceAsync(4_999);
    expect(errors).toHaveLength(1);
    expect(counted.runs).toBe(1);
    await clock.advanceAsync(1);
    expect(counted.runs).toBe(2);
    expect(errors).toHaveLength(1);
  });

  it('takes a breath when its work pokes it again and again', async () => {
    const { clock, counted, pump } = pumped(() => {
      pump.poke();
      return undefined;
    });
    pump.start();
    await clock.settle();
    expect(counted.runs).toBe(100);
    await clock.advanceAsync(1_000);
    expect(counted.runs).toBe(200);
    await pump.stop();
  });

  it('ends after the run that is under way, for good, and leaves no timer', async () => {
    let finish = () => {};
    const { clock, counted, pump } = pumped(async () => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return 10;
    });
    pump.start();
    await clock.settle();
    let isStopped = false;
    const stopping = pump.stop().then(() => {
      isStopped = true;
    });
    await clock.settle();
    expect(isStopped).toBe(false);
    finish();
    await stopping;
    pump.poke();
    pump.pokeWithin(1);
    pump.start();
    await clock.advanceAsync(10_000);
    expect(counted.runs).toBe(1);
    expect(clock.pendingTimers).toBe(0);
  });
});
