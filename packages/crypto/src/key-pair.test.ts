import { describe, expect, test } from 'vitest';
import { copyKeyPair } from './key-pair.ts';
import { platformProvider as browserProvider } from './platform.browser.ts';
import { nodeProvider } from './provider.node.ts';
import { portableProvider } from './provider.portable.ts';

describe.each([nodeProvider, portableProvider, browserProvider])(
  'a copy of a key pair of the $name provider',
  (provider) => {
    test.each(['made', 'read'])('agrees as the pair that was %s, and outlives its wiping', async (origin) => {
      const made = await provider.x25519.keyPair(new Uint8Array(32).fill(1));
      const pair = origin === 'made' ? made : { publicKey: made.publicKey, secretKey: Uint8Array.from(made.secretKey) };
      const theirs = await provider.x25519.keyPair(new Uint8Array(32).fill(2));
      const agreed = await provider.x25519.agree(made, theirs.publicKey);
      const copy = copyKeyPair(pair);
      pair.secretKey.fill(0);
      expect(copy.publicKey).toEqual(made.publicKey);
      expect(copy.secretKey).toEqual(new Uint8Array(32).fill(1));
      expect(await provider.x25519.agree(copy, theirs.publicKey)).toEqual(agreed);
      copy.secretKey.fill(0);
      expect(await provider.x25519.agree(theirs, copy.publicKey)).toEqual(agreed);
    });
  },
);
