/** Ed25519 on Node: the strict form checks, then OpenSSL's cofactorless verification. */
import { type KeyObject, sign, verify } from 'node:crypto';
import { isStrictForm } from './ed25519-strict.ts';
import { ImportedSeeds } from './imported-seeds.node.ts';
import { KEY_BYTES, requireLength } from './key-lengths.ts';
import { exportPublicKey, importPublicKey } from './native-key.node.ts';
import type { Ed25519 } from './provider.ts';

const seeds = new ImportedSeeds('ed25519');

function privateKeyOf(seed: Uint8Array): KeyObject {
  return seeds.keyOf(requireLength(seed, KEY_BYTES, 'seed'));
}

export const nodeEd25519: Ed25519 = {
  publicKey: (seed) => exportPublicKey(privateKeyOf(seed)),
  sign: (seed, message) => new Uint8Array(sign(null, message, privateKeyOf(seed))),
  verify(publicKey, message, signature) {
    if (!isStrictForm(publicKey, signature)) return false;
    try {
      return verify(null, message, importPublicKey('ed25519', publicKey), signature);
    } catch {
      // Not a point of the curve.
      return false;
    }
  },
};
