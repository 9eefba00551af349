/**
 * Private keys that were imported from seeds, found again by the seed.
 *
 * An import costs more than what is done with the key, and devices use the same seed again and again. An entry lives as
 * long as the seed's array does.
 */
import type { KeyObject } from 'node:crypto';
import { equalBytes } from '@sotto/wire';
import { sha256 } from './hash.node.ts';
import { importPrivateKey, type NativeKeyType } from './native-key.node.ts';

export class ImportedSeeds {
  readonly #type: NativeKeyType;
  readonly #keys = new WeakMap<Uint8Array, { readonly digest: Uint8Array; readonly key: KeyObject }>();

  constructor(type: NativeKeyType) {
    this.#type = type;
  }

  /** The digest notices a seed whose bytes have changed since: wiped, or a reused buffer. */
  keyOf(seed: Uint8Array): KeyObject {
    const digest = sha256(seed);
    const known = this.#keys.get(seed);
    if (known && equalBytes(known.digest, digest)) return known.key;
    const key = importPrivateKey(this.#type, seed);
    this.#keys.set(seed, { digest, key });
    return key;
  }
}
