/** Names and forms of the settings that a client keeps in its store. */
import type { MessageStore, StoreChange } from '@sotto/ports';
import { type AccountId, DecodeError, decodeUtf8, encodeUint64, encodeUtf8, formatHex } from '@sotto/wire';

export const SETTINGS = {
  name: 'name',
  accountLog: 'account-log',
  deviceKeys: 'device-keys',
  /** Set while a device that comes back by recovery words is not in the account's log yet; see account/recover-account.ts. */
  joining: 'joining',
  /** When this device came back to an account that existed; 0: it is the account's first device. */
  cameBackAtMs: 'came-back-at',
  /** Until the person has confirmed that they have them. */
  recoveryWords: 'recovery-words',
  bundle: 'bundle',
  bundleNumber: 'bundle-number',
  prekeyCounter: 'prekey-counter',
  /** Id of the first signed prekey that was made after the last restore. */
  firstPrekeySinceRestore: 'first-prekey-since-restore',
  address: 'address',
  /** Devices that need, or lately needed, a new session; see repair-list.ts. */
  repairs: 'repairs',
  /** Set while a store that was copied or restored is made safe to send from; see restored-store.ts. */
  restoring: 'restoring',
  /** There for a moment, after a failure, to see that the store can be written; see ledger.ts. */
  storageProof: 'storage-proof',
  /** What others are let know; see conversation/preferences.ts. */
  preferences: 'preferences',
} as const;

export type SettingName = (typeof SETTINGS)[keyof typeof SETTINGS] | `pending-link/${string}` | `news/${string}`;

/** When the log of a contact was looked up last. */
export function newsSetting(accountId: AccountId): SettingName {
  return `news/${formatHex(accountId)}`;
}

/** The link of a contact whose keys could not be fetched yet. */
export function pendingLinkSetting(accountId: AccountId): SettingName {
  return `pending-link/${formatHex(accountId)}`;
}

export function putBytes(name: SettingName, value: Uint8Array): StoreChange {
  return { kind: 'put-setting', record: { name, value } };
}

export function putNumber(name: SettingName, value: number): StoreChange {
  return putBytes(name, encodeUint64(value));
}

export function putText(name: SettingName, value: string): StoreChange {
  return putBytes(name, encodeUtf8(value));
}

/** 0 when it was never set. */
export async function readNumber(store: MessageStore, name: SettingName): Promise<number> {
  const value = await store.setting(name);
  if (value === undefined) return 0;
  if (value.length !== 8) throw new DecodeError('wrong-length', 'setting is not a number');
  return Number(new DataView(value.buffer, value.byteOffset).getBigUint64(0));
}

/** Empty when it was never set. */
export async function readText(store: MessageStore, name: SettingName): Promise<string> {
  const value = await store.setting(name);
  return value === undefined ? '' : decodeUtf8(value);
}
