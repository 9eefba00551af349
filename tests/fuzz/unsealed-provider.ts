/**
 * A provider that seals nothing: its AEAD hides and checks nothing, and the tag and the pad of a ratchet header depend on
 * the header key alone, so that they hold for every header. A search gets past both: what lies behind a seal is met by
 * whoever holds the key, a malicious contact above all. Everything else is the real provider.
 */
import { type CryptoProvider, platformProvider } from '@sotto/crypto';
import { encodeCanonical, LABELS, VerifyError } from '@sotto/wire';

const TAG_BYTES = 16;
const HEADER_LABELS = [LABELS.headerSeal, LABELS.headerCommitment].map((label) => encodeCanonical(label));

/** The input without what it says of one header. */
function withoutHeader(input: Uint8Array): Uint8Array {
  const label = HEADER_LABELS.find((prefix) => Buffer.compare(prefix, input.subarray(0, prefix.length)) === 0);
  return label ?? input;
}

export const unsealedProvider: CryptoProvider = {
  ...platformProvider,
  hmacSha256: (key, input) => platformProvider.hmacSha256(key, withoutHeader(input)),
  aeadSeal: ({ plaintext, output }) => {
    const sealed = output ?? new Uint8Array(plaintext.length + TAG_BYTES);
    sealed.set(plaintext);
    return sealed;
  },
  aeadOpen: ({ ciphertext }) => {
    if (ciphertext.length < TAG_BYTES) throw new VerifyError('bad-tag', 'authentication failed');
    return ciphertext.slice(0, ciphertext.length - TAG_BYTES);
  },
};
