/** A public key with its secret key. Printing one shows the public half only (attack G7). */
import { formatHex } from '@sotto/wire';
import type { X25519KeyPair } from './provider.ts';

const INSPECT = Symbol.for('nodejs.util.inspect.custom');

export class KeyPair {
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;

  constructor(publicKey: Uint8Array, secretKey: Uint8Array) {
    this.publicKey = publicKey;
    this.secretKey = secretKey;
  }

  /** The same key with secret bytes of its own: wiping one leaves the other. */
  copy(): KeyPair {
    return new KeyPair(this.publicKey, new Uint8Array(this.secretKey));
  }

  toJSON(): unknown {
    return { publicKey: formatHex(this.publicKey), secretKey: '[secret]' };
  }

  [INSPECT](): unknown {
    return this.toJSON();
  }
}

/** `KeyPair.copy` for a pair of any make. */
export function copyKeyPair(pair: X25519KeyPair): X25519KeyPair {
  return pair instanceof KeyPair ? pair.copy() : new KeyPair(pair.publicKey, new Uint8Array(pair.secretKey));
}
