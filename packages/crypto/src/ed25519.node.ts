/** Ed25519 on Node: the strict form checks, then OpenSSL's cofactorless verification. */
import { type KeyObject, sign, verify } from 'node:crypto';
import { equalBytes } from '@sotto/wire';
import { isStrictForm } from './ed25519-strict.ts';
import { sha256 } from './hash.node.ts';
import { KEY_BYTES, requireLength } from './key-lengths.ts';
import { exportPublicKey, importPrivateKey, importPublicKey } from './native-key.node.ts';
import type { Ed25519 } from './provider.ts';

// An import costs more than a signature, and devices and mailboxes sign with the same seed again and again. The digest
// notices a seed whose bytes have changed since (wiped, or a reused buffer).
const imported = new WeakMap<Uint8Array, { readonly digest: Uint8Array; readonly key: KeyObject }>();

function privateKeyOf(seed: Uint8Array): KeyObject {
  requireLength(seed, KEY_BYTES, 'seed');
  const digest = sha256(seed);
  const known = imported.get(seed);
  if (known && equalBytes(known.digest, digest)) return known.key;
  const key = importPrivateKey('ed25519', seed);
  imported.set(seed, { digest, key });
  return key;
}

export const nodeEd25519: Ed25519 = {
  publicKey: (seed) => exportPublicKey(privateKeyOf(seed)),
  sign: (seed, message) => Uint8Array.from(sign(null, message, privateKeyOf(seed))),
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
