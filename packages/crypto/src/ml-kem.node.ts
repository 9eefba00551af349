/**
 * ML-KEM on Node: native key generation and decapsulation, noble's encapsulation.
 *
 * Node's `encapsulate` draws its own randomness; ours must come from the caller, or a recorded run could not be
 * repeated. It is needed once per session that is set up and costs 0.5 ms.
 */
import { decapsulate } from 'node:crypto';
import { KEM_SEED_BYTES, requireLength } from './key-lengths.ts';
import { portableMlKem768, portableMlKem1024 } from './ml-kem.portable.ts';
import { exportPublicKey, importPrivateKey } from './native-key.node.ts';
import type { MlKem } from './provider.ts';
import { badPublicKey } from './x25519-public-key.ts';

function native(type: 'ml-kem-768' | 'ml-kem-1024', ciphertextBytes: number, portable: MlKem): MlKem {
  return {
    keyPair(seed) {
      const privateKey = importPrivateKey(type, requireLength(seed, KEM_SEED_BYTES, 'seed'));
      return { publicKey: exportPublicKey(privateKey), seed: Uint8Array.from(seed) };
    },
    encapsulate: portable.encapsulate,
    decapsulate(seed, ciphertext) {
      if (ciphertext.length !== ciphertextBytes) throw badPublicKey();
      const privateKey = importPrivateKey(type, requireLength(seed, KEM_SEED_BYTES, 'seed'));
      const secret = decapsulate(privateKey, ciphertext);
      return new Uint8Array(secret.buffer, secret.byteOffset, secret.length);
    },
  };
}

export const nodeMlKem768: MlKem = native('ml-kem-768', 1088, portableMlKem768);
export const nodeMlKem1024: MlKem = native('ml-kem-1024', 1568, portableMlKem1024);
