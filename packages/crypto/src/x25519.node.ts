/** X25519 on Node. Imports cost as much as half an agreement, so each key is imported once. */
import { diffieHellman, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { KEY_BYTES, requireLength } from './key-lengths.ts';
import { KeyPair } from './key-pair.ts';
import { exportPublicKey, importPrivateKey, importPublicKey, rawPrivateKey, rawPublicKey } from './native-key.node.ts';
import type { X25519, X25519KeyPair } from './provider.ts';
import { RecentPublicKeys } from './recent-public-keys.ts';
import { badPublicKey, checkCanonicalX25519 } from './x25519-public-key.ts';

/** A key pair made here carries its private key. */
class NativeX25519KeyPair extends KeyPair {
  readonly #privateKey: KeyObject;

  constructor(publicKey: Uint8Array, secretKey: Uint8Array, privateKey: KeyObject) {
    super(publicKey, secretKey);
    this.#privateKey = privateKey;
  }

  override copy(): KeyPair {
    return new NativeX25519KeyPair(this.publicKey, new Uint8Array(this.secretKey), this.#privateKey);
  }

  static privateKeyOf(pair: X25519KeyPair): KeyObject {
    return #privateKey in pair ? pair.#privateKey : importedPrivateKey(pair);
  }
}

// Of pairs that were read from a store. A pair is a value, so it may stand for its key as long as it lives.
const privateKeys = new WeakMap<X25519KeyPair, KeyObject>();

function importedPrivateKey(pair: X25519KeyPair): KeyObject {
  const known = privateKeys.get(pair);
  if (known) return known;
  const key = importPrivateKey('x25519', requireLength(pair.secretKey, KEY_BYTES, 'secret key'));
  privateKeys.set(pair, key);
  return key;
}

const recentKeys = new RecentPublicKeys<KeyObject>();

function publicKeyOf(bytes: Uint8Array): KeyObject {
  const known = recentKeys.find(bytes);
  if (known) return known;
  const key = importPublicKey('x25519', bytes);
  recentKeys.add(bytes, key);
  return key;
}

export const nodeX25519: X25519 = {
  keyPair(seed) {
    const privateKey = importPrivateKey('x25519', requireLength(seed, KEY_BYTES, 'seed'));
    return new NativeX25519KeyPair(exportPublicKey(privateKey), new Uint8Array(seed), privateKey);
  },
  keyPairByPlatform() {
    const { publicKey, privateKey } = generateKeyPairSync('x25519');
    return new NativeX25519KeyPair(rawPublicKey(publicKey), rawPrivateKey(privateKey), privateKey);
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
