/**
 * The one way to write to the store. Keeps what parts remember of it true: after a commit that failed nobody knows
 * whether it took effect, so they read again before anything else is done (attack B8).
 */
import type { Durability, MessageStore, StoreChange } from '@sotto/ports';
import { LIMITS, SottoError, UnavailableError } from '@sotto/wire';
import { putBytes, SETTINGS } from './settings.ts';

/** A part that holds in memory what the store holds. */
export interface Remembering {
  /** Nobody knows what the store holds now: what was remembered may be wrong. */
  reload(): Promise<void>;
  /** These changes have taken effect. Parts that are told nothing adopt what they commit themselves. */
  committed?(changes: readonly StoreChange[]): void;
}

/** Why nothing can be written. */
export type StorageFault = 'disk-full' | 'storage';

export class Ledger {
  readonly #store: MessageStore;
  readonly #parts: Remembering[] = [];
  readonly #onFault: ((fault: StorageFault | undefined) => void)[] = [];
  #fault: StorageFault | undefined;
  /** About as much as there was no room for; 0: there is no fault. */
  #wantedBytes = 0;
  #reading: Promise<void> | undefined;
  #isDoubtful = false;

  constructor(store: MessageStore) {
    this.#store = store;
  }

  /** From now on this part reads again when it must. */
  remembers(...parts: readonly Remembering[]): void {
    this.#parts.push(...parts);
  }

  /**
   * What a commit failed with; absent when one of its size took effect since. A small one finds room on a full disk, and
   * says nothing of the next message.
   */
  get fault(): StorageFault | undefined {
    return this.#fault;
  }

  /** Calls this part when nothing can be written any more, and when something can again. */
  onFault(handler: (fault: StorageFault | undefined) => void): void {
    this.#onFault.push(handler);
  }

  /**
   * All changes or none; durable when it resolves, unless that is relaxed. Whoever gets an error starts again from what memory holds then.
   * @throws {UnavailableError} `storage` @throws {LimitError} `disk-full`
   */
  async commit(changes: readonly StoreChange[], durability: Durability = 'full'): Promise<void> {
    if (this.#isDoubtful) {
      await this.#readAgain();
      throw new UnavailableError('storage', 'the database failed a moment ago', { hint: 'Try again.' });
    }
    try {
      await this.#store.commit(changes, durability);
    } catch (error) {
      this.#isDoubtful = true;
      this.#wantedBytes = Math.max(this.#wantedBytes, Math.min(bytesIn(changes), LIMITS.MAX_SETTING_BYTES));
      this.#note(faultOf(error));
      await this.#readAgain().catch(() => undefined);
      throw error;
    }
    for (const part of this.#parts) part.committed?.(changes);
    if (this.#fault === undefined || (this.#fault === 'disk-full' && bytesIn(changes) < this.#wantedBytes)) return;
    this.#wantedBytes = 0;
    this.#note(undefined);
  }

  /**
   * Writes as much as there was no room for, and takes it away again. Does nothing while there is no fault.
   * @throws {UnavailableError} `storage` @throws {LimitError} `disk-full` while there is one
   */
  async prove(): Promise<void> {
    if (this.#fault === undefined) return;
    const bytes = new Uint8Array(Math.max(0, this.#wantedBytes - EMPTY_PROOF_BYTES));
    await this.commit([putBytes(SETTINGS.storageProof, bytes)]);
    await this.commit([{ kind: 'delete-setting', name: SETTINGS.storageProof }]);
  }

  #note(fault: StorageFault | undefined): void {
    if (fault === this.#fault) return;
    this.#fault = fault;
    for (const handler of this.#onFault) handler(fault);
  }

  /** Two commits that fail at once are one reason to read. */
  async #readAgain(): Promise<void> {
    this.#reading ??= this.#reloadAll().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }

  async #reloadAll(): Promise<void> {
    for (const part of this.#parts) await part.reload();
    this.#isDoubtful = false;
  }
}

function faultOf(error: unknown): StorageFault {
  return error instanceof SottoError && error.code === 'disk-full' ? 'disk-full' : 'storage';
}

/** What is in the changes, without what a store adds to it: for comparing. */
function bytesIn(value: unknown): number {
  if (value instanceof Uint8Array || typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  return Object.values(value).reduce<number>((sum, part) => sum + bytesIn(part), 0);
}

const EMPTY_PROOF_BYTES = bytesIn([putBytes(SETTINGS.storageProof, new Uint8Array(0))]);
