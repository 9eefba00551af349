import { copyFile, cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '@sotto/crypto';
import type { MessageStore } from '@sotto/ports';
import { openMessageStore } from '@sotto/storage';
import { UnavailableError } from '@sotto/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkContinuity } from './continuity.ts';
import { homePaths, makeHome } from './home.ts';
import { systemClock, systemRandom } from './system.ts';

let folder: string;
const home = () => homePaths(join(folder, 'home'));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-continuity-'));
  await makeHome(home());
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function withStore<Result>(work: (store: MessageStore) => Promise<Result>): Promise<Result> {
  const storeKey = new Secret(new Uint8Array(32).fill(7));
  const store = await openMessageStore({
    path: home().database,
    storeKey,
    clock: systemClock,
    random: systemRandom,
  });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** One opening: whether it found the store restored. */
async function opening(options: { readonly confirmed: boolean } = { confirmed: true }): Promise<boolean> {
  return await withStore(async (store) => {
    const { restored, confirm } = await checkContinuity(home(), store);
    if (options.confirmed) await confirm();
    return restored;
  });
}

const files = () => [home().database, home().continuity];
const copyOf = (path: string) => `${path}.copy`;

describe('the continuity of a home', () => {
  it('holds from one opening to the next, and when the folder is renamed', async () => {
    for (let time = 0; time < 4; time++) expect(await opening()).toBe(false);
    const elsewhere = join(folder, 'elsewhere');
    await rename(home().directory, elsewhere);
    await rename(elsewhere, home().directory);
    expect(await opening()).toBe(false);
  });

  it('B8: is broken when the home is a copy of itself', async () => {
    await opening();
    await cp(home().directory, join(folder, 'copy'), { recursive: true, preserveTimestamps: true });
    await rm(home().directory, { recursive: true });
    await rename(join(folder, 'copy'), home().directory);
    expect(await opening()).toBe(true);
    expect(await opening()).toBe(false);
  });

  it('B8: is broken when older bytes were written over every file', async () => {
    await opening();
    for (const path of files()) await copyFile(path, copyOf(path));
    await opening();
    for (const path of files()) await copyFile(copyOf(path), path);
    expect(await opening()).toBe(true);
    expect(await opening()).toBe(false);
  });

  it('B8: is broken when only the database was put back, or the counter is gone or no number', async () => {
    await opening();
    await copyFile(home().database, copyOf(home().database));
    await opening();
    await copyFile(copyOf(home().database), home().database);
    expect(await opening()).toBe(true);
    await rm(home().continuity);
    expect(await opening()).toBe(true);
    await writeFile(home().continuity, 'many\n');
    expect(await opening()).toBe(true);
    expect(await opening()).toBe(false);
  });

  it('B8: stays broken, whatever crashes, until it is confirmed', async () => {
    await opening();
    await copyFile(home().database, copyOf(home().database));
    await rename(copyOf(home().database), home().database);
    for (let crash = 0; crash < 3; crash++) expect(await opening({ confirmed: false })).toBe(true);
    expect(await opening()).toBe(true);
    expect(await opening()).toBe(false);
  });

  it('E1: is not broken by a crash between its two marks', async () => {
    await opening();
    const before = await readFile(home().continuity, 'utf8');
    for (let crash = 0; crash < 3; crash++) {
      await withStore(async (store) => {
        const dying = { setting: (name: string) => store.setting(name), commit: dieAfter(store) };
        const { restored, confirm } = await checkContinuity(home(), dying);
        expect(restored).toBe(false);
        await expect(confirm()).rejects.toMatchObject({ code: 'storage' });
      });
      expect(await readFile(home().continuity, 'utf8')).toBe(before);
    }
    expect(await opening()).toBe(false);
  });
});

/** Commits, and never comes to what follows. */
function dieAfter(store: MessageStore): MessageStore['commit'] {
  return async (changes) => {
    await store.commit(changes);
    throw new UnavailableError('storage', 'the process was killed');
  };
}
