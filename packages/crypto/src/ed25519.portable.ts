/**
 * Ed25519 on noble's point arithmetic: R is compared with the bytes of [S]B - [k]A, without a cofactor, which is what
 * the native verifiers do.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, equalBytes } from '@sotto/wire';
import { isStrictForm } from './ed25519-strict.ts';
import { KEY_BYTES, requireLength } from './key-lengths.ts';
import type { Ed25519 } from './provider.ts';

const { Point } = ed25519;
const { Fn } = Point;

function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return value;
}

export const portableEd25519: Ed25519 = {
  publicKey: (seed) => ed25519.getPublicKey(requireLength(seed, KEY_BYTES, 'seed')),
  sign: (seed, message) => ed25519.sign(message, requireLength(seed, KEY_BYTES, 'seed')),
  verify(publicKey, message, signature) {
    if (!isStrictForm(publicKey, signature)) return false;
    const r = signature.subarray(0, 32);
    const s = littleEndian(signature.subarray(32));
    const k = Fn.create(littleEndian(sha512(concatBytes(r, publicKey, message))));
    try {
      const a = Point.fromBytes(publicKey);
      const expected = Point.BASE.multiplyUnsafe(s).subtract(a.multiplyUnsafe(k));
      return equalBytes(expected.toBytes(), r);
    } catch {
      // Not a point of the curve.
      return false;
    }
  },
};
