/**
 * One hash over whose keys an account has, for the question "have this person's keys changed?" (specs/01 §10).
 *
 * Owns what counts as a change: authorities and active devices, in any order. Mailboxes do not count.
 */
import { hashLabelled } from '@sotto/crypto';
import { type CanonicalPart, compareBytes, LABELS } from '@sotto/wire';
import type { AccountState } from './log-state.ts';

/** 32 bytes; the same for every log, compacted or not, that says the same about keys. */
export function keyDigest({ accountId, authorities, devices }: AccountState): Uint8Array {
  const parts: CanonicalPart[] = [accountId, authorities.length];
  for (const { kind, publicKey } of [...authorities].sort((a, b) => compareBytes(a.publicKey, b.publicKey))) {
    parts.push(kind, publicKey);
  }
  parts.push(devices.length);
  for (const device of [...devices].sort((a, b) => compareBytes(a.deviceId, b.deviceId))) {
    parts.push(device.deviceId, device.signingKey, device.identityKey);
  }
  return hashLabelled(LABELS.keyDigest, ...parts);
}
