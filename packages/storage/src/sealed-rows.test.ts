import { DatabaseSync } from 'node:sqlite';
import { RecordFactory } from '@sotto/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SealedMessageStore } from './sealed-message-store.ts';
import { databasePath, openScratch, type ScratchFolder, scratchFolder } from './testing/scratch-store.ts';

const make = new RecordFactory('sealed rows');
const corrupt = { code: 'corrupt-record' };

describe('a row that somebody changed', () => {
  let folder: ScratchFolder;
  beforeEach(async () => {
    folder = await scratchFolder();
  });
  afterEach(() => folder.remove());

  /** Fills a database, changes it from outside, and opens it again. */
  async function tamper(
    fill: (store: SealedMessageStore) => Promise<void>,
    change: (raw: DatabaseSync) => void,
  ): Promise<SealedMessageStore> {
    const before = await openScratch(folder);
    await fill(before);
    await before.close();
    const raw = new DatabaseSync(databasePath(folder));
    change(raw);
    raw.close();
    return openScratch(folder);
  }

  test('E3: does not open when its sealed value comes from another row; others do', async () => {
    const [first, second, third] = [make.session(), make.session(), make.session()];
    const store = await tamper(
      (store) => store.commit([first, second, third].map((record) => ({ kind: 'put-session', record }) as const)),
      (raw) => raw.exec('UPDATE session SET sealed = (SELECT sealed FROM session WHERE row = 2) WHERE row = 1'),
    );
    await expect(store.session(first.id)).rejects.toMatchObject(corrupt);
    expect(await store.session(second.id)).toStrictEqual(second);
    expect(await store.session(third.id)).toStrictEqual(third);
    await store.close();
  });

  test('E3: does not open when two rows have swapped their keys', async () => {
    const [ada, grace] = [make.contact(), make.contact()];
    const store = await tamper(
      (store) => store.commit([ada, grace].map((record) => ({ kind: 'put-contact', record }) as const)),
      (raw) => {
        const keys = raw
          .prepare('SELECT key FROM contact ORDER BY row')
          .all()
          .map(({ key }) => key as Uint8Array);
        const setKey = raw.prepare('UPDATE contact SET key = ? WHERE row = ?');
        const [first, second] = keys as [Uint8Array, Uint8Array];
        setKey.run(Uint8Array.of(0), 1);
        setKey.run(first, 2);
        setKey.run(second, 1);
      },
    );
    await expect(store.contact(ada.accountId)).rejects.toMatchObject(corrupt);
    await expect(store.contact(grace.accountId)).rejects.toMatchObject(corrupt);
    await expect(store.contacts()).rejects.toMatchObject(corrupt);
    await store.close();
  });

  test.each([
    ['clock', 'clock + 1'],
    ['incoming', '1 - incoming'],
    ['state', '(state + 1) % 6'],
    ['sealed_state', 'sealed'],
    ['sealed', 'sealed_state'],
  ])('E3: a message does not open when its %s becomes %s', async (column, value) => {
    const message = make.message();
    const store = await tamper(
      (store) => store.commit([{ kind: 'put-message', record: message }]),
      (raw) => raw.exec(`UPDATE message SET ${column} = ${value}`),
    );
    await expect(store.message(message.conversation, message.messageId)).rejects.toMatchObject(corrupt);
    await store.close();
  });

  test('E3: a message does not open in another conversation', async () => {
    const [mine, theirs] = [make.message(), make.message()];
    const store = await tamper(
      (store) => store.commit([mine, theirs].map((record) => ({ kind: 'put-message', record }) as const)),
      (raw) =>
        raw.exec('UPDATE message SET conversation = (SELECT conversation FROM message WHERE row = 2) WHERE row = 1'),
    );
    await expect(store.messages(theirs.conversation, { limit: 10 })).rejects.toMatchObject(corrupt);
    await store.close();
  });

  test.each(['device', 'message', 'status', 'created_at_ms', 'expires_at_ms', 'next_attempt_at_ms'])(
    'E3: an outbox row does not open when its %s is another one',
    async (column) => {
      const row = make.outbox();
      const isTag = column === 'device' || column === 'message';
      const store = await tamper(
        (store) => store.commit([{ kind: 'put-outbox', record: row }]),
        (raw) => raw.exec(`UPDATE outbox SET ${column} = ${isTag ? "x'00112233445566778899aabbccddeeff'" : 3}`),
      );
      await expect(store.outboxEntry(row.envelopeId)).rejects.toMatchObject(corrupt);
      await store.close();
    },
  );
});
