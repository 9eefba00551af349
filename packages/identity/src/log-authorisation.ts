/**
 * Who must sign what: the authorisation matrix of the account log (specs/01 §6).
 *
 * Owns the matrix. Must not know: what an operation does. One signature may satisfy several groups; a signature of a
 * key outside all groups refuses the entry, so that nobody can decorate one.
 */
import { formatHex } from '@sotto/wire';
import { type AccountContent, findDevice, includesBytes } from './log-content.ts';
import type { LogEntryRecord } from './log-entry.ts';
import type { LogOperation } from './log-operation.ts';

/** At least one key of each group must have signed, and no key outside them. An empty group is never satisfied. */
export type SignerGroups = readonly (readonly Uint8Array[])[];

/**
 * The groups for `operation` on an account that says `before`.
 *
 * `anchorAuthorityKeys`: the authorities that genesis or the last checkpoint names. A checkpoint needs one of them, so
 * that a log which drops everything between two anchors still shows why the second may be believed.
 */
export function requiredSigners(
  operation: LogOperation,
  before: AccountContent,
  anchorAuthorityKeys: readonly Uint8Array[],
): SignerGroups {
  const authorities = before.authorities.map(({ publicKey }) => publicKey);
  const members = [...authorities, ...before.devices.map(({ signingKey }) => signingKey)];
  switch (operation.kind) {
    case 'genesis':
      return operation.authorities.map(({ publicKey }) => [publicKey]);
    case 'addDevice':
      return [members, [operation.device.signingKey]];
    case 'revokeDevice':
    case 'setMailboxes':
      return [members];
    case 'addAuthority':
      return [authorities, [operation.authority.publicKey]];
    case 'removeAuthority':
      return [authorities];
    case 'rotateDeviceKeys': {
      const current = findDevice(before, operation.device.deviceId);
      const owners = current === undefined ? authorities : [...authorities, current.signingKey];
      return [owners, [operation.device.signingKey]];
    }
    case 'checkpoint':
      return [authorities, authorities.filter((key) => includesBytes(anchorAuthorityKeys, key))];
  }
}

export function satisfiesSigners(entry: LogEntryRecord, groups: SignerGroups): boolean {
  const signers = new Set(entry.signatures.map(({ signerKey }) => formatHex(signerKey)));
  const allowed = new Set(groups.flat().map(formatHex));
  if (![...signers].every((signer) => allowed.has(signer))) return false;
  return groups.every((group) => group.some((key) => signers.has(formatHex(key))));
}
