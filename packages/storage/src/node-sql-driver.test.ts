import { open } from 'node:fs/promises';
import type { StoreChange } from '@sotto/ports';
import { fakeClock, RecordFactory, seededRandom } from '@sotto/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NodeSqlDriver } from './node-sql-driver.ts';
import { createMessageStore } from './open-message-store.ts';
import type { SealedMessageStore } from './sealed-message-store.ts';
import { databasePath, openScratch, type ScratchFolder, STORE_KEY, scratchFolder } from './testing/scratch-store.ts';

const make = new RecordFactory('driver');

describe('the driver on node:sqlite', () => {
  let folder: ScratchFolder;
  let driver: NodeSqlDriver;
  beforeEach(async () => {
    folder = await scratchFolder();
    driver = new NodeSqlDriver(databasePath(folder));
    await driver.script('CREATE TABLE word (text BLOB NOT NULL UNIQUE) STRICT');
  });
  afterEach(async () => {
    await driver.close();
    await folder.remove();
  });

  const insert = (value: number) => ({ sql: 'INSERT INTO word (text) VALUES (?)', values: [Uint8Array.of(value)] });
  const words = async () => (await driver.all('SELECT text FROM word', [])).map(({ text }) => (text as Uint8Array)[0]);

  test('keeps the groups that succeed and nothing of one that fails', async () => {
    const outcomes = await driver.transact(
      [
        [insert(1), insert(2)],
        [insert(3), insert(1)],
        [insert(4)],
        [{ sql: 'DELETE FROM word', values: [] }],
        [insert(5), insert(6)],
      ],
      'full',
    );
    expect(outcomes).toMatchObject([
      { done: true, changes: 2 },
      { done: false, fault: 'unique' },
      { done: true, changes: 1 },
      { done: true, changes: 3 },
      { done: true, changes: 2 },
    ]);
    expect(await words()).toEqual([5, 6]);
  });

  test('B8: syncs the log for a full transaction, and not for a relaxed one', async () => {
    const synchronous = async () => (await driver.all('PRAGMA synchronous', []))[0]?.['synchronous'];
    const [full, normal] = [2, 1];
    expect(await synchronous()).toBe(full);
    await driver.transact([[insert(1)]], 'relaxed');
    expect(await synchronous()).toBe(normal);
    await driver.transact([[insert(2)], [insert(1)]], 'relaxed');
    expect(await synchronous()).toBe(normal);
    await driver.transact([[insert(3)], [insert(4)]], 'full');
    expect(await synchronous()).toBe(full);
    await driver.transact([[insert(5)]], 'relaxed');
    await driver.transact([[insert(6)]], 'full');
    expect(await synchronous()).toBe(full);
    expect(await words()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('a group that is no SQL, or has a value that is none, fails alone', async () => {
    const outcomes = await driver.transact(
      [
        [insert(1)],
        [{ sql: 'NOT SQL', values: [] }],
        [{ sql: 'INSERT INTO word (text) VALUES (?)', values: ['text in a column of bytes'] }],
        [insert(2)],
      ],
      'full',
    );
    expect(outcomes.map(({ done }) => done)).toEqual([true, false, false, true]);
    expect(outcomes[1]).toMatchObject({ fault: 'broken' });
    expect(await words()).toEqual([1, 2]);
  });

  test('a script that fails leaves nothing behind, and no transaction open', async () => {
    const failed = driver.script(
      "BEGIN; INSERT INTO word (text) VALUES (x'01'); INSERT INTO nowhere VALUES (1); COMMIT;",
    );
    await expect(failed).rejects.toMatchObject({ code: 'storage' });
    await driver.transact([[insert(2)]], 'full');
    expect(await words()).toEqual([2]);
  });

  test('a query that fails says that the database cannot be read, and not what was asked', async () => {
    const failed = driver.all('SELECT * FROM nowhere WHERE a = ?', ['secret value']);
    await expect(failed).rejects.toMatchObject({ code: 'storage' });
    await expect(failed).rejects.not.toMatchObject({ message: expect.stringContaining('secret') });
  });
});

describe('a full disk', () => {
  let folder: ScratchFolder;
  let driver: NodeSqlDriver;
  let store: SealedMessageStore;
  beforeEach(async () => {
    folder = await scratchFolder();
    driver = new NodeSqlDriver(databasePath(folder));
    store = await createMessageStore(driver, { storeKey: STORE_KEY, random: seededRandom('full'), clock: fakeClock() });
    const [pages] = await driver.all('PRAGMA page_count', []);
    await driver.script(`PRAGMA max_page_count = ${Number(pages?.['page_count']) + 12}`);
  });
  afterEach(async () => {
    await store.close();
    await folder.remove();
  });

  const large = (): StoreChange => ({ kind: 'put-setting', record: make.setting({ value: make.bytes(100_000) }) });

  test('E2: is a typed refusal of the whole commit; reading and deleting still work; it recovers without a restart', async () => {
    const [kept, refused] = [make.setting({ value: make.bytes(20_000) }), make.setting()];
    await store.commit([{ kind: 'put-setting', record: kept }]);
    const full = store.commit([{ kind: 'put-setting', record: refused }, large()]);
    await expect(full).rejects.toMatchObject({ code: 'disk-full', kind: 'limit' });
    expect(await store.setting(refused.name)).toBeUndefined();
    expect(await store.setting(kept.name)).toEqual(kept.value);
    await store.commit([{ kind: 'delete-setting', name: kept.name }]);
    await store.commit([{ kind: 'put-setting', record: refused }]);
    await driver.script('PRAGMA max_page_count = 100000');
    await store.commit([large()]);
    expect(await store.isIntact()).toBe(true);
  });

  test('E2: refuses the commit that does not fit and none of those beside it', async () => {
    const small = [make.setting(), make.setting(), make.setting()];
    const outcomes = await Promise.allSettled([
      store.commit([{ kind: 'put-setting', record: small[0] as (typeof small)[number] }]),
      store.commit([large()]),
      store.commit([{ kind: 'put-setting', record: small[1] as (typeof small)[number] }]),
      store.commit([large()]),
      store.commit([{ kind: 'put-setting', record: small[2] as (typeof small)[number] }]),
    ]);
    expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([true, false, true, false, true]);
    for (const { name, value } of small) expect(await store.setting(name)).toEqual(value);
    await store.close();
    store = await openScratch(folder);
    for (const { name, value } of small) expect(await store.setting(name)).toEqual(value);
  });
});

describe('a damaged file', () => {
  let folder: ScratchFolder;
  beforeEach(async () => {
    folder = await scratchFolder();
  });
  afterEach(() => folder.remove());

  /** Writes over every page but the first ones, which hold the schema. */
  async function damage(): Promise<void> {
    const file = await open(databasePath(folder), 'r+');
    const { size } = await file.stat();
    const from = size / 2;
    await file.write(make.bytes(size - from), 0, size - from, from);
    await file.close();
  }

  test('E3: is a storage error when it is read', async () => {
    const store = await openScratch(folder);
    const sessions = Array.from({ length: 40 }, () => make.session({ state: make.bytes(9_000) }));
    await store.commit(sessions.map((record) => ({ kind: 'put-session', record }) as const));
    await store.close();
    await damage();
    const again = await openScratch(folder);
    expect(await again.isIntact()).toBe(false);
    const outcomes = await Promise.allSettled(sessions.map(({ id }) => again.session(id)));
    const codes = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'read'));
    expect(new Set(codes)).not.toEqual(new Set(['read']));
    expect(codes.filter((code) => !['read', 'storage', 'corrupt-record'].includes(code))).toEqual([]);
    await again.close();
  });

  test('E1: ends all acknowledging: nobody knows any more what reaches the disk', async () => {
    const before = new NodeSqlDriver(databasePath(folder));
    await before.script(
      'CREATE TABLE word (row INTEGER PRIMARY KEY, text BLOB) STRICT; CREATE TABLE other (a INTEGER) STRICT',
    );
    const values = (size: number) => [make.bytes(size)];
    const insert = 'INSERT INTO word (text) VALUES (?)';
    await before.transact([Array.from({ length: 400 }, () => ({ sql: insert, values: values(1_000) }))], 'full');
    await before.close();
    await damage();
    const driver = new NodeSqlDriver(databasePath(folder));
    const harmless = [{ sql: 'INSERT INTO other (a) VALUES (1)', values: [] }];
    expect(await driver.transact([harmless], 'full')).toMatchObject([{ done: true }]);
    const failed = { done: false, fault: 'broken' };
    expect(await driver.transact([[{ sql: 'DELETE FROM word', values: [] }], harmless], 'full')).toMatchObject([
      failed,
      failed,
    ]);
    expect(await driver.transact([harmless], 'full')).toMatchObject([failed]);
    expect(await driver.all('SELECT count(*) AS total FROM other', [])).toMatchObject([{ total: 1 }]);
    await driver.close();
  });
});
