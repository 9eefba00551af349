/**
 * Seals a snapshot of the search index in pieces, each bound to the name of the snapshot and to its place among all
 * pieces: none can be left out, repeated or taken from another snapshot.
 *
 * `count (4) || (length (4) || sealed piece)*`, numbers big-endian; a piece holds up to 256 KiB.
 */
import type { CryptoProvider, Secret } from '@sotto/crypto';
import type { Random } from '@sotto/ports';
import { concatBytes, VerifyError } from '@sotto/wire';
import { bytes } from '../field.ts';
import { RowSeal, type SealedPlace } from '../row-seal.ts';
import { StoreKeys } from '../store-keys.ts';

const TABLE = 'search_snapshot';
const PIECE_BYTES = 262_144;
const NUMBER_BYTES = 4;

export class SnapshotSeal {
  readonly #keys: StoreKeys;
  readonly #seal: RowSeal;

  /** The store key is not kept. */
  constructor(provider: CryptoProvider, storeKey: Uint8Array | Secret, random: Random) {
    this.#keys = new StoreKeys(provider, storeKey, [TABLE]);
    this.#seal = new RowSeal(provider, this.#keys, random);
  }

  /** `layout`: of what the snapshot holds. */
  seal(name: Uint8Array, layout: number, snapshot: Uint8Array): Uint8Array {
    const count = Math.ceil(snapshot.length / PIECE_BYTES);
    const parts: Uint8Array[] = [number(count)];
    for (let index = 0; index < count; index++) {
      const piece = snapshot.subarray(index * PIECE_BYTES, (index + 1) * PIECE_BYTES);
      const sealed = this.#seal.seal(place(name, layout, [index, count]), bytes, piece);
      parts.push(number(sealed.length), sealed);
    }
    return concatBytes(...parts);
  }

  /** @throws {VerifyError} `corrupt-record` for another name, another store, another layout, and a changed snapshot */
  open(name: Uint8Array, layout: number, sealed: Uint8Array): Uint8Array {
    const view = new DataView(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    const numberAt = (offset: number) => (offset + NUMBER_BYTES <= sealed.length ? view.getUint32(offset) : 0);
    const count = numberAt(0);
    const pieces: Uint8Array[] = [];
    let offset = NUMBER_BYTES;
    // Every piece takes bytes, so a lie about the count ends with the file.
    for (let index = 0; index < count && offset < sealed.length; index++) {
      const start = offset + NUMBER_BYTES;
      const piece = sealed.subarray(start, start + numberAt(offset));
      pieces.push(this.#seal.open(place(name, layout, [index, count]), bytes, piece));
      offset = start + piece.length;
    }
    if (pieces.length === 0 || pieces.length !== count || offset !== sealed.length) {
      throw new VerifyError('corrupt-record', 'a snapshot of the search index is damaged');
    }
    return concatBytes(...pieces);
  }

  wipe(): void {
    this.#keys.wipe();
  }
}

function place(name: Uint8Array, version: number, position: readonly number[]): SealedPlace {
  return { table: TABLE, column: 'sealed', version, beside: [name, ...position] };
}

function number(value: number): Uint8Array {
  const encoded = new Uint8Array(NUMBER_BYTES);
  new DataView(encoded.buffer).setUint32(0, value);
  return encoded;
}
