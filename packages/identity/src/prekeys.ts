/**
 * Making prekeys: the signed one, the last-resort KEM one, and those that are used once (specs/02 §2).
 *
 * Owns key generation and what goes where: the secret half into a record of the store, the signed public half into a
 * bundle or an upload. Must not know: when prekeys rotate.
 */
import { identityKeyPair, platformProvider, type RandomBytes } from '@sotto/crypto';
import type { PrekeyRecord } from '@sotto/ports';
import {
  type AccountId,
  create,
  type KemPrekey,
  KemPrekeySchema,
  LIMITS,
  type MailboxAddress,
  type OneTimePrekey,
  OneTimePrekeySchema,
  type SignedPrekey,
  SignedPrekeySchema,
  UsageError,
} from '@sotto/wire';
import type { DeviceKeys } from './device-keys.ts';
import type { AccountDevice } from './log-content.ts';
import { encodePrekeySecret, KEM_SEED_BYTES, X25519_SECRET_BYTES } from './prekey-secret.ts';
import { signPrekey, verifyPrekeySignature } from './prekey-signature.ts';
import { isSoundKemKey, isSoundX25519Key } from './weak-keys.ts';

/** The last number that a prekey may have; 0 stands for "none" in a handshake. */
const MAX_PREKEY_ID = 0xffff_ffff;

/** The secret half for the store and the public half for the world. */
export interface NewPrekey<Published> {
  readonly record: PrekeyRecord;
  readonly published: Published;
}

interface PrekeyMaker {
  readonly accountId: AccountId;
  readonly deviceKeys: DeviceKeys;
  readonly random: RandomBytes;
  readonly nowMs: number;
}

export interface PrekeyOptions extends PrekeyMaker {
  /** 1 … 2^32 - 1, larger than that of any earlier prekey of its kind. */
  readonly id: number;
}

export interface OneTimePrekeyOptions extends PrekeyMaker {
  /** The first of `count` consecutive numbers, larger than any used before. */
  readonly firstId: number;
  /** 1 … MAX_ONE_TIME_PREKEYS_PER_UPLOAD. */
  readonly count: number;
  /** The one mailbox that hands them out: two would hand out the same key twice. */
  readonly mailbox: MailboxAddress;
}

/** @throws {UsageError} `invalid-argument` for an id out of range */
export async function createSignedPrekey(options: PrekeyOptions): Promise<NewPrekey<SignedPrekey>> {
  const { id, deviceKeys, random, nowMs } = options;
  requireId(id);
  const { publicKey, secretKey } = await identityKeyPair(random(X25519_SECRET_BYTES));
  const prekey = { id, publicKey };
  const signature = signPrekey(ownerOf(options), { kind: 'signed', prekey }, deviceKeys.signingKey.secretKey);
  return {
    record: { kind: 'signed', id, createdAtMs: nowMs, secret: encodePrekeySecret(secretKey) },
    published: create(SignedPrekeySchema, { ...prekey, signature }),
  };
}

/** @throws {UsageError} `invalid-argument` for an id out of range */
export function createKemPrekey(options: PrekeyOptions): NewPrekey<KemPrekey> {
  const { id, deviceKeys, random, nowMs } = options;
  requireId(id);
  const { publicKey, seed } = platformProvider.mlKem1024.keyPair(random(KEM_SEED_BYTES));
  const prekey = { id, publicKey };
  const signature = signPrekey(ownerOf(options), { kind: 'kem', prekey }, deviceKeys.signingKey.secretKey);
  return {
    record: { kind: 'kem', id, createdAtMs: nowMs, secret: encodePrekeySecret(seed) },
    published: create(KemPrekeySchema, { ...prekey, signature }),
  };
}

/** @throws {UsageError} `invalid-argument` for an id or a count out of range */
export async function createOneTimePrekeys(options: OneTimePrekeyOptions): Promise<NewPrekey<OneTimePrekey>[]> {
  const { firstId, count } = options;
  if (!Number.isInteger(count) || count < 1 || count > LIMITS.MAX_ONE_TIME_PREKEYS_PER_UPLOAD) {
    throw new UsageError('invalid-argument', 'number of prekeys out of range', { facts: { count } });
  }
  requireId(firstId);
  requireId(firstId + count - 1);
  const made: NewPrekey<OneTimePrekey>[] = [];
  for (let id = firstId; id < firstId + count; id++) made.push(await createOneTimePrekey(options, id));
  return made;
}

async function createOneTimePrekey(options: OneTimePrekeyOptions, id: number): Promise<NewPrekey<OneTimePrekey>> {
  const { deviceKeys, random, nowMs, mailbox } = options;
  const { publicKey, secretKey } = await identityKeyPair(random(X25519_SECRET_BYTES));
  const kem = platformProvider.mlKem1024.keyPair(random(KEM_SEED_BYTES));
  const prekey = { id, publicKey, kemPublicKey: kem.publicKey };
  const signature = signPrekey(ownerOf(options), { kind: 'one-time', prekey }, deviceKeys.signingKey.secretKey);
  return {
    record: { kind: 'one-time', id, createdAtMs: nowMs, mailbox, secret: encodePrekeySecret(secretKey, kem.seed) },
    published: create(OneTimePrekeySchema, { ...prekey, signature }),
  };
}

/**
 * Whether a one-time prekey that a mailbox handed out is one of this device, whole and sound. `device` comes from a
 * verified log.
 */
export function verifyOneTimePrekey({
  prekey,
  device,
  accountId,
}: {
  readonly prekey: OneTimePrekey;
  readonly device: AccountDevice;
  readonly accountId: AccountId;
}): boolean {
  const { deviceId, signingKey } = device;
  const { signature } = prekey;
  return (
    prekey.id > 0 &&
    verifyPrekeySignature({ accountId, deviceId }, { kind: 'one-time', prekey }, { signingKey, signature }) &&
    isSoundX25519Key(prekey.publicKey) &&
    isSoundKemKey(prekey.kemPublicKey)
  );
}

function ownerOf({ accountId, deviceKeys }: PrekeyMaker) {
  return { accountId, deviceId: deviceKeys.deviceId };
}

function requireId(id: number): void {
  if (!Number.isInteger(id) || id < 1 || id > MAX_PREKEY_ID) {
    throw new UsageError('invalid-argument', 'prekey id out of range', { facts: { id } });
  }
}
