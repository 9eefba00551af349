/**
 * The long-term secret keys of one device: Ed25519 for signing, X25519 for handshakes (specs/01 §4).
 *
 * Owns how they are made, rotated and laid out for the vault. Must not know: where they are kept.
 */
import {
  hashLabelled,
  identityKeyPair,
  type KeyPair,
  type RandomBytes,
  signingKeyPair,
  type X25519KeyPair,
} from '@sotto/crypto';
import { asDeviceId, concatBytes, DecodeError, type DeviceId, LABELS } from '@sotto/wire';
import type { AccountDevice } from './log-content.ts';

const SEED_BYTES = 32;
const DEVICE_ID_BYTES = 16;
const FORMAT_VERSION = 1;
const ENCODED_BYTES = 1 + DEVICE_ID_BYTES + SEED_BYTES + SEED_BYTES;

/** Both secret keys of a device, with its id. `toDevice` gives what the account log says about it. */
export interface DeviceKeys {
  readonly deviceId: DeviceId;
  /** Ed25519. */
  readonly signingKey: KeyPair;
  /** X25519. */
  readonly identityKey: X25519KeyPair;
}

/** The id that the first keys of a device give it for ever: 16 bytes of a labelled hash. */
export function deriveDeviceId(signingKey: Uint8Array, identityKey: Uint8Array): DeviceId {
  return asDeviceId(hashLabelled(LABELS.deviceId, signingKey, identityKey).slice(0, DEVICE_ID_BYTES));
}

/** Keys of a new device, from 64 fresh random bytes. */
export async function createDeviceKeys(random: RandomBytes): Promise<DeviceKeys> {
  const signingKey = signingKeyPair(random(SEED_BYTES));
  const identityKey = await identityKeyPair(random(SEED_BYTES));
  return { deviceId: deriveDeviceId(signingKey.publicKey, identityKey.publicKey), signingKey, identityKey };
}

/** New keys for a device that keeps its id; announce them with the `rotateDeviceKeys` operation. */
export async function createRotatedKeys(keys: DeviceKeys, random: RandomBytes): Promise<DeviceKeys> {
  const fresh = await createDeviceKeys(random);
  return { ...fresh, deviceId: keys.deviceId };
}

/** The public half. */
export function toDevice(keys: DeviceKeys): AccountDevice {
  return {
    deviceId: keys.deviceId,
    signingKey: keys.signingKey.publicKey,
    identityKey: keys.identityKey.publicKey,
  };
}

/** Secret: version (1 byte), device id (16), Ed25519 seed (32), X25519 secret (32). For the encrypted store only. */
export function encodeDeviceKeys(keys: DeviceKeys): Uint8Array {
  return concatBytes(
    Uint8Array.of(FORMAT_VERSION),
    keys.deviceId,
    keys.signingKey.secretKey,
    keys.identityKey.secretKey,
  );
}

/** @throws {DecodeError} `wrong-version`, `wrong-length` */
export async function decodeDeviceKeys(bytes: Uint8Array): Promise<DeviceKeys> {
  if (bytes[0] !== FORMAT_VERSION) throw new DecodeError('wrong-version', 'device keys of another version');
  if (bytes.length !== ENCODED_BYTES) throw new DecodeError('wrong-length', 'device keys of the wrong length');
  const seeds = bytes.slice(1 + DEVICE_ID_BYTES);
  return {
    deviceId: asDeviceId(bytes.slice(1, 1 + DEVICE_ID_BYTES)),
    signingKey: signingKeyPair(seeds.subarray(0, SEED_BYTES)),
    identityKey: await identityKeyPair(seeds.subarray(SEED_BYTES)),
  };
}
