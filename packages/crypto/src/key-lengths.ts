/** Sizes of keys, seeds and tags in bytes, and the checks that every provider makes of its inputs. */
import { UsageError } from '@sotto/wire';
import type { AeadInput, AeadSealInput, HkdfInput } from './provider.ts';

export const KEY_BYTES = 32;
export const AEAD_NONCE_BYTES = 12;
export const AEAD_TAG_BYTES = 16;
export const SIGNATURE_BYTES = 64;
export const KEM_SEED_BYTES = 64;
export const KEM_RANDOM_BYTES = 32;
/** ML-KEM-1024, of the handshake. */
export const KEM_CIPHERTEXT_BYTES = 1568;
/** ML-KEM-768, of the ratchet. */
export const RATCHET_KEM_KEY_BYTES = 1184;
export const RATCHET_KEM_CIPHERTEXT_BYTES = 1088;

/** @throws {UsageError} `invalid-argument` unless `bytes` has exactly `length` bytes. */
export function requireLength(bytes: Uint8Array, length: number, name: string): Uint8Array {
  if (bytes.length !== length) {
    throw new UsageError('invalid-argument', `${name} must be ${length} bytes`, { facts: { length: bytes.length } });
  }
  return bytes;
}

/** RFC 5869: at most 255 blocks of SHA-256. */
const MAX_HKDF_BYTES = 255 * 32;

/** @throws {UsageError} `invalid-argument` */
export function checkAeadInput({ key, nonce }: AeadInput): void {
  requireLength(key, KEY_BYTES, 'key');
  requireLength(nonce, AEAD_NONCE_BYTES, 'nonce');
}

/** Checks what is to be sealed and makes room for the result. @throws {UsageError} `invalid-argument` */
export function aeadOutput(input: AeadSealInput): Uint8Array {
  checkAeadInput(input);
  const length = input.plaintext.length + AEAD_TAG_BYTES;
  return input.output ? requireLength(input.output, length, 'output') : new Uint8Array(length);
}

/** @throws {UsageError} `invalid-argument` */
export function checkHkdfInput({ length }: HkdfInput): void {
  if (!Number.isInteger(length) || length < 1 || length > MAX_HKDF_BYTES) {
    throw new UsageError('invalid-argument', 'HKDF output length', { facts: { length } });
  }
}

/** What is thrown for Argon2id parameters that RFC 9106 does not allow. */
export function badArgon2Parameters(cause: unknown): UsageError {
  return new UsageError('invalid-argument', 'Argon2id parameters refused', { cause });
}
