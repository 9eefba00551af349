import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeSearchIndex, RecordFactory, seededRandom } from '@sotto/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ScratchFolder, STORE_KEY, scratchFolder } from '../testing/scratch-store.ts';
import { openSearchIndex } from './open-search-index.ts';

const make = new RecordFactory('sealed search');
let opened = 0;

function openIn(folder: ScratchFolder, storeKey = STORE_KEY) {
  const path = snapshotPath(folder);
  return openSearchIndex({ path, storeKey, random: seededRandom(`search ${opened++}`) });
}

function snapshotPath(folder: ScratchFolder): string {
  return join(folder.path, 'search');
}

describeSearchIndex('on node:sqlite', async () => {
  const folder = await scratchFolder();
  let index = openIn(folder);
  return {
    get index() {
      return index;
    },
    async reopen() {
      await index.close();
      index = openIn(folder);
      return index;
    },
    async close() {
      await index.close();
      await folder.remove();
    },
  };
});

describe('a snapshot', () => {
  let folder: ScratchFolder;
  beforeEach(async () => {
    folder = await scratchFolder();
  });
  afterEach(() => folder.remove());

  const terms = ['plainlyvisible', ...Array.from({ length: 4_000 }, (_, i) => `filler${i}`)];

  async function saved(): Promise<Buffer> {
    const index = openIn(folder);
    // Several pieces of it.
    const entries = Array.from({ length: 40 }, (_, i) => ({ ...make.message(), terms: terms.slice(0, 4_000 - i) }));
    await index.put(entries);
    await index.save(9);
    await index.close();
    return await readFile(snapshotPath(folder));
  }

  async function loads(storeKey?: Uint8Array): Promise<boolean> {
    const index = openIn(folder, storeKey);
    try {
      return (await index.load()) === 9;
    } finally {
      await index.close();
    }
  }

  test('B6, G7: is for its owner only, and no word of it can be read', async () => {
    const snapshot = await saved();
    expect((await stat(snapshotPath(folder))).mode & 0o777).toBe(0o600);
    expect(snapshot.length).toBeGreaterThan(600_000);
    for (const text of ['plainlyvisible', 'filler1', 'SQLite format', 'CREATE TABLE']) {
      expect(snapshot.includes(Buffer.from(text))).toBe(false);
    }
    expect(await loads()).toBe(true);
  });

  test('E3: that was changed, cut, mixed up or made by another store is not loaded', async () => {
    const snapshot = await saved();
    const flipped = Buffer.from(snapshot);
    flipped.writeUInt8(flipped.readUInt8(200_000) ^ 1, 200_000);
    const head = 28;
    const first = head + 4 + snapshot.readUInt32BE(head);
    const second = first + 4 + snapshot.readUInt32BE(first);
    const swapped = Buffer.concat([
      snapshot.subarray(0, head),
      snapshot.subarray(first, second),
      snapshot.subarray(head, first),
      snapshot.subarray(second),
    ]);
    const fewer = Buffer.from(snapshot.subarray(0, second));
    fewer.writeUInt32BE(2, head - 4);
    const revised = Buffer.from(snapshot);
    revised.writeUInt32BE(9_999, 20);
    const broken = [
      flipped,
      swapped,
      fewer,
      revised,
      snapshot.subarray(0, -1),
      Buffer.alloc(0),
      Buffer.from('not a snapshot'),
    ];
    for (const bytes of broken) {
      await writeFile(snapshotPath(folder), bytes);
      expect(await loads()).toBe(false);
    }
    await writeFile(snapshotPath(folder), snapshot);
    expect(await loads(make.bytes(32))).toBe(false);
    await writeFile(snapshotPath(folder), snapshot);
    expect(await loads()).toBe(true);
  });
});
