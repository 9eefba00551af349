/** X25519 public keys that no honest device has. For tests only. */
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { parseHex } from '@sotto/wire';

/**
 * The distinct public keys of the 31 cases flagged `ZeroSharedSecret` in Wycheproof's x25519_test.json: points of small
 * order of curve and twist, with and without bit 255, and encodings above the modulus.
 */
export const ZERO_SECRET_KEYS: readonly Uint8Array[] = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0000000000000000000000000000000000000000000000000000000000000080',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000080',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f11d7',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b880',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
].map(parseHex);

// A point of order 8 on the Edwards form.
const TORSION = ed25519.Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');

/** A key that agrees to the same secret as the key of `seed`, because a low-order point has been added. */
export function torsionedKey(seed: Uint8Array, multiple: number): Uint8Array {
  const secret = x25519.getPublicKey(seed);
  let point = ed25519.Point.BASE.multiplyUnsafe(clampedScalar(seed));
  for (let i = 0; i < multiple; i++) point = point.add(TORSION);
  const key = montgomeryU(point);
  if (multiple === 0 && key.some((byte, i) => byte !== secret[i])) throw new TypeError('not the key of the seed');
  return key;
}

function clampedScalar(seed: Uint8Array): bigint {
  const bytes = Uint8Array.from(seed);
  bytes[0] = (bytes[0] ?? 0) & 0xf8;
  bytes[31] = ((bytes[31] ?? 0) & 0x7f) | 0x40;
  const scalar = BigInt(
    `0x${[...bytes]
      .reverse()
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join('')}`,
  );
  return scalar % ed25519.Point.Fn.ORDER;
}

/** u = (1 + y) / (1 - y) */
function montgomeryU(point: typeof TORSION): Uint8Array {
  const { Fp } = ed25519.Point;
  const { y } = point.toAffine();
  return Fp.toBytes(Fp.div(Fp.add(Fp.ONE, y), Fp.sub(Fp.ONE, y)));
}
