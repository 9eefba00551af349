/** Databases in folders of their own, for tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@sotto/ports';
import { fakeClock, type StoreUnderTest, seededRandom } from '@sotto/testkit';
import { openMessageStore } from '../open-message-store.ts';
import type { SealedMessageStore } from '../sealed-message-store.ts';

export const STORE_KEY: Uint8Array = seededRandom('store key').bytes(32);

/** Every opening draws its own nonces. */
let opened = 0;

export interface ScratchFolder {
  readonly path: string;
  remove(): Promise<void>;
}

export async function scratchFolder(): Promise<ScratchFolder> {
  const path = await mkdtemp(join(tmpdir(), 'sotto-storage-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

export interface OpenScratchOptions {
  readonly storeKey?: Uint8Array;
  readonly clock?: Clock;
}

/** Opens the database of a scratch folder. */
export function openScratch(
  folder: ScratchFolder,
  { storeKey = STORE_KEY, clock = fakeClock() }: OpenScratchOptions = {},
): Promise<SealedMessageStore> {
  return openMessageStore({ path: databasePath(folder), storeKey, random: seededRandom(`nonces ${opened++}`), clock });
}

export function databasePath(folder: ScratchFolder): string {
  return join(folder.path, 'store.db');
}

export async function openStoreInScratchFolder(): Promise<StoreUnderTest> {
  const folder = await scratchFolder();
  let store = await openScratch(folder);
  return {
    get store() {
      return store;
    },
    async reopen() {
      await store.close();
      store = await openScratch(folder);
      return store;
    },
    async close() {
      await store.close();
      await folder.remove();
    },
  };
}
