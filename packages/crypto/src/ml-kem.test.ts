import { formatHex } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { nodeProvider } from './provider.node.ts';
import { portableProvider } from './provider.portable.ts';
import { failure } from './testing/devices.ts';

const SEED = Uint8Array.from({ length: 64 }, (_, i) => i);
const RANDOM = new Uint8Array(32).fill(5);
const MODULUS = 3_329;

/** Overwrites the 12-bit coefficient `index` of an encapsulation key. */
function withCoefficient(publicKey: Uint8Array, index: number, value: number): Uint8Array {
  const key = Uint8Array.from(publicKey);
  const at = Math.floor((index * 12) / 8);
  const low = key[at] ?? 0;
  const high = key[at + 1] ?? 0;
  if (index % 2 === 0) key.set([value & 0xff, (high & 0xf0) | (value >> 8)], at);
  else key.set([(low & 0x0f) | ((value & 0x0f) << 4), value >> 4], at);
  return key;
}

describe.each([nodeProvider, portableProvider])('ML-KEM on the $name provider', (provider) => {
  const sizes = [
    { kem: provider.mlKem768, coefficients: 768, key: 1_184, ciphertext: 1_088 },
    { kem: provider.mlKem1024, coefficients: 1_024, key: 1_568, ciphertext: 1_568 },
  ];

  test('A3: a key with a coefficient at or above the modulus is refused, wherever it is', () => {
    for (const { kem, coefficients } of sizes) {
      const { publicKey } = kem.keyPair(SEED);
      for (const index of [0, 1, 2, 255, 256, coefficients - 2, coefficients - 1]) {
        for (const value of [MODULUS, MODULUS + 1, 4_095]) {
          expect(() => kem.encapsulate(withCoefficient(publicKey, index, value), RANDOM)).toThrow(
            expect.objectContaining(failure('bad-key')),
          );
        }
        kem.encapsulate(withCoefficient(publicKey, index, MODULUS - 1), RANDOM);
      }
    }
  });

  test('A3: keys and ciphertexts of another length are refused', () => {
    for (const { kem, key, ciphertext } of sizes) {
      const { publicKey } = kem.keyPair(SEED);
      expect(publicKey).toHaveLength(key);
      const sealed = kem.encapsulate(publicKey, RANDOM);
      expect(sealed.ciphertext).toHaveLength(ciphertext);
      for (const cut of [publicKey.subarray(1), new Uint8Array(key + 1), new Uint8Array(0)]) {
        expect(() => kem.encapsulate(cut, RANDOM)).toThrow(expect.objectContaining(failure('bad-key')));
      }
      for (const cut of [sealed.ciphertext.subarray(1), new Uint8Array(ciphertext + 1), new Uint8Array(0)]) {
        expect(() => kem.decapsulate(SEED, cut)).toThrow(expect.objectContaining(failure('bad-key')));
      }
    }
  });

  test('A3: a tampered ciphertext gives a repeatable, unrelated secret and no error', () => {
    for (const { kem } of sizes) {
      const { ciphertext, sharedSecret } = kem.encapsulate(kem.keyPair(SEED).publicKey, RANDOM);
      const tampered = ciphertext.map((byte, i) => (i === 100 ? byte ^ 1 : byte));
      const secret = kem.decapsulate(SEED, tampered);
      expect(secret).toHaveLength(32);
      expect(secret).not.toEqual(sharedSecret);
      expect(kem.decapsulate(SEED, tampered)).toEqual(secret);
    }
  });

  test('encapsulation depends on the randomness it is given and on nothing else', () => {
    for (const { kem } of sizes) {
      const { publicKey } = kem.keyPair(SEED);
      expect(kem.encapsulate(publicKey, RANDOM)).toEqual(kem.encapsulate(publicKey, RANDOM));
      const other = kem.encapsulate(publicKey, new Uint8Array(32).fill(6));
      expect(formatHex(other.sharedSecret)).not.toBe(formatHex(kem.encapsulate(publicKey, RANDOM).sharedSecret));
    }
  });
});
