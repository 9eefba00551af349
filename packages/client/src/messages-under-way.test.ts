/** What is remembered of messages is what the store holds, whatever happens to them (specs/08 §7). */
import type { CustodyRecord, MessageRecord, OutboxRecord, StoreChange } from '@sotto/ports';
import { MemoryMessageStore, RecordFactory } from '@sotto/testkit';
import { formatHex } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { Ledger } from './ledger.ts';
import { MessagesUnderWay, type MessageUnderWay } from './messages-under-way.ts';
import { Streams } from './streams.ts';

const STEPS = 400;
const STATUSES: readonly OutboxRecord['status'][] = ['pending', 'pending', 'custody', 'delivered', 'failed'];

class CountingStore extends MemoryMessageStore {
  reads = 0;

  override async message(...key: Parameters<MemoryMessageStore['message']>): Promise<MessageRecord | undefined> {
    this.reads++;
    return await super.message(...key);
  }
}

function remembering() {
  const store = new CountingStore();
  const ledger = new Ledger(store);
  const underWay = new MessagesUnderWay(store);
  const streams = new Streams(store);
  ledger.remembers(underWay, streams);
  return { store, ledger, underWay, streams };
}

/** In an order that does not depend on where it comes from. */
function sorted(entry: MessageUnderWay | undefined) {
  const byId = (a: { envelopeId: Uint8Array }, b: { envelopeId: Uint8Array }) =>
    formatHex(a.envelopeId).localeCompare(formatHex(b.envelopeId));
  const byMailbox = (a: CustodyRecord, b: CustodyRecord) => byId(a, b) || a.mailbox.localeCompare(b.mailbox);
  return entry && { ...entry, rows: entry.rows.toSorted(byId), custody: entry.custody.toSorted(byMailbox) };
}

/** A new message of ours with an envelope for each of some devices. */
function composed(make: RecordFactory): { message: MessageRecord; rows: OutboxRecord[]; changes: StoreChange[] } {
  const message = make.message({ direction: 'out', state: 'queued' });
  const { messageId, conversation: accountId } = message;
  const rows = Array.from({ length: make.prng.integer(1, 3) }, () =>
    make.outbox({ messageId, accountId, status: 'pending' }),
  );
  return {
    message,
    rows,
    changes: [
      { kind: 'put-message', record: message },
      ...rows.map((record) => ({ kind: 'put-outbox', record }) as const),
    ],
  };
}

/** One of the things that can become of a message. */
function anyChange(make: RecordFactory, message: MessageRecord, rows: readonly OutboxRecord[]): StoreChange {
  const { conversation, messageId } = message;
  const row = make.prng.pick(rows);
  const mailbox = make.prng.pick(['one', 'two', 'three']);
  return make.prng.pick<StoreChange>([
    { kind: 'put-outbox', record: { ...row, status: make.prng.pick(STATUSES), attempts: make.prng.integer(0, 9) } },
    { kind: 'put-outbox', record: make.outbox({ messageId, accountId: conversation, status: 'pending' }) },
    { kind: 'delete-outbox', envelopeId: row.envelopeId },
    { kind: 'put-custody', record: { ...make.custody(), envelopeId: row.envelopeId, mailbox } },
    { kind: 'set-message-state', conversation, messageId, state: 'failed', failure: 'too-large' },
    { kind: 'set-message-state', conversation, messageId, state: 'custody' },
    { kind: 'put-unsealed', record: make.unsealed({ conversation, messageId }) },
    { kind: 'delete-unsealed', conversation, messageId },
  ]);
}

describe('messages under way', () => {
  it('are remembered as the store has them', async () => {
    const seed = 'under way 1';
    const make = new RecordFactory(seed);
    const { store, ledger, underWay } = remembering();
    const known: { message: MessageRecord; rows: OutboxRecord[] }[] = [];
    for (let step = 0; step < STEPS; step++) {
      if (known.length === 0 || make.prng.chance(0.1)) {
        const { message, rows, changes } = composed(make);
        known.push({ message, rows });
        await ledger.commit(changes);
      }
      const { message, rows } = make.prng.pick(known);
      const changes = [anyChange(make, message, rows), anyChange(make, message, rows)];
      for (const change of changes) if (change.kind === 'put-outbox') rows.push(change.record);
      await ledger.commit(changes, make.prng.pick(['full', 'relaxed']));
      const fresh = new MessagesUnderWay(store);
      for (const { conversation, messageId } of [message, make.prng.pick(known).message]) {
        const remembered = sorted(await underWay.find(conversation, messageId));
        expect(remembered, `step ${step} of seed ${seed}`).toEqual(sorted(await fresh.find(conversation, messageId)));
      }
    }
  });

  it('are not read while they wait, and are forgotten once they wait no more', async () => {
    const make = new RecordFactory('forgotten');
    const { store, ledger, underWay } = remembering();
    const { message, rows, changes } = composed(make);
    await ledger.commit(changes);
    const { conversation, messageId } = message;
    expect(await underWay.find(conversation, messageId)).toMatchObject({ message, rows, isUnsealed: false });
    expect(store.reads).toBe(0);
    await ledger.commit(rows.map((row) => ({ kind: 'put-outbox', record: { ...row, status: 'delivered' } }) as const));
    expect((await underWay.find(conversation, messageId))?.rows.map(({ status }) => status)).toEqual(
      rows.map(() => 'delivered'),
    );
    expect(store.reads).toBe(1);
    expect(await underWay.find(make.accountId(), messageId)).toBeUndefined();
  });

  it('B8: and streams are read again after a commit of which nobody knows whether it took effect', async () => {
    const make = new RecordFactory('doubt');
    const { store, ledger, underWay, streams } = remembering();
    const { message, rows, changes } = composed(make);
    const stream = make.stream();
    const { conversation, deviceId } = stream;
    await ledger.commit([...changes, { kind: 'put-stream', record: stream }]);
    const after: StoreChange[] = [
      { kind: 'put-outbox', record: { ...(rows[0] as OutboxRecord), attempts: 7 } },
      { kind: 'put-stream', record: { ...stream, sequence: stream.sequence + 1 } },
    ];
    for (const when of ['before', 'after'] as const) {
      store.failAt(1, { when });
      await expect(ledger.commit(after)).rejects.toMatchObject({ code: 'storage' });
      const isThere = when === 'after';
      const found = await underWay.find(message.conversation, message.messageId);
      expect(found?.rows[0]?.attempts).toBe(isThere ? 7 : rows[0]?.attempts);
      expect((await streams.find(conversation, deviceId))?.sequence).toBe(stream.sequence + (isThere ? 1 : 0));
    }
  });
});
