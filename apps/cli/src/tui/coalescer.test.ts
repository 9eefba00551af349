import { describe, expect, it } from 'vitest';
import { Coalescer } from './coalescer.ts';

describe('a coalescer', () => {
  it('runs the first and the last of a burst', async () => {
    const ran: number[] = [];
    const coalescer = new Coalescer(() => expect.unreachable());
    const last = new Promise<void>((resolve) => {
      for (let i = 0; i < 1_000; i++) {
        coalescer.run('x', async () => {
          ran.push(i);
          if (i === 999) resolve();
        });
      }
    });
    await last;
    expect(ran).toEqual([0, 999]);
  });

  it('goes on after a fault, which it reports', async () => {
    const faults: unknown[] = [];
    const coalescer = new Coalescer((fault) => faults.push(fault));
    coalescer.run('x', async () => {
      throw new RangeError('first');
    });
    await new Promise<void>((resolve) => coalescer.run('x', async () => resolve()));
    expect(faults).toEqual([new RangeError('first')]);
  });

  it('runs different names side by side', async () => {
    const coalescer = new Coalescer(() => expect.unreachable());
    let finish = () => {};
    coalescer.run(
      'slow',
      () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    );
    await new Promise<void>((resolve) => coalescer.run('quick', async () => resolve()));
    finish();
  });
});
