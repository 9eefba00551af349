import { stat, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { RecordFactory } from '@sotto/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NodeSqlDriver } from './node-sql-driver.ts';
import { migrate, SCHEMA_VERSION } from './schema.ts';
import { databasePath, openScratch, type ScratchFolder, scratchFolder } from './testing/scratch-store.ts';

const make = new RecordFactory('settings');

describe('a database', () => {
  let folder: ScratchFolder;
  beforeEach(async () => {
    folder = await scratchFolder();
  });
  afterEach(() => folder.remove());

  test('is durable, forgets what is deleted, and spills nothing', async () => {
    const driver = new NodeSqlDriver(databasePath(folder));
    await migrate(driver);
    const setting = async (name: string) => Object.values((await driver.all(`PRAGMA ${name}`, []))[0] ?? {})[0];
    expect(await setting('journal_mode')).toBe('wal');
    expect(await setting('synchronous')).toBe(2);
    expect(await setting('secure_delete')).toBe(1);
    expect(await setting('temp_store')).toBe(2);
    expect(await setting('foreign_keys')).toBe(1);
    expect(await setting('auto_vacuum')).toBe(2);
    expect(await setting('locking_mode')).toBe('exclusive');
    expect(await setting('trusted_schema')).toBe(0);
    expect(await setting('user_version')).toBe(SCHEMA_VERSION);
    await driver.close();
  });

  test('holds strict tables only', async () => {
    const driver = new NodeSqlDriver(databasePath(folder));
    await migrate(driver);
    const tables = await driver.all("SELECT name, strict FROM pragma_table_list WHERE name NOT LIKE 'sqlite_%'", []);
    expect(tables.length).toBeGreaterThan(15);
    expect(tables.filter(({ strict }) => strict !== 1)).toEqual([]);
    await driver.close();
  });

  test('answers every query of the store by an index', async () => {
    const driver = new NodeSqlDriver(databasePath(folder));
    await migrate(driver);
    const queries = [
      'SELECT sealed FROM message WHERE key = ?',
      'SELECT row FROM message WHERE conversation = ? AND clock < ? ORDER BY clock DESC LIMIT 1',
      'SELECT count(*) FROM message WHERE conversation = ? AND incoming = 1 AND state <> 3 AND visibility = 0',
      'SELECT row FROM message WHERE conversation = ? AND visibility <= 1 AND clock < ? ORDER BY clock DESC LIMIT 1',
      'SELECT row FROM message WHERE conversation = ? AND visibility = 3 ORDER BY clock LIMIT 1',
      'SELECT sealed FROM message WHERE target = ? ORDER BY clock',
      'SELECT sealed FROM message WHERE expires_at_ms <= ? ORDER BY expires_at_ms LIMIT 5',
      'SELECT sealed FROM message WHERE revision > ? ORDER BY revision LIMIT 5',
      'SELECT min(expires_at_ms) FROM message WHERE expires_at_ms IS NOT NULL',
      'SELECT sealed FROM outbox WHERE message = ?',
      'SELECT sealed FROM outbox WHERE device = ? ORDER BY created_at_ms, row',
      'SELECT min(next_attempt_at_ms) FROM outbox WHERE status = ?',
      'SELECT sealed FROM session WHERE device = ?',
      'SELECT sealed FROM custody WHERE envelope = ? ORDER BY row',
      'SELECT row FROM seen_envelope WHERE expires_at_ms <= ?',
      'SELECT sealed FROM notice WHERE conversation = ? ORDER BY clock DESC LIMIT 5',
      'SELECT sealed FROM session_trace WHERE key = ?',
    ];
    for (const sql of queries) {
      const plan = await driver.all(`EXPLAIN QUERY PLAN ${sql}`, []);
      expect(plan.map(({ detail }) => detail).join('; ')).toMatch(/^SEARCH .* USING (COVERING )?INDEX/);
    }
    await driver.close();
  });

  test('and its log are readable by their owner only', async () => {
    await writeFile(databasePath(folder), '', { mode: 0o644 });
    const store = await openScratch(folder);
    await store.commit([{ kind: 'put-setting', record: make.setting() }]);
    for (const suffix of ['', '-wal']) {
      expect((await stat(`${databasePath(folder)}${suffix}`)).mode & 0o777).toBe(0o600);
    }
    await store.close();
  });

  test('of a newer version is refused, and is not touched', async () => {
    await (await openScratch(folder)).close();
    const raw = new DatabaseSync(databasePath(folder));
    raw.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
    raw.close();
    await expect(openScratch(folder)).rejects.toMatchObject({
      code: 'storage',
      facts: { found: SCHEMA_VERSION + 1, known: SCHEMA_VERSION },
      hint: expect.stringContaining('Update'),
    });
  });

  test('of another program is refused, and so is a file that is no database', async () => {
    const raw = new DatabaseSync(databasePath(folder));
    raw.exec('CREATE TABLE theirs (value)');
    raw.close();
    await expect(openScratch(folder)).rejects.toMatchObject({ code: 'storage', hint: 'Choose another data folder.' });
    await writeFile(databasePath(folder), 'this is a letter, not a database. '.repeat(100));
    await expect(openScratch(folder)).rejects.toMatchObject({ code: 'storage' });
  });

  test('shrinks when expired records are pruned', async () => {
    const store = await openScratch(folder);
    const rows = Array.from({ length: 700 }, () => make.outbox({ status: 'delivered', expiresAtMs: 5 }));
    await store.commit(rows.map((record) => ({ kind: 'put-outbox', record }) as const));
    await store.close();
    const full = (await stat(databasePath(folder))).size;
    const again = await openScratch(folder);
    expect(await again.prune(5)).toBe(700);
    await again.close();
    expect((await stat(databasePath(folder))).size).toBeLessThan(full / 2);
  });

  test('that is open is refused to a second opener', async () => {
    const store = await openScratch(folder);
    await expect(openScratch(folder)).rejects.toMatchObject({ code: 'home-busy' });
    await store.commit([{ kind: 'put-setting', record: make.setting() }]);
    await store.close();
    await (await openScratch(folder)).close();
  });

  test('opens under its own key only', async () => {
    await (await openScratch(folder)).close();
    const storeKey = make.bytes(32);
    await expect(openScratch(folder, { storeKey })).rejects.toMatchObject({ code: 'bad-key' });
    const short = openScratch(folder, { storeKey: make.bytes(31) });
    await expect(short).rejects.toMatchObject({ code: 'invalid-argument' });
    await (await openScratch(folder)).close();
  });
});
