/**
 * The checks that give Ed25519 one accept set on every platform (RFC 8032 §5.1.7 read strictly; attacks B15, D13).
 *
 * Verifiers disagree on keys and nonces of small order, on encodings above the modulus and on scalars above the group
 * order. All three are refused here, before a platform's own cofactorless verification.
 */
import { parseHex } from '@sotto/wire';

const P = parseHex('edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f');
const L = parseHex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010');
// The y of the eight points of small order: 0, 1, p - 1 and the two of order 8; the sign bit changes nothing.
const SMALL_ORDER_Y = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
].map(parseHex);

/** Little-endian comparison of 32 bytes; `topMask` is applied to the last byte of `a`. */
function below(a: Uint8Array, bound: Uint8Array, topMask: number): boolean {
  for (let i = 31; i >= 0; i--) {
    const byte = (a[i] ?? 0) & (i === 31 ? topMask : 0xff);
    const limit = bound[i] ?? 0;
    if (byte !== limit) return byte < limit;
  }
  return false;
}

function equalY(point: Uint8Array, y: Uint8Array): boolean {
  for (let i = 0; i < 31; i++) if (point[i] !== y[i]) return false;
  return ((point[31] ?? 0) & 0x7f) === y[31];
}

function acceptablePoint(point: Uint8Array): boolean {
  return below(point, P, 0x7f) && !SMALL_ORDER_Y.some((y) => equalY(point, y));
}

/** Whether key and signature have an acceptable form; says nothing about the equation. */
export function isStrictForm(publicKey: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  return (
    below(signature.subarray(32), L, 0xff) && acceptablePoint(publicKey) && acceptablePoint(signature.subarray(0, 32))
  );
}
