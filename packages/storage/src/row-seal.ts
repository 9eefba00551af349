/**
 * Seals what a row holds (specs/09): ChaCha20-Poly1305 under the key of its table, `nonce (12) || ciphertext || tag`.
 *
 * The place (table, column, layout version, the row's other columns) is associated data: a sealed value that is moved
 * to another row, column or table does not open, and neither does one whose row was changed around it. Nonces are
 * random; 2^32 seals per table stay far from a collision, and a store makes one per change.
 */
import type { CryptoProvider } from '@sotto/crypto';
import type { Random } from '@sotto/ports';
import { type CanonicalPart, encodeCanonicalIn, LABELS, VerifyError } from '@sotto/wire';
import { decodeField, encodeField, type Field } from './field.ts';
import type { SqlValue } from './sql-driver.ts';
import type { StoreKeys } from './store-keys.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Nonces drawn at once: a draw costs as much as a seal. */
const NONCES_PER_DRAW = 64;
const ABSENT = new Uint8Array(0);
/** What the places of all tables need; a longer one gets bytes of its own. */
const ROOM_BYTES = 256;

/** Where a sealed value stands. */
export interface SealedPlace {
  readonly table: string;
  readonly column: string;
  /** Of the layout of the value. */
  readonly version: number;
  /** Other columns of the row, in their order: the value belongs to these. */
  readonly beside: readonly SqlValue[];
}

export class RowSeal {
  readonly #provider: CryptoProvider;
  readonly #keys: StoreKeys;
  readonly #random: Random;
  #nonces: Uint8Array = new Uint8Array(0);
  /** Of the associated data, which nothing needs once it was sealed or opened. */
  readonly #room = new Uint8Array(ROOM_BYTES);

  constructor(provider: CryptoProvider, keys: StoreKeys, random: Random) {
    this.#provider = provider;
    this.#keys = keys;
    this.#random = random;
  }

  seal<Value>(place: SealedPlace, field: Field<Value>, value: Value): Uint8Array {
    const plaintext = encodeField(field, value);
    const nonce = this.#nextNonce();
    const key = this.#keys.rowKey(place.table);
    const sealed = new Uint8Array(NONCE_BYTES + plaintext.length + TAG_BYTES);
    sealed.set(nonce);
    const output = sealed.subarray(NONCE_BYTES);
    this.#provider.aeadSeal({ key, nonce, plaintext, associatedData: this.#associatedData(place), output });
    plaintext.fill(0);
    return sealed;
  }

  /** @throws {VerifyError} `corrupt-record` */
  open<Value>(place: SealedPlace, field: Field<Value>, sealed: SqlValue | undefined): Value {
    try {
      if (!(sealed instanceof Uint8Array)) throw new VerifyError('bad-tag', 'not a sealed value');
      const nonce = sealed.subarray(0, NONCE_BYTES);
      const ciphertext = sealed.subarray(NONCE_BYTES);
      const key = this.#keys.rowKey(place.table);
      const plaintext = this.#provider.aeadOpen({
        key,
        nonce,
        ciphertext,
        associatedData: this.#associatedData(place),
      });
      const value = decodeField(field, plaintext);
      plaintext.fill(0);
      return value;
    } catch (cause) {
      throw new VerifyError('corrupt-record', 'a stored record is damaged', {
        facts: { table: place.table },
        cause,
        hint: 'Restore the data folder from a backup, or start with a new one.',
      });
    }
  }

  #associatedData({ table, column, version, beside }: SealedPlace): Uint8Array {
    const place = [this.#keys.name(table), this.#keys.name(column), version];
    return encodeCanonicalIn(this.#room, LABELS.storeRow, [...place, ...beside.map(partOf)]);
  }

  #nextNonce(): Uint8Array {
    if (this.#nonces.length === 0) this.#nonces = this.#random.bytes(NONCE_BYTES * NONCES_PER_DRAW);
    const nonce = this.#nonces.subarray(0, NONCE_BYTES);
    this.#nonces = this.#nonces.subarray(NONCE_BYTES);
    return nonce;
  }
}

function partOf(value: SqlValue): CanonicalPart {
  return value ?? ABSENT;
}
