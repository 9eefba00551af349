/** The decapsulation that the portable provider calls, with expanded keys. For tests only. */
import { ml_kem768, ml_kem1024 } from '@noble/post-quantum/ml-kem.js';
import { badPublicKey } from '../x25519-public-key.ts';
import type { ExpandedKem, ExpandedKems } from './expanded-kem.ts';

function expandedKem(kem: typeof ml_kem768): ExpandedKem {
  return {
    decapsulate(decapsulationKey, ciphertext) {
      try {
        return kem.decapsulate(ciphertext, decapsulationKey);
      } catch (cause) {
        throw badPublicKey(cause);
      }
    },
  };
}

export const portableExpandedKems: ExpandedKems = {
  mlKem768: expandedKem(ml_kem768),
  mlKem1024: expandedKem(ml_kem1024),
};
