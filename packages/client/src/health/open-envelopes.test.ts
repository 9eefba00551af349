/** Following what waits while the store is read, and after it failed. */

import type { OutboxRecord, StoreChange } from '@sotto/ports';
import { MemoryMessageStore } from '@sotto/testkit';
import {
  asAccountId,
  asDeviceId,
  asEnvelopeId,
  asMessageId,
  asSessionId,
  asTopic,
  UnavailableError,
} from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { OpenEnvelopes } from './open-envelopes.ts';

const HOUR_MS = 3_600_000;
const bytes = (length: number, fill: number) => new Uint8Array(length).fill(fill);

function put(number: number, change: Partial<OutboxRecord> = {}): StoreChange {
  return {
    kind: 'put-outbox',
    record: {
      envelopeId: asEnvelopeId(bytes(32, number)),
      accountId: asAccountId(bytes(32, 1)),
      deviceId: asDeviceId(bytes(16, 1)),
      messageId: asMessageId(bytes(16, number)),
      sequence: number,
      sessionId: asSessionId(bytes(32, 1)),
      envelope: bytes(8, 1),
      mailboxes: ['a', 'b', 'c'],
      topic: asTopic(bytes(32, 1)),
      writeKey: bytes(32, 1),
      content: bytes(8, 1),
      status: 'pending',
      createdAtMs: number,
      expiresAtMs: HOUR_MS,
      attempts: 0,
      nextAttemptAtMs: 0,
      ...change,
    },
  };
}

function held(number: number, mailbox: string): StoreChange {
  return {
    kind: 'put-custody',
    record: { envelopeId: asEnvelopeId(bytes(32, number)), mailbox, receipt: bytes(3, 255), expiresAtMs: HOUR_MS },
  };
}

/** A store whose first reading waits until it may go on. */
async function slowStore(changes: readonly StoreChange[]) {
  const store = new MemoryMessageStore();
  await store.commit(changes);
  const gate = Promise.withResolvers<void>();
  const slow = {
    outbox: (query: Parameters<MemoryMessageStore['outbox']>[0]) => store.outbox(query),
    custody: async (id: Parameters<MemoryMessageStore['custody']>[0]) => {
      const records = await store.custody(id);
      await gate.promise;
      return records;
    },
    unsealed: (id: Parameters<MemoryMessageStore['unsealed']>[0]) => store.unsealed(id),
    contacts: () => store.contacts(),
  };
  const open = new OpenEnvelopes(slow);
  const commit = async (...more: StoreChange[]) => {
    await store.commit(more);
    open.committed(more);
  };
  return { open, commit, gate };
}

const created = async (open: OpenEnvelopes) => (await open.envelopes()).map(({ createdAtMs }) => createdAtMs).sort();

describe('open envelopes', () => {
  it('are those of the store, with what was committed while it was read', async () => {
    const { open, commit, gate } = await slowStore([put(1), put(2), put(3, { status: 'delivered' })]);
    const reading = open.envelopes();
    await commit(put(4), held(1, 'a'), held(4, 'b'));
    await commit(put(2, { status: 'delivered' }));
    gate.resolve();
    const all = await reading;
    expect(all.map(({ createdAtMs }) => createdAtMs).sort()).toEqual([1, 4]);
    expect(all.map(({ createdAtMs, custody }) => [createdAtMs, ...custody.keys()])).toEqual([
      [1, 'a'],
      [4, 'b'],
    ]);
  });

  it('follow every commit from then on, and keep what mailboxes hold when a row changes', async () => {
    const { open, commit, gate } = await slowStore([put(1)]);
    gate.resolve();
    await open.envelopes();
    await commit(held(1, 'a'));
    await commit(put(1, { status: 'custody', attempts: 2 }));
    expect(await open.envelopes()).toMatchObject([{ status: 'custody', attempts: 2 }]);
    expect([...((await open.envelopes())[0]?.custody.keys() ?? [])]).toEqual(['a']);
    await commit({ kind: 'delete-outbox', envelopeId: asEnvelopeId(bytes(32, 1)) });
    expect(await open.envelopes()).toEqual([]);
  });

  it('B8: are read again when nobody knows what the store holds', async () => {
    const { open, commit, gate } = await slowStore([put(1)]);
    gate.resolve();
    await open.envelopes();
    await open.reload();
    await commit(put(2));
    expect(await created(open)).toEqual([1, 2]);
  });

  it('are read by the next one who asks when reading fails', async () => {
    const store = new MemoryMessageStore();
    await store.commit([put(1)]);
    let isBroken = true;
    const open = new OpenEnvelopes({
      outbox: async (query) => {
        if (isBroken) throw new UnavailableError('storage', 'not now');
        return await store.outbox(query);
      },
      custody: (id) => store.custody(id),
      unsealed: (id) => store.unsealed(id),
      contacts: () => store.contacts(),
    });
    await expect(open.envelopes()).rejects.toMatchObject({ code: 'storage' });
    isBroken = false;
    expect(await created(open)).toEqual([1]);
  });
});
