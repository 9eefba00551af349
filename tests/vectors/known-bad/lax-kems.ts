/** ML-KEM with one check left out, or one too many. */
import { createHash } from 'node:crypto';
import type { MlKem } from '@sotto/crypto';
import { concatBytes, equalBytes, VerifyError } from '@sotto/wire';
import type { ExpandedKem } from '../../../packages/crypto/src/testing/expanded-kem.ts';

const MODULUS = 3_329;
const SEED_BYTES = 32;

/** Every 12-bit coefficient of an encapsulation key modulo q; the 32 bytes after them stay. */
function reduced(publicKey: Uint8Array): Uint8Array {
  const key = Uint8Array.from(publicKey);
  for (let at = 0; at + 2 < key.length - SEED_BYTES; at += 3) {
    const [a = 0, b = 0, c = 0] = key.subarray(at, at + 3);
    const low = (a | ((b & 0x0f) << 8)) % MODULUS;
    const high = ((b >> 4) | (c << 4)) % MODULUS;
    key.set([low & 0xff, (low >> 8) | ((high & 0x0f) << 4), high >> 4], at);
  }
  return key;
}

/** Takes a key with coefficients above the modulus for the key that they are congruent to. */
export function reducingKem(kem: MlKem): MlKem {
  return { ...kem, encapsulate: (publicKey, random) => kem.encapsulate(reduced(publicKey), random) };
}

/** The parts of an expanded key (FIPS 203 §7.1): dkPKE, ek, H(ek), z. */
function partsOf(decapsulationKey: Uint8Array) {
  const rank = (decapsulationKey.length - 96) / 768;
  const secretBytes = 384 * rank;
  const end = decapsulationKey.length;
  return {
    secret: decapsulationKey.subarray(0, secretBytes),
    publicKey: decapsulationKey.subarray(secretBytes, end - 64),
    z: decapsulationKey.subarray(end - 32),
  };
}

/** Makes the hash inside a key fit before using it: as good as not checking it. */
export function repairingKem(kem: ExpandedKem): ExpandedKem {
  return {
    decapsulate(decapsulationKey, ciphertext) {
      const { secret, publicKey, z } = partsOf(decapsulationKey);
      const hash = createHash('sha3-256').update(publicKey).digest();
      return kem.decapsulate(concatBytes(secret, publicKey, hash, z), ciphertext);
    },
  };
}

/** Throws where the standard wants an unrelated secret: J(z || c) (FIPS 203 §6.3). */
export function strictKem(kem: ExpandedKem): ExpandedKem {
  return {
    decapsulate(decapsulationKey, ciphertext) {
      const secret = kem.decapsulate(decapsulationKey, ciphertext);
      const { z } = partsOf(decapsulationKey);
      const implicit = createHash('shake256', { outputLength: 32 }).update(z).update(ciphertext).digest();
      if (equalBytes(secret, implicit)) throw new VerifyError('bad-key', 'refused');
      return secret;
    },
  };
}
