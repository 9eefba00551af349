/** ChaCha20-Poly1305 on Node. `createSecretKey` first: a raw key costs 10 µs more on Node 24.18 and later. */
import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';
import { VerifyError } from '@sotto/wire';
import { AEAD_TAG_BYTES, aeadOutput, checkAeadInput } from './key-lengths.ts';
import type { AeadInput, AeadSealInput } from './provider.ts';

const ALGORITHM = 'chacha20-poly1305';
const OPTIONS = { authTagLength: AEAD_TAG_BYTES };

export function aeadSeal(input: AeadSealInput): Uint8Array {
  const sealed = aeadOutput(input);
  const { key, nonce, plaintext, associatedData } = input;
  const cipher = createCipheriv(ALGORITHM, createSecretKey(key), nonce, OPTIONS);
  cipher.setAAD(associatedData, { plaintextLength: plaintext.length });
  sealed.set(cipher.update(plaintext));
  cipher.final();
  sealed.set(cipher.getAuthTag(), plaintext.length);
  return sealed;
}

export function aeadOpen(input: AeadInput & { readonly ciphertext: Uint8Array }): Uint8Array {
  checkAeadInput(input);
  const { key, nonce, ciphertext, associatedData } = input;
  const length = ciphertext.length - AEAD_TAG_BYTES;
  if (length < 0) throw new VerifyError('bad-tag', 'authentication failed');
  const decipher = createDecipheriv(ALGORITHM, createSecretKey(key), nonce, OPTIONS);
  decipher.setAAD(associatedData, { plaintextLength: length });
  decipher.setAuthTag(ciphertext.subarray(length));
  const opened = decipher.update(ciphertext.subarray(0, length));
  try {
    decipher.final();
  } catch {
    opened.fill(0);
    throw new VerifyError('bad-tag', 'authentication failed');
  }
  return new Uint8Array(opened.buffer, opened.byteOffset, length);
}
