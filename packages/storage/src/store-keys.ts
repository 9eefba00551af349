/**
 * The keys of a database, derived from the store key (specs/09): one that seals rows per table, one for look-up tags.
 *
 * A tag stands for a sensitive value in an index. It depends on table and column, so that the same value in two tables
 * cannot be told to be the same.
 */
import type { CryptoProvider, Secret } from '@sotto/crypto';
import { type CanonicalPart, encodeCanonical, encodeCanonicalIn, encodeUtf8, LABELS, UsageError } from '@sotto/wire';

const STORE_KEY_BYTES = 32;
const TAG_BYTES = 16;
const NO_SALT = new Uint8Array(0);
/** What most tags stand for fits; a new array for each costs as much as half of the tag. */
const ROOM_BYTES = 256;

export class StoreKeys {
  readonly #provider: CryptoProvider;
  readonly #rowKeys = new Map<string, Uint8Array>();
  readonly #tagKey: Uint8Array;
  /** Names of tables and columns in UTF-8, since they are needed for every value. */
  readonly #names = new Map<string, Uint8Array>();
  readonly #room = new Uint8Array(ROOM_BYTES);

  /** The store key is not kept. @throws {UsageError} `invalid-argument` unless it is 32 bytes */
  constructor(provider: CryptoProvider, storeKey: Uint8Array | Secret, tables: readonly string[]) {
    const secret = storeKey instanceof Uint8Array ? storeKey : storeKey.bytes;
    if (secret.length !== STORE_KEY_BYTES) throw new UsageError('invalid-argument', 'the store key must be 32 bytes');
    const derive = (info: Uint8Array) => provider.hkdfSha256({ secret, salt: NO_SALT, info, length: STORE_KEY_BYTES });
    this.#provider = provider;
    for (const table of tables) this.#rowKeys.set(table, derive(encodeCanonical(LABELS.storeRowKey, table)));
    this.#tagKey = derive(encodeCanonical(LABELS.storeTagKey));
  }

  rowKey(table: string): Uint8Array {
    const key = this.#rowKeys.get(table);
    if (key === undefined) throw new UsageError('closed', 'the keys of the database have been wiped');
    return key;
  }

  /** 16 bytes that stand for `parts` in this column and nowhere else. */
  tag(table: string, column: string, ...parts: readonly CanonicalPart[]): Uint8Array {
    const named = encodeCanonicalIn(this.#room, LABELS.storeTag, [this.name(table), this.name(column), ...parts]);
    return this.#provider.hmacTagSha256(this.#tagKey, named).slice(0, TAG_BYTES);
  }

  /** The bytes of a name of the schema. */
  name(name: string): Uint8Array {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const named = encodeUtf8(name);
    this.#names.set(name, named);
    return named;
  }

  wipe(): void {
    for (const key of this.#rowKeys.values()) key.fill(0);
    this.#rowKeys.clear();
    this.#room.fill(0);
    this.#tagKey.fill(0);
  }
}
