/** A public key with its secret key. Printing one shows the public half only (attack G7). */
import { formatHex } from '@sotto/wire';

const INSPECT = Symbol.for('nodejs.util.inspect.custom');

export class KeyPair {
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;

  constructor(publicKey: Uint8Array, secretKey: Uint8Array) {
    this.publicKey = publicKey;
    this.secretKey = secretKey;
  }

  toJSON(): unknown {
    return { publicKey: formatHex(this.publicKey), secretKey: '[secret]' };
  }

  [INSPECT](): unknown {
    return this.toJSON();
  }
}
