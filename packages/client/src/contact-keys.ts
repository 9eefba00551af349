/**
 * What a grown account log means for a contact: the new record, and what the person must be told (specs/01 §6; attack C1).
 */
import { type AccountState, compareLogs, encodeAccountLog, keyDigest } from '@sotto/identity';
import type { ContactRecord } from '@sotto/ports';
import { type DeviceId, equalBytes } from '@sotto/wire';
import type { NewNotice } from './notices.ts';

export interface AccountLogChange {
  readonly record: ContactRecord;
  readonly notices: readonly NewNotice[];
}

/**
 * `undefined` when nothing changed, or when what was found is older than what is held: it may have waited while the log grew
 * (attack C3). `before`: the state we hold; absent when this is the first. @throws {VerifyError} `log-fork`
 */
export function accountLogChange(
  contact: ContactRecord,
  before: AccountState | undefined,
  after: AccountState,
): AccountLogChange | undefined {
  const accountLog = encodeAccountLog(after);
  if (equalBytes(accountLog, contact.accountLog)) return undefined;
  if (before !== undefined && compareLogs(before, after) !== 'newer') return undefined;
  const digest = keyDigest(after);
  const verified = contact.verifiedKeys !== undefined;
  // Keys that nobody verified are taken as they come, visibly. Verified ones wait for the person.
  const acceptedKeys = verified ? contact.acceptedKeys : digest;
  return {
    record: { ...contact, accountLog, acceptedKeys },
    notices: before === undefined ? [] : noticesOf(before, after),
  };
}

/** What the person must be told of the way from one state to the next. */
export function noticesOf(before: AccountState, after: AccountState): NewNotice[] {
  const isKeyChange = !equalBytes(keyDigest(before), keyDigest(after));
  return [
    ...devicesBeyond(after, before).map((deviceId): NewNotice => ({ kind: 'device-added', deviceId })),
    ...devicesBeyond(before, after).map((deviceId): NewNotice => ({ kind: 'device-revoked', deviceId })),
    ...(isKeyChange ? [{ kind: 'keys-changed' } as const] : []),
  ];
}

/** Devices of one state that the other one does not have. */
function devicesBeyond({ devices }: AccountState, other: AccountState): DeviceId[] {
  const has = (id: DeviceId) => other.devices.some(({ deviceId }) => equalBytes(deviceId, id));
  return devices.map(({ deviceId }) => deviceId).filter((deviceId) => !has(deviceId));
}
