/**
 * The upload of one-time prekeys to one mailbox, signed by the device (specs/02 §4; attack A9).
 *
 * The signature binds account, device, mailbox and every prekey, so a mailbox can neither pass an upload on as its own
 * nor mix two. It does not bind a time: a mailbox refuses numbers that it has seen from the device before.
 */
import { sign, verifySignature } from '@sotto/crypto';
import type { PrekeyUpload } from '@sotto/ports';
import { type CanonicalPart, equalBytes, LABELS, LIMITS, type OneTimePrekey, UsageError } from '@sotto/wire';
import type { DeviceKeys } from './device-keys.ts';
import { findDevice } from './log-content.ts';
import type { AccountState } from './log-state.ts';
import type { PrekeyOwner } from './prekey-signature.ts';
import { verifyOneTimePrekey } from './prekeys.ts';

function statement({ accountId, deviceId }: PrekeyOwner, mailboxKey: Uint8Array, prekeys: readonly OneTimePrekey[]) {
  const parts: CanonicalPart[] = [accountId, deviceId, mailboxKey, prekeys.length];
  for (const { id, publicKey, kemPublicKey, signature } of prekeys) parts.push(id, publicKey, kemPublicKey, signature);
  return { label: LABELS.prekeyUploadSignature, parts };
}

/** 1 … MAX_ONE_TIME_PREKEYS_PER_UPLOAD, numbers ascending. */
function isWellFormed(prekeys: readonly OneTimePrekey[]): boolean {
  if (prekeys.length === 0 || prekeys.length > LIMITS.MAX_ONE_TIME_PREKEYS_PER_UPLOAD) return false;
  return prekeys.every(({ id }, i) => id > (prekeys[i - 1]?.id ?? 0));
}

export interface SignPrekeyUpload {
  readonly accountId: PrekeyUpload['accountId'];
  readonly deviceKeys: DeviceKeys;
  /** Ed25519 key of the mailbox, 32 bytes. */
  readonly mailboxKey: Uint8Array;
  /** 1 … MAX_ONE_TIME_PREKEYS_PER_UPLOAD, in ascending order of their ids. */
  readonly prekeys: readonly OneTimePrekey[];
}

/** @throws {UsageError} `invalid-argument` for none, too many, or ids out of order */
export function signPrekeyUpload({ accountId, deviceKeys, mailboxKey, prekeys }: SignPrekeyUpload): PrekeyUpload {
  if (!isWellFormed(prekeys)) throw new UsageError('invalid-argument', 'not an upload of one-time prekeys');
  const { deviceId, signingKey } = deviceKeys;
  const { secretKey } = signingKey;
  const signature = sign({ ...statement({ accountId, deviceId }, mailboxKey, prekeys), secretKey });
  return { accountId, deviceId, prekeys, signature };
}

/**
 * Whether the upload was made for this mailbox by an active device of the account, and every prekey in it is sound.
 * `state`: the newest log that the mailbox knows of the account.
 */
export function verifyPrekeyUpload({
  upload,
  state,
  mailboxKey,
}: {
  readonly upload: PrekeyUpload;
  readonly state: AccountState;
  readonly mailboxKey: Uint8Array;
}): boolean {
  const { accountId, prekeys, signature } = upload;
  const device = equalBytes(accountId, state.accountId) ? findDevice(state, upload.deviceId) : undefined;
  if (device === undefined || !isWellFormed(prekeys)) return false;
  const { deviceId, signingKey: publicKey } = device;
  if (!verifySignature({ ...statement({ accountId, deviceId }, mailboxKey, prekeys), publicKey, signature })) {
    return false;
  }
  return prekeys.every((prekey) => verifyOneTimePrekey({ prekey, device, accountId }));
}
