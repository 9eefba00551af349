/**
 * What an account log says: authorities, devices, mailboxes, and who has left (specs/01 §5).
 *
 * Owns the shape and the rules that hold at every entry. Must not know: entries, signatures, how content changes.
 */
import {
  type AuthorityKind,
  type DeviceId,
  equalBytes,
  formatHex,
  LIMITS,
  type MailboxAddress,
  VerifyError,
} from '@sotto/wire';
import { isSoundX25519Key } from './weak-keys.ts';

/** A key that may change the account. */
export interface AccountAuthority {
  readonly kind: AuthorityKind.RECOVERY_KEY;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** The public keys of a device. */
export interface AccountDevice {
  readonly deviceId: DeviceId;
  /** Ed25519, 32 bytes. */
  readonly signingKey: Uint8Array;
  /** X25519, 32 bytes. */
  readonly identityKey: Uint8Array;
}

/** Everything that a checkpoint restates. */
export interface AccountContent {
  /** 1 … MAX_AUTHORITIES. */
  readonly authorities: readonly AccountAuthority[];
  /** The active ones, at most MAX_DEVICES. */
  readonly devices: readonly AccountDevice[];
  /** Oldest first, the last MAX_REVOKED_DEVICE_IDS. A device in it never comes back. */
  readonly revokedDeviceIds: readonly DeviceId[];
  /** In the person's order, at most MAX_MAILBOXES. */
  readonly mailboxes: readonly MailboxAddress[];
  /** Oldest first, the last MAX_REMOVED_AUTHORITIES. A key in it never comes back. */
  readonly removedAuthorityKeys: readonly Uint8Array[];
}

export function badLog(message: string, cause?: unknown): VerifyError {
  return new VerifyError('bad-log', message, { cause });
}

/** The active device of this id. */
export function findDevice(content: AccountContent, deviceId: DeviceId): AccountDevice | undefined {
  return content.devices.find((device) => equalBytes(device.deviceId, deviceId));
}

export function includesBytes(list: readonly Uint8Array[], bytes: Uint8Array): boolean {
  return list.some((member) => equalBytes(member, bytes));
}

/**
 * Checks every rule that content must obey by itself: counts, no key or id twice or after its removal, sound keys.
 * @throws {VerifyError} `bad-log`
 */
export function checkContent(content: AccountContent): void {
  const { authorities, devices, revokedDeviceIds, mailboxes, removedAuthorityKeys } = content;
  if (authorities.length === 0) throw badLog('no authority left');
  requireAtMost('authorities', authorities, LIMITS.MAX_AUTHORITIES);
  requireAtMost('devices', devices, LIMITS.MAX_DEVICES);
  requireAtMost('revoked devices', revokedDeviceIds, LIMITS.MAX_REVOKED_DEVICE_IDS);
  requireAtMost('mailboxes', mailboxes, LIMITS.MAX_MAILBOXES);
  requireAtMost('removed authorities', removedAuthorityKeys, LIMITS.MAX_REMOVED_AUTHORITIES);

  const authorityKeys = authorities.map(({ publicKey }) => publicKey);
  const signingKeys = devices.map(({ signingKey }) => signingKey);
  const identityKeys = devices.map(({ identityKey }) => identityKey);
  requireUnique('signing key', [...authorityKeys, ...removedAuthorityKeys, ...signingKeys].map(formatHex));
  requireUnique('identity key', identityKeys.map(formatHex));
  requireUnique('device id', [...devices.map(({ deviceId }) => deviceId), ...revokedDeviceIds].map(formatHex));
  requireUnique('mailbox', mailboxes);
  if (!identityKeys.every(isSoundX25519Key)) throw badLog('identity key refused');
}

function requireAtMost(name: string, list: readonly unknown[], most: number): void {
  if (list.length > most) throw badLog(`too many ${name}`);
}

function requireUnique(name: string, list: readonly string[]): void {
  if (new Set(list).size !== list.length) throw badLog(`${name} appears twice`);
}
