/** The search index of a browser, for a test to drive from outside. */

import type { SearchIndex } from '@sotto/ports';
import { describeSearchIndex, RecordFactory, runSuite, type SearchIndexUnderTest, seededRandom } from '@sotto/testkit';
import { SottoError } from '@sotto/wire';
import { openSearchIndex } from '../../search/open-search-index.ts';

const STORE_KEY = seededRandom('store key').bytes(32);
const make = new RecordFactory('search page');
const NAME = 'search';

let opened = 0;

/** In a folder that is there, as that of a database is. */
async function openIn(folder: string, storeKey: Uint8Array = STORE_KEY): Promise<SearchIndex> {
  await folderOf(folder);
  const random = seededRandom(`nonces ${crypto.randomUUID()} ${opened++}`);
  return openSearchIndex({ path: `${folder}/${NAME}`, storeKey, random });
}

async function folderOf(folder: string): Promise<FileSystemDirectoryHandle> {
  return await (await navigator.storage.getDirectory()).getDirectoryHandle(folder, { create: true });
}

async function indexUnderTest(): Promise<SearchIndexUnderTest> {
  const folder = `suite-${opened}`;
  let index = await openIn(folder);
  return {
    get index() {
      return index;
    },
    async reopen() {
      await index.close();
      index = await openIn(folder);
      return index;
    },
    close: () => index.close(),
  };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const name of (await folderOf(folder)).keys()) names.push(name);
  return names;
}

async function snapshotOf(folder: string): Promise<Uint8Array> {
  const file = await (await (await folderOf(folder)).getFileHandle(NAME)).getFile();
  return new Uint8Array(await file.arrayBuffer());
}

async function revisionIn(folder: string, storeKey?: Uint8Array): Promise<number | null> {
  const index = await openIn(folder, storeKey);
  try {
    return (await index.load()) ?? null;
  } finally {
    await index.close();
  }
}

async function save(folder: string): Promise<void> {
  const index = await openIn(folder);
  try {
    const terms = ['plainlyvisible', ...Array.from({ length: 4_000 }, (_, i) => `filler${i}`)];
    await index.put(Array.from({ length: 40 }, (_, i) => ({ ...make.message(), terms: terms.slice(0, 4_000 - i) })));
    await index.save(9);
  } finally {
    await index.close();
  }
}

export const actions = {
  suite: () => runSuite(() => describeSearchIndex('in a browser', indexUnderTest)),

  /** Names of the files after a snapshot was kept, and after it was discarded, where writings before them were cut off. */
  cutOff: async (folder: string) => {
    const beside = await folderOf(folder);
    const cutOff = async () => {
      for (const name of [`${NAME}.crswap`, `${NAME}.1.crswap`]) await beside.getFileHandle(name, { create: true });
    };
    await cutOff();
    await save(folder);
    const kept = await namesIn(folder);
    await cutOff();
    const index = await openIn(folder);
    await index.discardSnapshot();
    await index.close();
    return { kept, discarded: await namesIn(folder) };
  },

  /** Names of the files after a snapshot of several pieces was kept, its size, and which words can be read in it. */
  keep: async (folder: string) => {
    await save(folder);
    const names = await namesIn(folder);
    const snapshot = await snapshotOf(folder);
    const text = new TextDecoder('latin1').decode(snapshot);
    const legible = ['plainlyvisible', 'filler1', 'SQLite format', 'CREATE TABLE'].filter((word) =>
      text.includes(word),
    );
    return { names, sizeBytes: snapshot.length, legible };
  },

  /** The revision that is loaded: as it was kept, under another key, and after one byte of it was changed. */
  revisions: async (folder: string) => {
    await save(folder);
    const before = await revisionIn(folder);
    const snapshot = await snapshotOf(folder);
    const other = await revisionIn(folder, make.bytes(32));
    const flipped = snapshot.with(200_000, (snapshot[200_000] ?? 0) ^ 1);
    const writing = await (await (await folderOf(folder)).getFileHandle(NAME, { create: true })).createWritable();
    await writing.write(flipped);
    await writing.close();
    return [before, other, await revisionIn(folder), await revisionIn(folder)];
  },

  /** How often the page had a turn while a snapshot of so many pieces was sealed. */
  turnsWhileSaving: async (folder: string) => {
    const index = await openIn(folder);
    await index.put(
      Array.from({ length: 40 }, () => ({ ...make.message(), terms: [...Array(9_000).keys()].map((i) => `x${i}`) })),
    );
    let turns = 0;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      turns++;
      port2.postMessage(undefined);
    };
    port2.postMessage(undefined);
    await index.save(1);
    port1.close();
    await index.close();
    return { turns, pieces: Math.ceil((await snapshotOf(folder)).length / 262_144) };
  },

  /** The code with which a snapshot is not kept, and what is found then, and the snapshot that is there. */
  saveWithoutRoom: async (folder: string) => {
    const index = await openIn(folder);
    const revision = (await index.load()) === undefined ? 1 : 2;
    await index.put([
      { ...make.message(), terms: ['kept', ...Array.from({ length: 20_000 }, (_, i) => `filler${i}`)] },
    ]);
    const outcome = await index.save(revision).then(
      () => 'done',
      (error: unknown) => (error instanceof SottoError ? error.code : String(error)),
    );
    const hits = await index.search({ phrases: [{ terms: ['kept'], isPrefix: false }], limit: 1 });
    await index.close();
    return { outcome, hits: hits.length, revision: await revisionIn(folder) };
  },
};
