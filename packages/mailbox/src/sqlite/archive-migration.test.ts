import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SeededPrng } from '@sotto/testkit';
import { afterEach, expect, it } from 'vitest';
import { AMPLE, someDeposit, someTopic, wholePage } from '../../tests/archive-fixture.ts';
import { scratchFolder } from '../../tests/scratch-folder.ts';
import { SCHEMA_VERSION } from './schema.ts';
import { openInlineSqliteArchive } from './sqlite-archive.ts';

/** Back to version 1, where a topic and what it holds are one row. */
const TO_VERSION_1 = `
  ALTER TABLE topics ADD COLUMN envelopes INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE topics ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE topics ADD COLUMN last_cursor INTEGER NOT NULL DEFAULT 0;
  UPDATE topics SET envelopes = room.envelopes, bytes = room.bytes, last_cursor = room.last_cursor
    FROM topic_rooms AS room WHERE room.number = topics.number;
  DROP TABLE topic_rooms;
  PRAGMA user_version = 1;
`;

const folder = scratchFolder();
afterEach(() => folder.remove());
const open = () =>
  openInlineSqliteArchive({
    folder: folder.path,
    limits: { ...AMPLE, maxEnvelopesPerTopic: 3 },
    ballastBytes: 65_536,
  });

function columns(database: DatabaseSync): unknown[] {
  return database
    .prepare(
      `SELECT tables.name AS tableName, columns.name AS name, columns.type AS type
       FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns ORDER BY 1, 2`,
    )
    .all();
}

it('opens a file of version 1 with all that it holds, and positions go on growing', async () => {
  const prng = new SeededPrng('migration');
  const [topic, other] = [someTopic(prng), someTopic(prng)];
  const deposits = [1, 2, 3].map(() => someDeposit(prng, topic));
  const archive = await open();
  await archive.openTopic(topic);
  await archive.openTopic(other);
  for (const deposit of deposits) await archive.deposit(deposit);
  const totals = await archive.totals();
  await archive.close();

  const file = new DatabaseSync(join(folder.path, 'archive.db'));
  const fresh = columns(file);
  file.exec(TO_VERSION_1);
  file.close();

  const migrated = await open();
  expect(await migrated.totals()).toEqual(totals);
  const { envelopes } = await migrated.page(wholePage(topic));
  expect(envelopes.map(({ envelope }) => envelope)).toEqual(deposits.map(({ envelope }) => envelope));
  expect(await migrated.deposit(someDeposit(prng, topic))).toEqual({ kind: 'quota' });
  await migrated.acknowledge({ topic: topic.topic, envelopeIds: deposits.map(({ envelopeId }) => envelopeId) });
  const last = envelopes.at(-1)?.cursor ?? 0;
  expect(await migrated.deposit({ ...someDeposit(prng, topic), receivedAtMs: 1 })).toMatchObject({ cursor: last + 1 });
  expect(await migrated.deposit(someDeposit(prng, other))).toMatchObject({ kind: 'stored', added: true });
  await migrated.close();

  const now = new DatabaseSync(join(folder.path, 'archive.db'));
  expect(columns(now)).toEqual(fresh);
  expect(now.prepare('PRAGMA user_version').get()?.['user_version']).toBe(SCHEMA_VERSION);
  now.close();
});
