import { identityKeyPair, platformProvider } from '@sotto/crypto';
import { parseHex } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSoundKemKey, isSoundX25519Key } from './weak-keys.ts';

/** Little-endian field elements around the modulus 2^255 - 19, and both halves of it. */
const MODULUS_MINUS_ONE = parseHex('ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f');
const MODULUS_MINUS_TWO = parseHex('ebffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f');

describe('X25519 public keys', () => {
  test('of key pairs are sound', async () => {
    const { publicKey } = await identityKeyPair(new Uint8Array(32).fill(5));
    expect(isSoundX25519Key(publicKey)).toBe(true);
    expect(isSoundX25519Key(MODULUS_MINUS_TWO)).toBe(true);
  });

  test('A1: every one that gives the all-zero secret is refused', async () => {
    const ours = await platformProvider.x25519.keyPair(new Uint8Array(32).fill(5));
    // The seven encodings of small order below 2^255: 0, 1, two of order 8, p - 1, and p and p + 1.
    const weak = [
      '0000000000000000000000000000000000000000000000000000000000000000',
      '0100000000000000000000000000000000000000000000000000000000000000',
      'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
      '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
      'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
      'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
      'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    ].map(parseHex);
    for (const key of weak) {
      await expect(async () => await platformProvider.x25519.agree(ours, key)).rejects.toMatchObject({
        code: 'bad-key',
      });
      expect(isSoundX25519Key(key)).toBe(false);
      const highBit = Uint8Array.from(key);
      highBit[31] = (highBit[31] ?? 0) | 0x80;
      expect(isSoundX25519Key(highBit)).toBe(false);
    }
  });

  test('A2: every one that is not canonical is refused', async () => {
    const { publicKey } = await identityKeyPair(new Uint8Array(32).fill(5));
    const highBit = Uint8Array.from(publicKey);
    highBit[31] = (highBit[31] ?? 0) | 0x80;
    expect(isSoundX25519Key(highBit)).toBe(false);
    for (let last = 0xed; last <= 0xff; last++) {
      const key = Uint8Array.from(MODULUS_MINUS_ONE);
      key[0] = last;
      expect(isSoundX25519Key(key)).toBe(false);
    }
    for (const length of [0, 31, 33]) expect(isSoundX25519Key(new Uint8Array(length).fill(9))).toBe(false);
  });

  test('A1, A2: whatever is refused here the primitive refuses too, and the other way round', async () => {
    const ours = await platformProvider.x25519.keyPair(new Uint8Array(32).fill(5));
    const edge = fc
      .tuple(fc.nat(255), fc.constantFrom(0, 0xff), fc.constantFrom(0, 0x7f, 0x80, 0xff))
      .map(([low, middle, top]) => Uint8Array.of(low, ...new Uint8Array(30).fill(middle), top));
    await fc.assert(
      fc.asyncProperty(fc.oneof(edge, fc.uint8Array({ minLength: 32, maxLength: 32 })), async (key) => {
        const agrees = await Promise.resolve()
          .then(() => platformProvider.x25519.agree(ours, key))
          .then(
            () => true,
            () => false,
          );
        expect(isSoundX25519Key(key)).toBe(agrees);
      }),
      { numRuns: 200 },
    );
  });
});

describe('ML-KEM-1024 public keys', () => {
  const { publicKey } = platformProvider.mlKem1024.keyPair(new Uint8Array(64).fill(1));

  test('of key pairs are sound', () => {
    expect(isSoundKemKey(publicKey)).toBe(true);
  });

  test('A3: a coefficient at or above the modulus and another length are refused', () => {
    for (const offset of [0, 300, 1_530]) {
      // Three bytes hold two coefficients of 12 bits; 3329 = 0xd01 is the first value that is too large.
      const tooLarge = Uint8Array.from(publicKey);
      tooLarge[offset] = 0x01;
      tooLarge[offset + 1] = ((tooLarge[offset + 1] ?? 0) & 0xf0) | 0x0d;
      expect(isSoundKemKey(tooLarge)).toBe(false);
    }
    expect(isSoundKemKey(publicKey.subarray(1))).toBe(false);
    expect(isSoundKemKey(new Uint8Array())).toBe(false);
    expect(isSoundKemKey(Uint8Array.from([...publicKey, 0]))).toBe(false);
  });
});
