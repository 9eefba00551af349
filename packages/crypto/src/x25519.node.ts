/** X25519 on Node. A key pair made here carries its imported private key, so that each is imported once. */
import { diffieHellman, type KeyObject } from 'node:crypto';
import { equalBytes } from '@sotto/wire';
import { KEY_BYTES, requireLength } from './key-lengths.ts';
import { KeyPair } from './key-pair.ts';
import { exportPublicKey, importPrivateKey, importPublicKey } from './native-key.node.ts';
import type { X25519, X25519KeyPair } from './provider.ts';
import { badPublicKey, checkCanonicalX25519 } from './x25519-public-key.ts';

class NativeX25519KeyPair extends KeyPair {
  readonly #privateKey: KeyObject;

  constructor(publicKey: Uint8Array, secretKey: Uint8Array, privateKey: KeyObject) {
    super(publicKey, secretKey);
    this.#privateKey = privateKey;
  }

  static privateKeyOf(pair: X25519KeyPair): KeyObject {
    if (#privateKey in pair) return pair.#privateKey;
    return importPrivateKey('x25519', requireLength(pair.secretKey, KEY_BYTES, 'secret key'));
  }
}

// A step of the ratchet agrees twice with the same key.
let lastImported: { readonly bytes: Uint8Array; readonly key: KeyObject } | undefined;

function publicKeyOf(bytes: Uint8Array): KeyObject {
  if (lastImported && equalBytes(lastImported.bytes, bytes)) return lastImported.key;
  const key = importPublicKey('x25519', bytes);
  lastImported = { bytes: Uint8Array.from(bytes), key };
  return key;
}

export const nodeX25519: X25519 = {
  keyPair(seed) {
    const privateKey = importPrivateKey('x25519', requireLength(seed, KEY_BYTES, 'seed'));
    return new NativeX25519KeyPair(exportPublicKey(privateKey), Uint8Array.from(seed), privateKey);
  },
  agree(ours, theirPublicKey) {
    checkCanonicalX25519(theirPublicKey);
    const privateKey = NativeX25519KeyPair.privateKeyOf(ours);
    try {
      // OpenSSL refuses an all-zero result, which is what a key of small order gives (RFC 7748 §6.1).
      const secret = diffieHellman({ privateKey, publicKey: publicKeyOf(theirPublicKey) });
      return new Uint8Array(secret.buffer, secret.byteOffset, KEY_BYTES);
    } catch (cause) {
      throw badPublicKey(cause);
    }
  },
};
