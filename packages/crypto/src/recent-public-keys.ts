/**
 * The public keys that were imported last: a handshake or a turn of the ratchet uses each of a few keys several times,
 * and an import costs as much as a hash or ten.
 *
 * Bounded by count. Must not know: what an imported key is.
 */
import { equalBytes } from '@sotto/wire';

const MAX_KEYS = 4;

export class RecentPublicKeys<Imported> {
  readonly #keys: { readonly bytes: Uint8Array; readonly imported: Imported }[] = [];
  #oldest = 0;

  find(bytes: Uint8Array): Imported | undefined {
    for (const key of this.#keys) if (equalBytes(key.bytes, bytes)) return key.imported;
    return undefined;
  }

  /** Takes the place of the oldest. `bytes` are copied. */
  add(bytes: Uint8Array, imported: Imported): void {
    this.#keys[this.#oldest] = { bytes: new Uint8Array(bytes), imported };
    this.#oldest = (this.#oldest + 1) % MAX_KEYS;
  }
}
