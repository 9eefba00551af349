import { DatabaseSync } from 'node:sqlite';
import { platformProvider } from '@sotto/crypto';
import { RecordFactory, seededRandom } from '@sotto/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NodeSqlDriver } from './node-sql-driver.ts';
import { FIRST_CONTENT, messageId as messageIdField, messageState } from './record-layouts.ts';
import { migrate, SCHEMA_VERSION } from './schema.ts';
import type { SqlStatement } from './sql-driver.ts';
import { createTables } from './tables.ts';
import { databasePath, openScratch, type ScratchFolder, STORE_KEY, scratchFolder } from './testing/scratch-store.ts';

const make = new RecordFactory('migrations');
const FIRST_COLUMNS = 'key, conversation, clock, incoming, state, sealed_id, sealed_state, sealed';

/** A database of an older schema with what `statements` put there. */
async function older(folder: ScratchFolder, version: number, statements: readonly SqlStatement[]): Promise<void> {
  const driver = new NodeSqlDriver(databasePath(folder));
  await migrate(driver, version);
  const [outcome] = await driver.transact([statements], 'full');
  expect(outcome?.done).toBe(true);
  await driver.close();
}

function tables() {
  return createTables({ provider: platformProvider, storeKey: STORE_KEY, random: seededRandom('migrations') });
}

/** A message as schema 1 and 2 wrote it. */
function firstMessage() {
  const message = make.message();
  const { state, failure: _, ...content } = message;
  const { message: table, seal } = tables();
  const place = (column: string, beside: SqlStatement['values']) => ({ table: 'message', column, version: 1, beside });
  const key = table.key(message.conversation, message.messageId);
  const beside = [key, table.conversationTag(message.conversation), message.clock, 1];
  const stateNumber = 2;
  const values = [
    ...beside,
    stateNumber,
    seal.seal(place('sealed_id', [key]), messageIdField, message.messageId),
    seal.seal(place('sealed_state', [key, stateNumber]), messageState, { state }),
    seal.seal(place('sealed', beside), FIRST_CONTENT, content),
  ];
  const sql = `INSERT INTO message (${FIRST_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
  return { message, statement: { sql, values } };
}

describe('a database of an older schema', () => {
  let folder: ScratchFolder;
  beforeEach(async () => {
    folder = await scratchFolder();
  });
  afterEach(() => folder.remove());

  test('gets what later ones added, and keeps what it had', async () => {
    const session = make.session();
    await older(folder, 1, [tables().session.put(session)]);
    const again = await openScratch(folder);
    const [trace, notice] = [make.sessionTrace({ sessionId: session.id }), make.notice()];
    const conversation = make.conversation();
    await again.commit([
      { kind: 'put-session-trace', record: trace },
      { kind: 'put-notice', record: notice },
      { kind: 'put-conversation', record: conversation },
    ]);
    expect(await again.session(session.id)).toStrictEqual(session);
    expect(await again.sessionTrace(session.id)).toStrictEqual(trace);
    expect(await again.notices(notice.conversation, 10)).toStrictEqual([notice]);
    expect(await again.conversation(conversation.conversation)).toStrictEqual(conversation);
    await again.close();
    const raw = new DatabaseSync(databasePath(folder));
    expect(raw.prepare('PRAGMA user_version').get()?.['user_version']).toBe(SCHEMA_VERSION);
    raw.close();
  });

  test('shows its messages, and they can be changed', async () => {
    const { message, statement } = firstMessage();
    const { conversation, messageId } = message;
    await older(folder, 2, [statement]);
    const store = await openScratch(folder);
    expect(await store.messages(conversation, { limit: 5 })).toStrictEqual([message]);
    expect(await store.unread(conversation, 5)).toStrictEqual([message]);
    await store.commit([{ kind: 'set-message-state', conversation, messageId, state: 'read' }]);
    expect(await store.message(conversation, messageId)).toStrictEqual({ ...message, state: 'read' });
    await store.commit([{ kind: 'put-message', record: { ...message, visibility: 'deleted' } }]);
    expect(await store.message(conversation, messageId)).toStrictEqual({ ...message, visibility: 'deleted' });
    await store.close();
  });

  test.each(['visibility = 4', 'expires_at_ms = 1', "target = x'00'", 'layout = 2', 'layout = 9'])(
    'E3: does not open a message of before whose row was changed: %s',
    async (change) => {
      const { message, statement } = firstMessage();
      await older(folder, 2, [statement]);
      await (await openScratch(folder)).close();
      const raw = new DatabaseSync(databasePath(folder));
      raw.exec(`UPDATE message SET ${change}`);
      raw.close();
      const store = await openScratch(folder);
      const opened = store.message(message.conversation, message.messageId);
      await expect(opened).rejects.toMatchObject({ code: 'corrupt-record' });
      await store.close();
    },
  );

  test.each(['visibility = 0', 'expires_at_ms = NULL', 'target = NULL', 'layout = 1'])(
    'E3: does not open an effect whose row was changed: %s',
    async (change) => {
      const effect = make.message({ visibility: 'effect', target: make.messageId(), expiresAtMs: 9 });
      const before = await openScratch(folder);
      await before.commit([{ kind: 'put-message', record: effect }]);
      await before.close();
      const raw = new DatabaseSync(databasePath(folder));
      raw.exec(`UPDATE message SET ${change}`);
      raw.close();
      const store = await openScratch(folder);
      const opened = store.message(effect.conversation, effect.messageId);
      await expect(opened).rejects.toMatchObject({ code: 'corrupt-record' });
      await store.close();
    },
  );
});
