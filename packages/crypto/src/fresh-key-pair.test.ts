import { formatHex } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { freshKeyPair } from './fresh-key-pair.ts';
import { platformProvider as browserProvider } from './platform.browser.ts';
import { platformRandom } from './platform.node.ts';
import { nodeProvider } from './provider.node.ts';
import { portableProvider } from './provider.portable.ts';
import { randomFrom } from './testing/devices.ts';

describe.each([nodeProvider, portableProvider, browserProvider])(
  'a fresh key pair of the $name provider',
  (provider) => {
    test('is a whole key pair, whoever draws: its secret bytes belong to its public ones', async () => {
      for (const random of [platformRandom, randomFrom('key pair')]) {
        const pair = await freshKeyPair(provider, random);
        const { publicKey } = await portableProvider.x25519.keyPair(pair.secretKey);
        expect(formatHex(pair.publicKey)).toBe(formatHex(publicKey));
        const theirs = await portableProvider.x25519.keyPair(new Uint8Array(32).fill(5));
        const agreed = await portableProvider.x25519.agree(theirs, pair.publicKey);
        expect(await provider.x25519.agree(pair, theirs.publicKey)).toEqual(agreed);
      }
    });

    test('can be repeated with a source that can, and only then', async () => {
      const one = await freshKeyPair(provider, randomFrom('same'));
      expect(await freshKeyPair(provider, randomFrom('same'))).toEqual(one);
      const fresh = await freshKeyPair(provider, platformRandom);
      expect((await freshKeyPair(provider, platformRandom)).publicKey).not.toEqual(fresh.publicKey);
    });
  },
);
