/**
 * What becomes of messages on their way when the devices of a contact change (specs/08 §7): what nobody has got yet goes
 * to the new device too, and nothing more goes to a device that was revoked.
 */
import type { ContactRecord, MessageStore, OutboxRecord, StoreChange } from '@sotto/ports';
import { type DeviceId, equalBytes, formatHex, LIMITS, type MessageId } from '@sotto/wire';
import type { NewNotice } from '../notices.ts';

const MAX_REDIRECTED = 500;

/** Changes to commit with the longer log; contents that are to be sealed for others wait among the unsealed ones. */
export async function redirected(
  store: MessageStore,
  { accountId }: ContactRecord,
  notices: readonly NewNotice[],
): Promise<StoreChange[]> {
  const revoked = notices.flatMap(({ kind, deviceId }) => (kind === 'device-revoked' && deviceId ? [deviceId] : []));
  const isAdded = notices.some(({ kind }) => kind === 'device-added');
  if (!isAdded && revoked.length === 0) return [];
  const waiting = await store.unsealed(accountId);
  const known = new Set(waiting.map(({ messageId }) => formatHex(messageId)));
  let room = LIMITS.MAX_UNSEALED_MESSAGES - waiting.length;
  const changes: StoreChange[] = [];
  for (const row of await onTheirWay(store, accountId)) {
    const { messageId, sequence, content, envelopeId } = row;
    const isEnded = revoked.some((id: DeviceId) => equalBytes(id, row.deviceId));
    const isWanted = messageId !== undefined && !known.has(formatHex(messageId)) && (isAdded || isEnded);
    if (isWanted && !(await isDelivered(store, messageId))) {
      if (room === 0) continue;
      room -= 1;
      known.add(formatHex(messageId));
      changes.push({ kind: 'put-unsealed', record: { conversation: accountId, messageId, sequence, content } });
    }
    if (isEnded) changes.push({ kind: 'delete-outbox', envelopeId });
  }
  return changes;
}

/** Envelopes to the devices of an account that have not arrived. */
async function onTheirWay(store: MessageStore, accountId: ContactRecord['accountId']): Promise<OutboxRecord[]> {
  const rows: OutboxRecord[] = [];
  for (const { deviceId } of await store.peerDevices(accountId)) {
    const device = { accountId, deviceId };
    rows.push(...(await store.outbox({ device, statuses: ['pending', 'custody'], limit: MAX_REDIRECTED })));
  }
  return rows.slice(0, MAX_REDIRECTED);
}

/** Whether some device has the message. */
async function isDelivered(store: MessageStore, messageId: MessageId): Promise<boolean> {
  const copies = await store.outbox({ messageId, limit: LIMITS.MAX_DEVICES });
  return copies.some(({ status }) => status === 'delivered');
}
