/**
 * Public keys that no honest device publishes (specs/02 §3; attacks A1 to A3).
 *
 * Owns the checks that are possible without a secret and without waiting. The handshake checks again, and for torsion
 * as well, before it derives anything.
 */
import { platformProvider } from '@sotto/crypto';
import { equalBytes, parseHex, SottoError } from '@sotto/wire';

export const X25519_KEY_BYTES = 32;
const KEM_PROBE_BYTES = 32;

// The canonical u of small order, on the curve and on its twist: 0, 1, p - 1 and the two of order 8 (RFC 7748 §6.1).
const SMALL_ORDER_U = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
].map(parseHex);

/** Whether it is 32 bytes, little-endian, below 2^255 - 19, and not of small order. */
export function isSoundX25519Key(publicKey: Uint8Array): boolean {
  if (publicKey.length !== X25519_KEY_BYTES) return false;
  return isBelowPrime(publicKey) && !SMALL_ORDER_U.some((u) => equalBytes(u, publicKey));
}

function isBelowPrime(key: Uint8Array): boolean {
  if (key[31] !== 0x7f) return (key[31] ?? 0xff) < 0x7f;
  for (let i = 30; i > 0; i--) if (key[i] !== 0xff) return true;
  return (key[0] ?? 0xff) < 0xed;
}

/** Whether it is an ML-KEM-1024 encapsulation key with every coefficient below the modulus (FIPS 203 §7.2). */
export function isSoundKemKey(publicKey: Uint8Array): boolean {
  try {
    // The input check of the primitive itself; what it encapsulates is thrown away, so fixed randomness is harmless.
    platformProvider.mlKem1024.encapsulate(publicKey, new Uint8Array(KEM_PROBE_BYTES));
    return true;
  } catch (error) {
    if (error instanceof SottoError) return false;
    throw error;
  }
}
