/** X25519 keys that no honest device publishes (specs/03 §2). */
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { formatHex } from '@sotto/wire';
import { recordedBytes } from '../../differential/recorded-bytes.ts';

/** An Edwards point of order 8. */
const TORSION = ed25519.Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');

/** A key whose agreement is the agreement of an honest key and a bit more: the honest point plus a point of order 8. */
function torsionedKey(): Uint8Array {
  const honest = ed25519.Point.fromBytes(ed25519.getPublicKey(recordedBytes('torsioned')(32)));
  return ed25519.utils.toMontgomery(honest.add(TORSION).toBytes());
}

/** The smallest u that is on the twist and not of small order. */
function twistKey(): Uint8Array {
  const secret = recordedBytes('twist')(32);
  for (let u = 2; u < 256; u += 1) {
    const key = new Uint8Array(32);
    key[0] = u;
    const agreement = x25519.getSharedSecret(secret, key);
    const isOnCurve = curveHas(BigInt(u));
    if (!isOnCurve && agreement.some((byte) => byte !== 0)) return key;
  }
  throw new RangeError('half of all numbers are on the twist');
}

function curveHas(u: bigint): boolean {
  const { Fp } = ed25519.Point;
  const square = Fp.create(u ** 3n + 486_662n * u ** 2n + u);
  return Fp.eql(Fp.pow(square, (Fp.ORDER - 1n) / 2n), Fp.ONE);
}

/** By what is wrong with them: hexadecimal, 32 bytes. */
export const WEAK_KEYS: Readonly<Record<string, string>> = {
  'small-order-zero': '00'.repeat(32),
  'small-order-one': `01${'00'.repeat(31)}`,
  'small-order-eight': 'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  'small-order-minus-one': `ec${'ff'.repeat(30)}7f`,
  'not-canonical': `f0${'ff'.repeat(30)}7f`,
  'bit-255-set': `09${'00'.repeat(30)}80`,
};

/** Refused in a handshake; ratchet keys are not checked for these. */
export const NOT_PRIME_ORDER: Readonly<Record<string, string>> = {
  torsioned: formatHex(torsionedKey()),
  'on-the-twist': formatHex(twistKey()),
};
