/**
 * Seals a snapshot of the search index in pieces, each bound to a random name, to the revision, and to its place
 * among all pieces: none can be left out, repeated or taken from another snapshot.
 *
 * `name (16) || revision (8) || count (4) || (length (4) || sealed piece)*`, numbers big-endian; a piece holds up to 256 KiB.
 */
import type { CryptoProvider, Secret } from '@sotto/crypto';
import type { Random } from '@sotto/ports';
import { concatBytes, encodeUint64, VerifyError } from '@sotto/wire';
import { bytes } from '../field.ts';
import { RowSeal, type SealedPlace } from '../row-seal.ts';
import { StoreKeys } from '../store-keys.ts';

const TABLE = 'search_snapshot';
const PIECE_BYTES = 262_144;
const NUMBER_BYTES = 4;
const NAME_BYTES = 16;
const HEAD_BYTES = NAME_BYTES + 8 + NUMBER_BYTES;

export interface RevisedSnapshot {
  /** Of the store that it is true of. */
  readonly revision: number;
  readonly snapshot: Uint8Array;
}

export interface SnapshotSealOptions {
  readonly provider: CryptoProvider;
  readonly storeKey: Uint8Array | Secret;
  readonly random: Random;
  /** After each piece: a page shall not freeze. */
  readonly pause: () => Promise<void>;
}

export class SnapshotSeal {
  readonly #keys: StoreKeys;
  readonly #seal: RowSeal;
  readonly #random: Random;
  readonly #pause: () => Promise<void>;

  /** The store key is not kept. */
  constructor({ provider, storeKey, random, pause }: SnapshotSealOptions) {
    this.#keys = new StoreKeys(provider, storeKey, [TABLE]);
    this.#seal = new RowSeal(provider, this.#keys, random);
    this.#random = random;
    this.#pause = pause;
  }

  /** `layout`: of what the snapshot holds. Pieces of the sealed bytes in their order, each made when it is asked for. */
  async *seal(layout: number, { revision, snapshot }: RevisedSnapshot): AsyncGenerator<Uint8Array> {
    const count = Math.ceil(snapshot.length / PIECE_BYTES);
    const head = concatBytes(this.#random.bytes(NAME_BYTES), encodeUint64(revision), number(count));
    yield head;
    for (let index = 0; index < count; index++) {
      const piece = snapshot.subarray(index * PIECE_BYTES, (index + 1) * PIECE_BYTES);
      const sealed = this.#seal.seal(place(layout, head, index), bytes, piece);
      yield concatBytes(number(sealed.length), sealed);
      await this.#pause();
    }
  }

  /** @throws {VerifyError} `corrupt-record` for another store, another layout, and a changed snapshot */
  async open(layout: number, sealed: Uint8Array): Promise<RevisedSnapshot> {
    const view = new DataView(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    const head = sealed.slice(0, HEAD_BYTES);
    const count = head.length === HEAD_BYTES ? view.getUint32(HEAD_BYTES - NUMBER_BYTES) : 0;
    const pieces: Uint8Array[] = [];
    let offset = HEAD_BYTES;
    // Every piece takes bytes, so a lie about the count ends with the file.
    for (let index = 0; index < count && offset + NUMBER_BYTES <= sealed.length; index++) {
      const start = offset + NUMBER_BYTES;
      const piece = sealed.subarray(start, start + view.getUint32(offset));
      pieces.push(this.#seal.open(place(layout, head, index), bytes, piece));
      offset = start + piece.length;
      await this.#pause();
    }
    if (pieces.length === 0 || pieces.length !== count || offset !== sealed.length) {
      throw new VerifyError('corrupt-record', 'a snapshot of the search index is damaged');
    }
    return { revision: Number(view.getBigUint64(NAME_BYTES)), snapshot: concatBytes(...pieces) };
  }

  wipe(): void {
    this.#keys.wipe();
  }
}

function place(version: number, head: Uint8Array, index: number): SealedPlace {
  return { table: TABLE, column: 'sealed', version, beside: [head, index] };
}

function number(value: number): Uint8Array {
  const encoded = new Uint8Array(NUMBER_BYTES);
  new DataView(encoded.buffer).setUint32(0, value);
  return encoded;
}
