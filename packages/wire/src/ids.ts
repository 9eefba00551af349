/**
 * Branded ids: values that cannot be confused with one another, and their text forms (specs/00 §2).
 */
import { bech32m } from '@scure/base';
import { DecodeError } from './errors.ts';

declare const brand: unique symbol;
type BrandedBytes<Name extends string> = Uint8Array & { readonly [brand]: Name };

/** A person: hash of the genesis record of the account log, 32 bytes. Never changes. */
export type AccountId = BrandedBytes<'AccountId'>;
/** A device of an account, 16 bytes. */
export type DeviceId = BrandedBytes<'DeviceId'>;
/** What a mailbox files envelopes under, 32 opaque bytes. */
export type Topic = BrandedBytes<'Topic'>;
/** Hash of an envelope, 32 bytes. */
export type EnvelopeId = BrandedBytes<'EnvelopeId'>;
/** A message of a conversation, 16 random bytes chosen by the sender. */
export type MessageId = BrandedBytes<'MessageId'>;
/** A session between two devices, 32 bytes. */
export type SessionId = BrandedBytes<'SessionId'>;

function sized<T>(name: string, length: number): (bytes: Uint8Array) => T {
  return (bytes) => {
    if (bytes.length !== length) {
      throw new DecodeError('wrong-length', `${name} must be ${length} bytes`, { facts: { length: bytes.length } });
    }
    return bytes as T;
  };
}

/** Each brands bytes of the right length. @throws {DecodeError} `wrong-length` */
export const asAccountId = sized<AccountId>('account id', 32);
export const asDeviceId = sized<DeviceId>('device id', 16);
export const asTopic = sized<Topic>('topic', 32);
export const asEnvelopeId = sized<EnvelopeId>('envelope id', 32);
export const asMessageId = sized<MessageId>('message id', 16);
export const asSessionId = sized<SessionId>('session id', 32);

const ACCOUNT_PREFIX = 'sotto';

/** `sotto1…`: bech32m, 64 characters. */
export function formatAccountId(id: AccountId): string {
  return bech32m.encode(ACCOUNT_PREFIX, bech32m.toWords(id));
}

/** @throws {DecodeError} `bad-checksum` unless it is bech32m text that starts with `sotto1`, `wrong-length` unless of 32 bytes. */
export function parseAccountId(text: string): AccountId {
  const decoded = bech32m.decodeUnsafe(text as `${string}1${string}`);
  const bytes = decoded && decoded.prefix === ACCOUNT_PREFIX ? bech32m.fromWordsUnsafe(decoded.words) : undefined;
  if (!bytes) throw new DecodeError('bad-checksum', 'not an account id');
  return asAccountId(Uint8Array.from(bytes));
}
