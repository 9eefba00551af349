/** The provider that runs anywhere: noble, and WebAssembly for what passphrases cost; no platform interface at all. */
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { x25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { VerifyError } from '@sotto/wire';
import { argon2id } from 'hash-wasm';
import { portableEd25519 } from './ed25519.portable.ts';
import {
  aeadOutput,
  badArgon2Parameters,
  checkAeadInput,
  checkHkdfInput,
  KEY_BYTES,
  requireLength,
} from './key-lengths.ts';
import { KeyPair } from './key-pair.ts';
import { portableMlKem768, portableMlKem1024 } from './ml-kem.portable.ts';
import type { CryptoProvider, X25519 } from './provider.ts';
import { badPublicKey, checkCanonicalX25519 } from './x25519-public-key.ts';

export const portableX25519: X25519 = {
  keyPair(seed) {
    return new KeyPair(x25519.getPublicKey(requireLength(seed, KEY_BYTES, 'seed')), Uint8Array.from(seed));
  },
  agree(ours, theirPublicKey) {
    checkCanonicalX25519(theirPublicKey);
    requireLength(ours.secretKey, KEY_BYTES, 'secret key');
    try {
      return x25519.getSharedSecret(ours.secretKey, theirPublicKey);
    } catch (cause) {
      throw badPublicKey(cause);
    }
  },
};

export const portableProvider: CryptoProvider = {
  name: 'portable',
  sha256: (data) => sha256(data),
  publicSha256: (data) => sha256(data),
  hmacSha256: (key, data) => hmac(sha256, key, data),
  hmacTagSha256: (key, data) => hmac(sha256, key, data),
  hkdfSha256(input) {
    checkHkdfInput(input);
    return hkdf(sha256, input.secret, input.salt, input.info, input.length);
  },
  aeadSeal(input) {
    const output = aeadOutput(input);
    return chacha20poly1305(input.key, input.nonce, input.associatedData).encrypt(input.plaintext, output);
  },
  aeadOpen(input) {
    checkAeadInput(input);
    try {
      return chacha20poly1305(input.key, input.nonce, input.associatedData).decrypt(input.ciphertext);
    } catch {
      throw new VerifyError('bad-tag', 'authentication failed');
    }
  },
  x25519: portableX25519,
  ed25519: portableEd25519,
  mlKem768: portableMlKem768,
  mlKem1024: portableMlKem1024,
  async argon2id({ password, salt, memoryKiB, passes, parallelism, length }) {
    const cost = { memorySize: memoryKiB, iterations: passes, parallelism, hashLength: length };
    try {
      return await argon2id({ password, salt, ...cost, outputType: 'binary' });
    } catch (cause) {
      throw badArgon2Parameters(cause);
    }
  },
};
