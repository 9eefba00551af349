/**
 * What a grown account log means for a contact: the new record, and what the person must be told (specs/01 §6; attack C1).
 */
import { type AccountState, encodeAccountLog, keyDigest } from '@sotto/identity';
import type { ContactRecord } from '@sotto/ports';
import { equalBytes, formatAccountId } from '@sotto/wire';
import type { EventHub } from './event-hub.ts';
import type { NoticeKind } from './sotto-client.ts';

export interface AccountLogChange {
  readonly record: ContactRecord;
  announce(events: EventHub): void;
}

/** `undefined` when nothing changed. `before`: the state we held; absent when this is the first. */
export function accountLogChange(
  contact: ContactRecord,
  before: AccountState | undefined,
  after: AccountState,
): AccountLogChange | undefined {
  const accountLog = encodeAccountLog(after);
  if (equalBytes(accountLog, contact.accountLog)) return undefined;
  const digest = keyDigest(after);
  const verified = contact.verifiedKeys !== undefined;
  // Keys that nobody verified are taken as they come, visibly. Verified ones wait for the person.
  const acceptedKeys = verified ? contact.acceptedKeys : digest;
  const notices = before === undefined ? [] : noticesOf(before, after);
  return {
    record: { ...contact, accountLog, acceptedKeys },
    announce: (events) => {
      for (const kind of notices) events.emit('notice', { contact: formatAccountId(contact.accountId), kind });
    },
  };
}

function noticesOf(before: AccountState, after: AccountState): NoticeKind[] {
  const has = (state: AccountState, id: Uint8Array) => state.devices.some(({ deviceId }) => equalBytes(deviceId, id));
  const notices: NoticeKind[] = [];
  if (after.devices.some(({ deviceId }) => !has(before, deviceId))) notices.push('device-added');
  if (before.devices.some(({ deviceId }) => !has(after, deviceId))) notices.push('device-revoked');
  if (!equalBytes(keyDigest(before), keyDigest(after))) notices.push('keys-changed');
  return notices;
}
