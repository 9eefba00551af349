/**
 * A provider whose AEAD hides nothing and checks nothing, so that a search gets past it: what lies behind a seal is met
 * by whoever holds the key, a malicious contact above all. Everything else is the real provider.
 */
import { type CryptoProvider, platformProvider } from '@sotto/crypto';
import { VerifyError } from '@sotto/wire';

const TAG_BYTES = 16;

export const unsealedProvider: CryptoProvider = {
  ...platformProvider,
  aeadSeal: ({ plaintext }) => {
    const sealed = new Uint8Array(plaintext.length + TAG_BYTES);
    sealed.set(plaintext);
    return sealed;
  },
  aeadOpen: ({ ciphertext }) => {
    if (ciphertext.length < TAG_BYTES) throw new VerifyError('bad-tag', 'authentication failed');
    return ciphertext.slice(0, ciphertext.length - TAG_BYTES);
  },
};
