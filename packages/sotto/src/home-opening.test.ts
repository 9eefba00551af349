import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@sotto/ports';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Sotto } from './sotto.ts';
import { systemClock } from './system.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'sotto-opening-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** The real time, and how many timers wait. */
function countedClock(): { readonly clock: Clock; waiting(): number } {
  const waiting = new Set<object>();
  const schedule = (delayMs: number, action: () => void) => {
    const timer = {};
    waiting.add(timer);
    const cancel = systemClock.schedule(delayMs, () => {
      waiting.delete(timer);
      action();
    });
    return () => {
      waiting.delete(timer);
      cancel();
    };
  };
  return { clock: { ...systemClock, schedule }, waiting: () => waiting.size };
}

function options(clock: Clock) {
  const vaultParameters = { memoryKiB: 64, passes: 1, parallelism: 1 };
  return {
    home,
    name: 'Ada',
    passphrase: 'a passphrase',
    vaultParameters,
    discovery: false,
    listen: false,
    clock,
  } as const;
}

/** Nothing can be written over it. */
const obstruct = (name: string) => mkdir(join(home, name, 'in the way'), { recursive: true });

it('an account whose vault cannot be written leaves nothing running, and the next attempt is free to begin', async () => {
  const { clock, waiting } = countedClock();
  await obstruct('vault.json.new');
  await expect(Sotto.create(options(clock))).rejects.toThrow();
  expect(waiting()).toBe(0);
  await rm(join(home, 'vault.json.new'), { recursive: true });
  const { sotto } = await Sotto.create(options(clock));
  await sotto.close();
  expect(waiting()).toBe(0);
});

it('an account whose opening cannot be written down leaves nothing running, and can be opened again', async () => {
  const { clock, waiting } = countedClock();
  const { sotto } = await Sotto.create(options(clock));
  await sotto.close();
  await obstruct('continuity.new');
  let closed = 0;
  const onClosed = async () => void closed++;
  await expect(Sotto.open({ ...options(clock), onClosed })).rejects.toThrow();
  expect([waiting(), closed]).toEqual([0, 0]);
  await rm(join(home, 'continuity.new'), { recursive: true });
  await (await Sotto.open({ ...options(clock), onClosed })).close();
  expect(closed).toBe(1);
});
