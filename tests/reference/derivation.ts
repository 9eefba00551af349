/** Key derivation and sealing, by the names that specs/03 and specs/04 use. */
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { orRefuse } from './refusal.ts';

export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  return hmac(sha256, key, message);
}

/** HKDF-SHA-256 to 96 bytes, as three keys of 32. */
export function threeKeys(
  salt: Uint8Array,
  secret: Uint8Array,
  info: Uint8Array,
): readonly [Uint8Array, Uint8Array, Uint8Array] {
  const all = hkdf(sha256, secret, salt, info, 96);
  return [all.slice(0, 32), all.slice(32, 64), all.slice(64, 96)];
}

const ZERO_NONCE = new Uint8Array(12);

/** ChaCha20-Poly1305 with the zero nonce: `key` is used once. */
export function sealOnce(key: Uint8Array, associatedData: Uint8Array, plaintext: Uint8Array): Uint8Array {
  return chacha20poly1305(key, ZERO_NONCE, associatedData).encrypt(plaintext);
}

/** @throws `bad-tag` */
export function openOnce(key: Uint8Array, associatedData: Uint8Array, sealed: Uint8Array): Uint8Array {
  return orRefuse('bad-tag', () => chacha20poly1305(key, ZERO_NONCE, associatedData).decrypt(sealed));
}
