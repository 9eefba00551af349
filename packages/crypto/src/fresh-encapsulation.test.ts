import { describe, expect, test } from 'vitest';
import { freshEncapsulation } from './fresh-encapsulation.ts';
import { platformProvider, platformRandom } from './platform.node.ts';
import { portableProvider } from './provider.portable.ts';
import type { MlKem } from './provider.ts';
import { failure, randomFrom } from './testing/devices.ts';

const SEED = new Uint8Array(64).fill(3);

describe.each([platformProvider, portableProvider])('fresh encapsulation on the $name provider', (provider) => {
  const kems: readonly MlKem[] = [provider.mlKem768, provider.mlKem1024];

  test('gives a secret that the key pair opens, whoever draws', () => {
    for (const kem of kems) {
      const { publicKey, seed } = kem.keyPair(SEED);
      for (const random of [platformRandom, randomFrom('encapsulation')]) {
        const { ciphertext, sharedSecret } = freshEncapsulation(kem, publicKey, random);
        expect(kem.decapsulate(seed, ciphertext)).toEqual(sharedSecret);
        expect(
          portableProvider[kem === provider.mlKem768 ? 'mlKem768' : 'mlKem1024'].decapsulate(SEED, ciphertext),
        ).toEqual(sharedSecret);
      }
    }
  });

  test('can be repeated with a source that can', () => {
    for (const kem of kems) {
      const { publicKey } = kem.keyPair(SEED);
      const twice = [1, 2].map(() => freshEncapsulation(kem, publicKey, randomFrom('same')));
      expect(twice[0]).toEqual(twice[1]);
      expect(freshEncapsulation(kem, publicKey, platformRandom)).not.toEqual(
        freshEncapsulation(kem, publicKey, platformRandom),
      );
    }
  });

  test('A3: refuses the same keys, whoever draws', () => {
    for (const kem of kems) {
      const { publicKey } = kem.keyPair(SEED);
      const aboveModulus = Uint8Array.from(publicKey);
      aboveModulus.set([0xff, 0xff, 0xff]);
      for (const random of [platformRandom, randomFrom('encapsulation')]) {
        for (const key of [aboveModulus, publicKey.subarray(1), new Uint8Array(publicKey.length + 1)]) {
          expect(() => freshEncapsulation(kem, key, random)).toThrow(expect.objectContaining(failure('bad-key')));
        }
      }
    }
  });
});
