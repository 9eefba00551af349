/** ML-KEM from noble (FIPS 203), with its errors turned into ours. */
import { ml_kem768, ml_kem1024 } from '@noble/post-quantum/ml-kem.js';
import { KEM_RANDOM_BYTES, KEM_SEED_BYTES, requireLength } from './key-lengths.ts';
import type { MlKem } from './provider.ts';
import { badPublicKey } from './x25519-public-key.ts';

function portable(kem: typeof ml_kem768): MlKem {
  return {
    keyPair(seed) {
      const { publicKey, secretKey } = kem.keygen(requireLength(seed, KEM_SEED_BYTES, 'seed'));
      secretKey.fill(0);
      return { publicKey, seed: Uint8Array.from(seed) };
    },
    encapsulate(publicKey, random) {
      requireLength(random, KEM_RANDOM_BYTES, 'randomness');
      try {
        const { cipherText, sharedSecret } = kem.encapsulate(publicKey, random);
        return { ciphertext: cipherText, sharedSecret };
      } catch (cause) {
        throw badPublicKey(cause);
      }
    },
    decapsulate(seed, ciphertext) {
      if (ciphertext.length !== kem.lengths.cipherText) throw badPublicKey();
      const { secretKey } = kem.keygen(requireLength(seed, KEM_SEED_BYTES, 'seed'));
      const sharedSecret = kem.decapsulate(ciphertext, secretKey);
      secretKey.fill(0);
      return sharedSecret;
    },
  };
}

export const portableMlKem768: MlKem = portable(ml_kem768);
export const portableMlKem1024: MlKem = portable(ml_kem1024);
