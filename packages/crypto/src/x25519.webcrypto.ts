/**
 * X25519 by WebCrypto: thirty times as fast as JavaScript, and asynchronous.
 *
 * Everything else of a provider stays synchronous; a promise for each hash would cost more than the hash. An import is a
 * round trip like an agreement, so each key is imported once.
 */
import { concatBytes, parseHex } from '@sotto/wire';
import { KEY_BYTES, requireLength } from './key-lengths.ts';
import { KeyPair } from './key-pair.ts';
import type { X25519, X25519KeyPair } from './provider.ts';
import { RecentPublicKeys } from './recent-public-keys.ts';
import { badPublicKey, checkCanonicalX25519 } from './x25519-public-key.ts';

const ALGORITHM = 'X25519';
// RFC 8410: PrivateKeyInfo around the 32 bytes.
const PKCS8_PREFIX = parseHex('302e020100300506032b656e04220420');
// The public key of a secret key is what it makes of the base point.
const BASE_POINT = Uint8Array.of(9, ...new Uint8Array(31));

/** A key pair made here carries its private key. */
class WebCryptoX25519KeyPair extends KeyPair {
  readonly #privateKey: CryptoKey;

  constructor(publicKey: Uint8Array, secretKey: Uint8Array, privateKey: CryptoKey) {
    super(publicKey, secretKey);
    this.#privateKey = privateKey;
  }

  override copy(): KeyPair {
    return new WebCryptoX25519KeyPair(this.publicKey, new Uint8Array(this.secretKey), this.#privateKey);
  }

  static async privateKeyOf(pair: X25519KeyPair): Promise<CryptoKey> {
    return #privateKey in pair ? pair.#privateKey : await importedPrivateKey(pair);
  }
}

// Of pairs that were read from a store. A pair is a value, so it may stand for its key as long as it lives.
const privateKeys = new WeakMap<X25519KeyPair, CryptoKey>();

async function importedPrivateKey(pair: X25519KeyPair): Promise<CryptoKey> {
  const known = privateKeys.get(pair);
  if (known) return known;
  const key = await importPrivateKey(pair.secretKey);
  privateKeys.set(pair, key);
  return key;
}

async function importPrivateKey(secretKey: Uint8Array): Promise<CryptoKey> {
  const encoded = concatBytes(PKCS8_PREFIX, requireLength(secretKey, KEY_BYTES, 'secret key'));
  try {
    return await crypto.subtle.importKey('pkcs8', encoded as BufferSource, ALGORITHM, false, ['deriveBits']);
  } finally {
    encoded.fill(0);
  }
}

function importPublicKey(bytes: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytes as BufferSource, ALGORITHM, false, []);
}

const recentKeys = new RecentPublicKeys<CryptoKey>();

async function publicKeyOf(bytes: Uint8Array): Promise<CryptoKey> {
  const known = recentKeys.find(bytes);
  if (known) return known;
  const key = await importPublicKey(bytes);
  recentKeys.add(bytes, key);
  return key;
}

let basePoint: Promise<CryptoKey> | undefined;

async function deriveSecret(privateKey: CryptoKey, publicKey: CryptoKey): Promise<Uint8Array> {
  return new Uint8Array(
    await crypto.subtle.deriveBits({ name: ALGORITHM, public: publicKey }, privateKey, 8 * KEY_BYTES),
  );
}

export const webCryptoX25519: X25519 = {
  async keyPair(seed) {
    const secretKey = new Uint8Array(seed);
    const privateKey = await importPrivateKey(secretKey);
    basePoint ??= importPublicKey(BASE_POINT);
    return new WebCryptoX25519KeyPair(await deriveSecret(privateKey, await basePoint), secretKey, privateKey);
  },
  async agree(ours, theirPublicKey) {
    checkCanonicalX25519(theirPublicKey);
    const privateKey = await WebCryptoX25519KeyPair.privateKeyOf(ours);
    try {
      // WebCrypto refuses an all-zero result, which is what a key of small order gives.
      return await deriveSecret(privateKey, await publicKeyOf(theirPublicKey));
    } catch (cause) {
      throw badPublicKey(cause);
    }
  },
};
