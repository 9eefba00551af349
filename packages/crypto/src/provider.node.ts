/** The provider of Node: OpenSSL through node:crypto, called in the ways that are fast on Node 24. */
import { argon2 } from 'node:crypto';
import { aeadOpen, aeadSeal } from './aead.node.ts';
import { nodeEd25519 } from './ed25519.node.ts';
import { hkdfSha256, hmacSha256, hmacTagSha256, sha256 } from './hash.node.ts';
import { badArgon2Parameters } from './key-lengths.ts';
import { nodeMlKem768, nodeMlKem1024 } from './ml-kem.node.ts';
import type { Argon2idInput, CryptoProvider } from './provider.ts';
import { nodeX25519 } from './x25519.node.ts';

function argon2id({ password, salt, memoryKiB, passes, parallelism, length }: Argon2idInput): Promise<Uint8Array> {
  const parameters = { message: password, nonce: salt, memory: memoryKiB, passes, parallelism, tagLength: length };
  return new Promise((resolve, reject) => {
    try {
      argon2('argon2id', parameters, (error, key) => {
        if (error) reject(badArgon2Parameters(error));
        else resolve(Uint8Array.from(key));
      });
    } catch (cause) {
      reject(badArgon2Parameters(cause));
    }
  });
}

export const nodeProvider: CryptoProvider = {
  name: 'node',
  sha256,
  hmacSha256,
  hmacTagSha256,
  hkdfSha256,
  aeadSeal,
  aeadOpen,
  x25519: nodeX25519,
  ed25519: nodeEd25519,
  mlKem768: nodeMlKem768,
  mlKem1024: nodeMlKem1024,
  argon2id,
};
