/**
 * ML-KEM on Node: native, but for encapsulation with given randomness.
 *
 * Node's `encapsulate` draws its own randomness. Where it must come from the caller, so that a run can be repeated,
 * noble's is used, which takes ten times as long.
 */
import { decapsulate, encapsulate } from 'node:crypto';
import { ImportedSeeds } from './imported-seeds.node.ts';
import { KEM_SEED_BYTES, requireLength } from './key-lengths.ts';
import { portableMlKem768, portableMlKem1024 } from './ml-kem.portable.ts';
import { exportPublicKey, importPublicKey } from './native-key.node.ts';
import type { Encapsulation, MlKem } from './provider.ts';
import { badPublicKey } from './x25519-public-key.ts';

type KemType = 'ml-kem-768' | 'ml-kem-1024';

function asBytes({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}

function nativeEncapsulation(type: KemType, publicKey: Uint8Array): Encapsulation {
  try {
    const { ciphertext, sharedKey } = encapsulate(importPublicKey(type, publicKey));
    return { ciphertext: asBytes(ciphertext), sharedSecret: asBytes(sharedKey) };
  } catch (cause) {
    throw badPublicKey(cause);
  }
}

function native(type: KemType, ciphertextBytes: number, portable: MlKem): MlKem {
  const seeds = new ImportedSeeds(type);
  return {
    keyPair(seed) {
      const ownSeed = new Uint8Array(requireLength(seed, KEM_SEED_BYTES, 'seed'));
      return { publicKey: exportPublicKey(seeds.keyOf(ownSeed)), seed: ownSeed };
    },
    encapsulate: portable.encapsulate,
    encapsulateByPlatform: (publicKey) => nativeEncapsulation(type, publicKey),
    decapsulate(seed, ciphertext) {
      if (ciphertext.length !== ciphertextBytes) throw badPublicKey();
      return asBytes(decapsulate(seeds.keyOf(requireLength(seed, KEM_SEED_BYTES, 'seed')), ciphertext));
    },
  };
}

export const nodeMlKem768: MlKem = native('ml-kem-768', 1088, portableMlKem768);
export const nodeMlKem1024: MlKem = native('ml-kem-1024', 1568, portableMlKem1024);
