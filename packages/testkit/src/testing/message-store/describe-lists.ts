/** Lists of records: what belongs to them, and in which order they come. */
import { compareBytes } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { RecordFactory } from './record-factory.ts';
import type { CurrentStore } from './store-under-test.ts';

const make = new RecordFactory('lists');

export function describeLists(current: CurrentStore): void {
  describe('lists', () => {
    test('prekeys of one kind come by id', async () => {
      const { store } = current();
      const prekeys = [5, 300, 2, 70_000].map((id) => make.prekey({ id }));
      await store.commit([
        ...prekeys.map((record) => ({ kind: 'put-prekey', record }) as const),
        { kind: 'put-prekey', record: make.prekey({ kind: 'kem', id: 1 }) },
      ]);
      expect((await store.prekeys('one-time')).map(({ id }) => id)).toEqual([2, 5, 300, 70_000]);
      expect(await store.prekeys('signed')).toEqual([]);
      await store.commit([{ kind: 'delete-prekey', prekey: { kind: 'one-time', id: 300 } }]);
      expect((await store.prekeys('one-time')).map(({ id }) => id)).toEqual([2, 5, 70_000]);
    });

    test('contacts come in the order in which they were added', async () => {
      const { store } = current();
      const contacts = [30, 10, 20].map((addedAtMs) => make.contact({ addedAtMs }));
      await store.commit(contacts.map((record) => ({ kind: 'put-contact', record }) as const));
      expect((await store.contacts()).map(({ addedAtMs }) => addedAtMs)).toEqual([10, 20, 30]);
      expect(await store.contacts()).toStrictEqual(contacts.toSorted((a, b) => a.addedAtMs - b.addedAtMs));
    });

    test('peer devices and streams are those of one account, by device id', async () => {
      const { store } = current();
      const accountId = make.accountId();
      const devices = Array.from({ length: 8 }, () => make.peerDevice({ accountId }));
      const streams = devices.map(({ deviceId }) => make.stream({ conversation: accountId, deviceId }));
      await store.commit([
        ...devices.map((record) => ({ kind: 'put-peer-device', record }) as const),
        ...streams.map((record) => ({ kind: 'put-stream', record }) as const),
        { kind: 'put-peer-device', record: make.peerDevice() },
        { kind: 'put-stream', record: make.stream() },
      ]);
      const byDevice = (a: (typeof devices)[number], b: (typeof devices)[number]) =>
        compareBytes(a.deviceId, b.deviceId);
      expect(await store.peerDevices(accountId)).toStrictEqual(devices.toSorted(byDevice));
      const found = await store.streams(accountId);
      expect(found).toStrictEqual(streams.toSorted((a, b) => compareBytes(a.deviceId, b.deviceId)));
      expect(await store.streams(make.accountId())).toEqual([]);
    });

    test('notices are the newest of one conversation, newest first: by clock, then by id', async () => {
      const { store } = current();
      const conversation = make.accountId();
      const notices = [10, 30, 20, 20, 5].map((clock) => make.notice({ conversation, clock }));
      await store.commit([...notices, make.notice()].map((record) => ({ kind: 'put-notice', record }) as const));
      const newest = notices.toSorted((a, b) => b.clock - a.clock || compareBytes(b.noticeId, a.noticeId));
      expect(await store.notices(conversation, 100)).toStrictEqual(newest);
      expect(await store.notices(conversation, 4)).toStrictEqual(newest.slice(0, 4));
      expect(await store.notices(make.accountId(), 100)).toEqual([]);
    });

    test('the trace of a session is replaced, goes with it, and is not kept without one', async () => {
      let { store } = current();
      const session = make.session();
      const traces = [make.sessionTrace({ sessionId: session.id }), make.sessionTrace({ sessionId: session.id })];
      const stray = make.sessionTrace();
      await store.commit([
        { kind: 'put-session', record: session },
        ...[...traces, stray].map((record) => ({ kind: 'put-session-trace', record }) as const),
      ]);
      store = await current().reopen();
      expect(await store.sessionTrace(session.id)).toStrictEqual(traces[1]);
      expect(await store.sessionTrace(stray.sessionId)).toBeUndefined();
      await store.commit([{ kind: 'put-session', record: { ...session, generation: 2 } }]);
      expect(await store.sessionTrace(session.id)).toStrictEqual(traces[1]);
      await store.commit([{ kind: 'delete-session', id: session.id }]);
      expect(await store.sessionTrace(session.id)).toBeUndefined();
    });

    test('sessions of one device come best first: by generation, then by id, both descending', async () => {
      const { store } = current();
      const peer = { accountId: make.accountId(), deviceId: make.deviceId() };
      const sessions = [1, 3, 2, 3, 3, 1].map((generation) => make.session({ ...peer, generation }));
      const others = [make.session(), make.session({ accountId: peer.accountId })];
      await store.commit([...sessions, ...others].map((record) => ({ kind: 'put-session', record }) as const));
      const best = sessions.toSorted((a, b) => b.generation - a.generation || compareBytes(b.id, a.id));
      expect(await store.sessions(peer.accountId, peer.deviceId)).toStrictEqual(best);
    });

    test('topics come in the order in which they were made', async () => {
      const { store } = current();
      const topics = [300, 100, 200].map((createdAtMs) => make.topic({ createdAtMs }));
      await store.commit(topics.map((record) => ({ kind: 'put-topic', record }) as const));
      expect((await store.topics()).map(({ createdAtMs }) => createdAtMs)).toEqual([100, 200, 300]);
    });

    test('messages that wait for keys are those of one conversation, by sequence', async () => {
      const { store } = current();
      const conversation = make.accountId();
      const waiting = [9, 2, 300].map((sequence) => make.unsealed({ conversation, sequence }));
      await store.commit([
        ...waiting.map((record) => ({ kind: 'put-unsealed', record }) as const),
        { kind: 'put-unsealed', record: make.unsealed() },
      ]);
      expect(await store.unsealed(conversation)).toStrictEqual(waiting.toSorted((a, b) => a.sequence - b.sequence));
    });

    test('acknowledgements and receipts come oldest first, at most as many as asked for', async () => {
      const { store } = current();
      const acknowledgements = Array.from({ length: 5 }, () => make.acknowledgement());
      const receipts = Array.from({ length: 5 }, () => make.pendingReceipt());
      for (let i = 0; i < 5; i++) {
        await store.commit([
          { kind: 'put-acknowledgement', record: acknowledgements[i] as (typeof acknowledgements)[number] },
          { kind: 'put-pending-receipt', record: receipts[i] as (typeof receipts)[number] },
        ]);
      }
      expect(await store.acknowledgements(3)).toStrictEqual(acknowledgements.slice(0, 3));
      expect(await store.pendingReceipts(100)).toStrictEqual(receipts);
    });

    test('an acknowledgement or a receipt put twice is there once, and is deleted by all its parts', async () => {
      const { store } = current();
      const acknowledgement = make.acknowledgement();
      const elsewhere = { ...acknowledgement, mailbox: make.mailbox() };
      const delivered = make.pendingReceipt();
      const read = { ...delivered, kind: 'read' as const };
      await store.commit([
        { kind: 'put-acknowledgement', record: acknowledgement },
        { kind: 'put-acknowledgement', record: elsewhere },
        { kind: 'put-acknowledgement', record: acknowledgement },
        { kind: 'put-pending-receipt', record: delivered },
        { kind: 'put-pending-receipt', record: read },
        { kind: 'put-pending-receipt', record: delivered },
      ]);
      expect(await store.acknowledgements(10)).toStrictEqual([acknowledgement, elsewhere]);
      expect(await store.pendingReceipts(10)).toStrictEqual([delivered, read]);
      await store.commit([
        { kind: 'delete-acknowledgement', record: acknowledgement },
        { kind: 'delete-acknowledgement', record: make.acknowledgement() },
        { kind: 'delete-pending-receipt', record: read },
      ]);
      expect(await store.acknowledgements(10)).toStrictEqual([elsewhere]);
      expect(await store.pendingReceipts(10)).toStrictEqual([delivered]);
    });

    test('names of contacts are unique, whatever their case and Unicode form', async () => {
      const { store } = current();
      const contact = make.contact({ name: 'José Straße' });
      await store.commit([{ kind: 'put-contact', record: contact }]);
      for (const name of ['José Straße', 'JOSÉ STRASSE', 'jose\u0301 straße']) {
        const other = make.contact({ name });
        const refused = store.commit([{ kind: 'put-contact', record: other }]);
        await expect(refused).rejects.toMatchObject({ code: 'contact-exists' });
        expect(await store.contact(other.accountId)).toBeUndefined();
      }
      const renamed = { ...contact, name: 'JOSÉ' };
      await store.commit([{ kind: 'put-contact', record: { ...contact, name: 'josé straße' } }]);
      await store.commit([
        { kind: 'put-contact', record: renamed },
        { kind: 'put-contact', record: make.contact({ name: 'José Straße' }) },
      ]);
      expect(await store.contact(contact.accountId)).toStrictEqual(renamed);
    });
  });
}
