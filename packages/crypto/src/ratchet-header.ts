/**
 * The header of a ratchet message, and its bytes in the clear (specs/04 §4).
 *
 * `ratchet key (32) || previous length (4) || number (4) || extension version (1) || extension`. The extension of
 * version 1 is the epoch (4). Other versions are agreed on through capabilities first, so that meeting one unasked is an
 * error and never something to skip.
 */
import { DecodeError } from '@sotto/wire';
import { KEY_BYTES } from './key-lengths.ts';

const EXTENSION_VERSION = 1;

export const HEADER_BYTES: number = KEY_BYTES + 4 + 4 + 1 + 4;

export interface RatchetHeader {
  /** X25519, 32 bytes: the sender's current ratchet key. */
  readonly ratchetKey: Uint8Array;
  /** How many messages the sender's previous chain has. */
  readonly previousLength: number;
  /** Position of this message in its chain, from 0. */
  readonly number: number;
  /** The epoch of the chain: how many KEM secrets are in it (specs/10). */
  readonly epoch: number;
}

export function encodeHeader({ ratchetKey, previousLength, number, epoch }: RatchetHeader): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(ratchetKey, 0);
  view.setUint32(KEY_BYTES, previousLength);
  view.setUint32(KEY_BYTES + 4, number);
  bytes[KEY_BYTES + 8] = EXTENSION_VERSION;
  view.setUint32(KEY_BYTES + 9, epoch);
  return bytes;
}

/** @throws {DecodeError} `wrong-version` for another extension, `wrong-length` */
export function decodeHeader(bytes: Uint8Array): RatchetHeader {
  const version = bytes[KEY_BYTES + 8];
  if (version !== undefined && version !== EXTENSION_VERSION) {
    throw new DecodeError('wrong-version', 'ratchet header extension');
  }
  if (bytes.length !== HEADER_BYTES) throw new DecodeError('wrong-length', 'ratchet header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return {
    ratchetKey: bytes.subarray(0, KEY_BYTES),
    previousLength: view.getUint32(KEY_BYTES),
    number: view.getUint32(KEY_BYTES + 4),
    epoch: view.getUint32(KEY_BYTES + 9),
  };
}
