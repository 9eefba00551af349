/** Curve operations that check less than ours: what a careless choice of library defaults would give. For tests only. */
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { isStrictForm } from '../ed25519-strict.ts';
import type { Ed25519, X25519 } from '../provider.ts';

/** Ed25519 verification with a cofactor, after our own checks of the form. */
export const cofactoredVerify: Ed25519['verify'] = (publicKey, message, signature) =>
  isStrictForm(publicKey, signature) && ed25519.verify(signature, message, publicKey, { zip215: false });

/** Ed25519 verification as a consensus rule has it: anything that decodes, small order included. */
export const zip215Verify: Ed25519['verify'] = (publicKey, message, signature) =>
  signature.length === 64 && ed25519.verify(signature, message, publicKey, { zip215: true });

/** X25519 that masks what is above the modulus, and refuses the all-zero secret. */
export const reducingAgree: X25519['agree'] = ({ secretKey }, theirs) => x25519.getSharedSecret(secretKey, theirs);

/** X25519 that gives out the all-zero secret for a key of small order. */
export const zeroAgree: X25519['agree'] = ({ secretKey }, theirs) => {
  try {
    return x25519.getSharedSecret(secretKey, theirs);
  } catch {
    return new Uint8Array(32);
  }
};
