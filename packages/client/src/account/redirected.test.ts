/** Messages on their way while a contact gets and loses devices (specs/08 §7; attack C3). */
import type { OutboxRecord, StoreChange } from '@sotto/ports';
import { MemoryMessageStore, RecordFactory } from '@sotto/testkit';
import { formatHex } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { redirected } from './redirected.ts';

/** A contact with two devices, and messages to them. */
async function onTheirWay() {
  const make = new RecordFactory('redirected');
  const store = new MemoryMessageStore();
  const contact = make.contact();
  const { accountId } = contact;
  const [lost, other] = [make.deviceId(), make.deviceId()];
  const send = async (fields: Partial<OutboxRecord>) => {
    const { messageId: _, ...record } = { ...make.outbox({ accountId }), ...fields };
    return await put(fields.messageId === undefined ? record : { ...record, messageId: fields.messageId });
  };
  const put = async (record: OutboxRecord) => {
    await store.commit([{ kind: 'put-outbox', record }]);
    return record;
  };
  for (const deviceId of [lost, other]) {
    await store.commit([{ kind: 'put-peer-device', record: make.peerDevice({ accountId, deviceId }) }]);
  }
  return { make, store, contact, lost, other, send };
}

function deleted(changes: readonly StoreChange[]): string[] {
  return changes.flatMap((change) => (change.kind === 'delete-outbox' ? [formatHex(change.envelopeId)] : []));
}

function waiting(changes: readonly StoreChange[]): string[] {
  return changes.flatMap((change) => (change.kind === 'put-unsealed' ? [formatHex(change.record.messageId)] : []));
}

describe('what is on its way', () => {
  test('C3: goes to a revoked device no more, also when another device has the message already', async () => {
    const { make, store, contact, lost, other, send } = await onTheirWay();
    const [both, alone] = [make.messageId(), make.messageId()];
    const rows = [
      await send({ deviceId: lost, messageId: both, status: 'pending' }),
      await send({ deviceId: lost, messageId: alone, status: 'custody' }),
      await send({ deviceId: lost, status: 'pending' }),
    ];
    await send({ deviceId: other, messageId: both, status: 'delivered' });
    const changes = await redirected(store, contact, [{ kind: 'device-revoked', deviceId: lost }]);
    expect(new Set(deleted(changes))).toEqual(new Set(rows.map(({ envelopeId }) => formatHex(envelopeId))));
    expect(waiting(changes)).toEqual([formatHex(alone)]);
  });

  test('waits for a new device too, unless somebody has it, and is taken from nobody', async () => {
    const { make, store, contact, lost, other, send } = await onTheirWay();
    const [open, arrived] = [make.messageId(), make.messageId()];
    await send({ deviceId: lost, messageId: open, status: 'pending' });
    await send({ deviceId: other, messageId: open, status: 'custody' });
    await send({ deviceId: lost, messageId: arrived, status: 'pending' });
    await send({ deviceId: other, messageId: arrived, status: 'delivered' });
    const changes = await redirected(store, contact, [{ kind: 'device-added', deviceId: make.deviceId() }]);
    expect(waiting(changes)).toEqual([formatHex(open)]);
    expect(deleted(changes)).toEqual([]);
  });

  test('stays as it is when only keys have changed', async () => {
    const { make, store, contact, lost, send } = await onTheirWay();
    await send({ deviceId: lost, messageId: make.messageId(), status: 'pending' });
    expect(await redirected(store, contact, [{ kind: 'keys-changed' }])).toEqual([]);
  });
});
