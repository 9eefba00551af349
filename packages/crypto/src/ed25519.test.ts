import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, parseHex } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodeEd25519 } from './ed25519.node.ts';
import { portableEd25519 } from './ed25519.portable.ts';

const { Point } = ed25519;
const L = Point.Fn.ORDER;
const VERIFIERS = [
  { name: 'node', ...nodeEd25519 },
  { name: 'portable', ...portableEd25519 },
];
const SEED = new Uint8Array(32).fill(9);
const MESSAGE = parseHex('af82');
// A generator of the eight points of small order.
const TORSION = Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');

function littleEndian(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}

function scalar(bytes: Uint8Array): bigint {
  return bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

/** A signature over `message` by secret scalar `a`, with any points added to key and nonce. */
function signWith(options: { keyTorsion: number; nonceTorsion: number; message: Uint8Array; nonce: bigint }) {
  const a = 123_456_789n;
  const times = (count: number) => (count === 0 ? Point.ZERO : TORSION.multiplyUnsafe(BigInt(count)));
  const publicKey = Point.BASE.multiply(a).add(times(options.keyTorsion)).toBytes();
  const r = Point.BASE.multiply(options.nonce).add(times(options.nonceTorsion)).toBytes();
  const k = scalar(sha512(concatBytes(r, publicKey, options.message))) % L;
  return { publicKey, k, signature: concatBytes(r, littleEndian((options.nonce + k * a) % L)) };
}

describe.each(VERIFIERS)('Ed25519 on the $name provider', ({ publicKey, sign, verify }) => {
  test('RFC 8032 §7.1, tests 1 and 3', () => {
    const seed = parseHex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
    expect(publicKey(seed)).toEqual(parseHex('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'));
    expect(sign(seed, new Uint8Array(0))).toEqual(
      parseHex(
        'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
      ),
    );
    const third = parseHex('c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7');
    expect(publicKey(third)).toEqual(parseHex('fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025'));
    expect(sign(third, MESSAGE)).toEqual(
      parseHex(
        '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
      ),
    );
  });

  test('B15: the same signature with S + L is refused', () => {
    const signature = sign(SEED, MESSAGE);
    const shifted = concatBytes(signature.subarray(0, 32), littleEndian(scalar(signature.subarray(32)) + L));
    expect(verify(publicKey(SEED), MESSAGE, signature)).toBe(true);
    expect(verify(publicKey(SEED), MESSAGE, shifted)).toBe(false);
  });

  test('D13: no key and no nonce of small order is accepted, in any encoding', () => {
    for (let i = 0; i < 8; i++) {
      const small = TORSION.multiplyUnsafe(BigInt(i)).toBytes();
      const negated = small.map((byte, at) => (at === 31 ? byte ^ 0x80 : byte));
      const above = littleEndian(scalar(small.map((byte, at) => (at === 31 ? byte & 0x7f : byte))) + 2n ** 255n - 19n);
      for (const point of [small, negated, above]) {
        // [S]B = R + [k]A holds for A of small order whenever S = 0 and R cancels [k]A.
        for (let j = 0; j < 8; j++) {
          const r = TORSION.multiplyUnsafe(BigInt(j)).toBytes();
          expect(verify(point, MESSAGE, concatBytes(r, new Uint8Array(32)))).toBe(false);
        }
        expect(verify(publicKey(SEED), MESSAGE, concatBytes(point, sign(SEED, MESSAGE).subarray(32)))).toBe(false);
      }
    }
  });

  test('a signature that holds only after multiplying by the cofactor is refused', () => {
    let refused = 0;
    for (let nonce = 1n; nonce <= 24n; nonce++) {
      const { publicKey: key, signature, k } = signWith({ keyTorsion: 1, nonceTorsion: 0, message: MESSAGE, nonce });
      // Without a cofactor the key's torsion only vanishes when k is a multiple of 8.
      const holds = k % 8n === 0n;
      expect(verify(key, MESSAGE, signature)).toBe(holds);
      if (!holds) refused++;
    }
    expect(refused).toBeGreaterThan(0);
    const mixedNonce = signWith({ keyTorsion: 0, nonceTorsion: 3, message: MESSAGE, nonce: 77n });
    expect(verify(mixedNonce.publicKey, MESSAGE, mixedNonce.signature)).toBe(false);
  });

  test('bytes that are not a point, or of another length, are refused and never thrown about', () => {
    const signature = sign(SEED, MESSAGE);
    // y = 2 has no x.
    const noPoint = Uint8Array.of(2, ...new Uint8Array(31));
    expect(verify(noPoint, MESSAGE, signature)).toBe(false);
    expect(verify(publicKey(SEED), MESSAGE, concatBytes(noPoint, signature.subarray(32)))).toBe(false);
    expect(verify(publicKey(SEED).subarray(1), MESSAGE, signature)).toBe(false);
    expect(verify(publicKey(SEED), MESSAGE, signature.subarray(1))).toBe(false);
  });

  test('S = 0 and the largest S are handled like any other', () => {
    const key = Point.BASE.multiply(5n);
    const nonce = Point.BASE.multiply(11n);
    for (const s of [0n, L - 1n]) {
      const forged = concatBytes(nonce.toBytes(), littleEndian(s));
      expect(verify(key.toBytes(), MESSAGE, forged)).toBe(false);
    }
  });
});

test('D13: both verifiers give the same answer on arbitrary edge cases', () => {
  const point = fc.tuple(fc.nat({ max: 7 }), fc.constantFrom(0n, 1n, 5n, L - 1n)).map(([torsion, base]) => {
    const t = TORSION.multiplyUnsafe(BigInt(torsion));
    return (base === 0n ? t : Point.BASE.multiply(base).add(t)).toBytes();
  });
  const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const s = fc.oneof(fc.constantFrom(0n, 1n, 5n, L - 1n, L, 2n ** 256n - 1n).map(littleEndian), bytes32);
  fc.assert(
    fc.property(fc.oneof(point, bytes32), fc.oneof(point, bytes32), s, fc.uint8Array(), (key, r, sBytes, message) => {
      const signature = concatBytes(r, sBytes);
      expect(portableEd25519.verify(key, message, signature)).toBe(nodeEd25519.verify(key, message, signature));
    }),
    { numRuns: 300 },
  );
});

test('a seed whose bytes have changed signs as the new seed', () => {
  const seed = new Uint8Array(32).fill(1);
  const before = nodeEd25519.sign(seed, MESSAGE);
  seed.fill(2);
  expect(nodeEd25519.sign(seed, MESSAGE)).not.toEqual(before);
  expect(nodeEd25519.sign(seed, MESSAGE)).toEqual(portableEd25519.sign(seed, MESSAGE));
});
