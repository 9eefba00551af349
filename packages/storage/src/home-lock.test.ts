import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { Clock } from '@sotto/ports';
import { fakeClock } from '@sotto/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockHome } from './home-lock.ts';
import { startChild } from './testing/child-process.ts';
import { type ScratchFolder, scratchFolder } from './testing/scratch-store.ts';

/** Time that passes as soon as somebody waits for it. */
class HastyClock implements Clock {
  readonly #onWait: (retries: number) => Promise<void>;
  #elapsedMs = 0;
  #retries = 0;

  constructor(onWait: (retries: number) => Promise<void> = async () => undefined) {
    this.#onWait = onWait;
  }

  nowMs = () => this.#elapsedMs;
  monotonicMs = () => this.#elapsedMs;

  schedule(delayMs: number, action: () => void): () => void {
    this.#elapsedMs += delayMs;
    this.#retries++;
    void this.#onWait(this.#retries).then(action);
    return () => undefined;
  }
}

describe('the lock of a data folder', () => {
  let scratch: ScratchFolder;
  let home: string;
  beforeEach(async () => {
    scratch = await scratchFolder();
    home = join(scratch.path, 'home');
  });
  afterEach(() => scratch.remove());

  const options = (command: string, clock = fakeClock()) => ({ waitMs: 0, command, clock });

  test('is held by one: the second is told who holds it, and gets it after the release', async () => {
    const first = await lockHome(home, options('chat'));
    await expect(lockHome(home, options('sync'))).rejects.toMatchObject({
      code: 'home-busy',
      facts: { pid: process.pid, command: 'chat' },
      message: `the data folder is in use by “chat” (process ${process.pid})`,
    });
    await first.release();
    await first.release();
    const second = await lockHome(home, options('sync'));
    await second.release();
    expect(await readdir(home)).toEqual(['lock.db']);
  });

  test('makes the folder and its files for their owner only, and takes them away from others', async () => {
    await mkdir(home, { mode: 0o755 });
    await writeFile(join(home, 'lock.db'), '', { mode: 0o644 });
    const lock = await lockHome(home, options('chat'));
    const modes = await Promise.all(
      [home, join(home, 'lock.db'), join(home, 'lock.json')].map(async (path) => (await stat(path)).mode & 0o777),
    );
    expect(modes).toEqual([0o700, 0o600, 0o600]);
    await lock.release();
  });

  test('waits as long as it is told to, and no longer', async () => {
    const first = await lockHome(home, options('chat'));
    const impatient = new HastyClock();
    await expect(lockHome(home, { waitMs: 200, command: 'sync', clock: impatient })).rejects.toMatchObject({
      code: 'home-busy',
    });
    expect(impatient.monotonicMs()).toBe(200);
    const patient = new HastyClock(async (retries) => {
      if (retries === 3) await first.release();
    });
    const second = await lockHome(home, { waitMs: 1_000, command: 'sync', clock: patient });
    expect(patient.monotonicMs()).toBe(150);
    await second.release();
  });

  test('E1: is free at once when the process that holds it is killed', async () => {
    const child = startChild('lock-holder-process.ts', [home]);
    await child.nextLine();
    await expect(lockHome(home, options('sync'))).rejects.toMatchObject({
      code: 'home-busy',
      facts: { pid: child.pid, command: 'chat' },
    });
    await child.kill();
    expect(await readdir(home)).toContain('lock.json');
    const lock = await lockHome(home, options('sync'));
    await lock.release();
  });

  test('G2: a file that claims to know the holder is not believed and not shown', async () => {
    const lock = await lockHome(home, options('chat'));
    for (const claim of [
      '',
      'null',
      '{',
      '{"pid":1,"command":"\\u001b[31m"}',
      '{"pid":-1,"command":"x"}',
      'x'.repeat(999),
    ]) {
      await writeFile(join(home, 'lock.json'), claim);
      await expect(lockHome(home, options('sync'))).rejects.toMatchObject({
        facts: {},
        message: 'the data folder is in use by another process',
      });
    }
    await lock.release();
    await writeFile(join(home, 'lock.json'), '{"pid":1,"command":"chat"}');
    await (await lockHome(home, options('sync'))).release();
  });

  test.each(['', '\u001b[2J', 'a'.repeat(65)])('refuses a command that cannot be shown', async (command) => {
    await expect(lockHome(home, options(command))).rejects.toMatchObject({ code: 'invalid-argument' });
  });
});
