/**
 * Safety number and QR form: two people compare the keys of both accounts (specs/01 §12; attacks C5, C6).
 *
 * Every key enters with its type, its owner's id and its length, so that no value of one kind can stand for another.
 */

import {
  type AccountId,
  type CanonicalPart,
  compareBytes,
  concatBytes,
  DecodeError,
  type DeviceId,
  equalBytes,
  LABELS,
} from '@sotto/wire';
import { platformProvider } from '#platform';
import { hashLabelled } from './signature.ts';

export interface SafetyDevice {
  readonly deviceId: DeviceId;
  /** Ed25519, 32 bytes. */
  readonly signingKey: Uint8Array;
  /** X25519, 32 bytes. */
  readonly identityKey: Uint8Array;
}

export interface SafetyParty {
  readonly accountId: AccountId;
  /** Public keys; the order does not matter. */
  readonly authorities: readonly Uint8Array[];
  /** The order does not matter. */
  readonly devices: readonly SafetyDevice[];
}

export interface SafetyParties {
  readonly ours: SafetyParty;
  readonly theirs: SafetyParty;
}

// Makes a search for a colliding account 5,200 times as dear; as in Signal's numeric fingerprint.
const ITERATIONS = 5_200;
const FINGERPRINT_BYTES = 32;
const GROUPS_PER_SIDE = 6;
const CODE_VERSION = 1;

function fingerprint({ accountId, authorities, devices }: SafetyParty): Uint8Array {
  const parts: CanonicalPart[] = ['account', accountId, 'authorities', authorities.length];
  parts.push(...[...authorities].sort(compareBytes));
  parts.push('devices', devices.length);
  for (const device of [...devices].sort((a, b) => compareBytes(a.deviceId, b.deviceId))) {
    parts.push('device', device.deviceId, 'signing', device.signingKey, 'identity', device.identityKey);
  }
  const keys = hashLabelled(LABELS.safetyNumber, ...parts);
  let digest = keys;
  for (let i = 0; i < ITERATIONS; i++) digest = platformProvider.sha256(concatBytes(digest, keys));
  return digest;
}

function digits(fingerprintBytes: Uint8Array): string[] {
  const groups: string[] = [];
  for (let group = 0; group < GROUPS_PER_SIDE; group++) {
    let value = 0;
    for (let i = 0; i < 5; i++) value = value * 256 + (fingerprintBytes[group * 5 + i] ?? 0);
    groups.push(String(value % 100_000).padStart(5, '0'));
  }
  return groups;
}

/** 60 decimal digits in 12 groups of 5, separated by spaces; both sides see the same. */
export function safetyNumber({ ours, theirs }: SafetyParties): string {
  const sides = [fingerprint(ours), fingerprint(theirs)].sort(compareBytes);
  return sides.flatMap(digits).join(' ');
}

/** The bytes of the QR that we show: version, our fingerprint, theirs. 65 bytes. */
export function safetyCode({ ours, theirs }: SafetyParties): Uint8Array {
  return concatBytes(Uint8Array.of(CODE_VERSION), fingerprint(ours), fingerprint(theirs));
}

/**
 * Whether a scanned code was made by the other side about both of us: what it calls "ours" must be theirs.
 * @throws {DecodeError} `wrong-length`, `wrong-version`
 */
export function verifySafetyCode({ ours, theirs, code }: SafetyParties & { readonly code: Uint8Array }): boolean {
  if (code.length !== 1 + 2 * FINGERPRINT_BYTES) throw new DecodeError('wrong-length', 'safety code');
  if (code[0] !== CODE_VERSION) throw new DecodeError('wrong-version', 'safety code');
  return equalBytes(code, safetyCode({ ours: theirs, theirs: ours }));
}
