/** The outbox: queries, counts, due times, custody. */
import type { OutboxRecord } from '@sotto/ports';
import { describe, expect, test } from 'vitest';
import { RecordFactory } from './record-factory.ts';
import type { CurrentStore } from './store-under-test.ts';

const make = new RecordFactory('outbox');

function puts(rows: readonly OutboxRecord[]) {
  return rows.map((record) => ({ kind: 'put-outbox', record }) as const);
}

export function describeOutbox(current: CurrentStore): void {
  describe('the outbox', () => {
    test('comes oldest first; rows of one moment in the order in which they were first put', async () => {
      const { store } = current();
      const rows = [20, 10, 10, 30, 10].map((createdAtMs) => make.outbox({ createdAtMs }));
      await store.commit(puts(rows));
      const changed = { ...(rows[1] as OutboxRecord), attempts: 4 };
      await store.commit(puts([changed]));
      const expected = [changed, rows[2], rows[4], rows[0], rows[3]];
      expect(await store.outbox({ limit: 10 })).toStrictEqual(expected);
      expect(await store.outbox({ limit: 2 })).toStrictEqual(expected.slice(0, 2));
    });

    test('is asked by due time, status, device and message, alone and together', async () => {
      const { store } = current();
      const device = { accountId: make.accountId(), deviceId: make.deviceId() };
      const messageId = make.messageId();
      const due = make.outbox({ ...device, nextAttemptAtMs: 100, messageId });
      const later = make.outbox({ ...device, nextAttemptAtMs: 101, status: 'custody' });
      const sibling = make.outbox({ accountId: device.accountId, nextAttemptAtMs: 50, messageId });
      const { messageId: _, ...control } = make.outbox({ ...device, status: 'delivered', nextAttemptAtMs: 0 });
      await store.commit(puts([due, later, sibling, control]));
      const ask = async (query: object) =>
        (await store.outbox({ limit: 10, ...query })).map(({ envelopeId }) => envelopeId);
      const ids = (...rows: readonly OutboxRecord[]) => rows.map(({ envelopeId }) => envelopeId);
      expect(await ask({})).toEqual(ids(due, later, sibling, control));
      expect(await ask({ dueAtMs: 100 })).toEqual(ids(due, sibling, control));
      expect(await ask({ statuses: ['pending'] })).toEqual(ids(due, sibling));
      expect(await ask({ statuses: ['custody', 'delivered'] })).toEqual(ids(later, control));
      expect(await ask({ statuses: [] })).toEqual([]);
      expect(await ask({ device })).toEqual(ids(due, later, control));
      expect(await ask({ messageId })).toEqual(ids(due, sibling));
      expect(await ask({ messageId, device, statuses: ['pending'], dueAtMs: 100 })).toEqual(ids(due));
      expect(await ask({ messageId, dueAtMs: 49 })).toEqual([]);
    });

    test('counts what is pending and what is in custody, and tells when the next pending row is due', async () => {
      const { store } = current();
      expect(await store.outboxCount()).toEqual({ pending: 0, custody: 0 });
      expect(await store.nextAttemptAtMs()).toBeUndefined();
      const rows = [
        make.outbox({ nextAttemptAtMs: 700 }),
        make.outbox({ nextAttemptAtMs: 300 }),
        make.outbox({ nextAttemptAtMs: 1, status: 'custody' }),
        make.outbox({ nextAttemptAtMs: 2, status: 'failed' }),
      ];
      await store.commit(puts(rows));
      expect(await store.outboxCount()).toEqual({ pending: 2, custody: 1 });
      expect(await store.nextAttemptAtMs()).toBe(300);
      await store.commit([{ kind: 'put-outbox', record: { ...(rows[1] as OutboxRecord), status: 'delivered' } }]);
      expect(await store.nextAttemptAtMs()).toBe(700);
      expect(await store.outboxCount()).toEqual({ pending: 1, custody: 1 });
    });

    test('custody belongs to its row: in order of arrival, one per mailbox, deleted with the row', async () => {
      let { store } = current();
      const row = make.outbox();
      const { envelopeId } = row;
      const [first, second] = [make.custody({ envelopeId }), make.custody({ envelopeId })];
      await store.commit(puts([row]));
      await store.commit([{ kind: 'put-custody', record: first }]);
      await store.commit([{ kind: 'put-custody', record: second }]);
      const renewed = { ...first, receipt: make.bytes(190), expiresAtMs: first.expiresAtMs + 5 };
      await store.commit([{ kind: 'put-custody', record: renewed }]);
      await store.commit([{ kind: 'put-outbox', record: { ...row, status: 'custody' } }]);
      store = await current().reopen();
      expect(await store.custody(envelopeId)).toStrictEqual([renewed, second]);
      await store.commit([{ kind: 'delete-outbox', envelopeId }]);
      expect(await store.custody(envelopeId)).toEqual([]);
      await store.commit(puts([row]));
      expect(await store.custody(envelopeId)).toEqual([]);
    });

    test('custody of an envelope that is not in the outbox is passed over: it came too late', async () => {
      const { store } = current();
      const custody = make.custody();
      const setting = make.setting();
      await store.commit([
        { kind: 'put-custody', record: custody },
        { kind: 'put-setting', record: setting },
      ]);
      expect(await store.custody(custody.envelopeId)).toEqual([]);
      expect(await store.setting(setting.name)).toEqual(setting.value);
    });
  });
}
