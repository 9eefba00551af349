/** Sizes of keys, seeds and tags in bytes, and the one check that a secret input has its size. */
import { UsageError } from '@sotto/wire';

export const KEY_BYTES = 32;
export const AEAD_NONCE_BYTES = 12;
export const AEAD_TAG_BYTES = 16;
export const SIGNATURE_BYTES = 64;
export const KEM_SEED_BYTES = 64;
export const KEM_RANDOM_BYTES = 32;
/** ML-KEM-1024. */
export const KEM_CIPHERTEXT_BYTES = 1568;

/** @throws {UsageError} `invalid-argument` unless `bytes` has exactly `length` bytes. */
export function requireLength(bytes: Uint8Array, length: number, name: string): Uint8Array {
  if (bytes.length !== length) {
    throw new UsageError('invalid-argument', `${name} must be ${length} bytes`, { facts: { length: bytes.length } });
  }
  return bytes;
}
