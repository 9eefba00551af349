/**
 * The one way to write to the store. Keeps what parts remember of it true: after a commit that failed nobody knows
 * whether it took effect, so they read again before anything else is done (attack B8).
 */
import type { Durability, MessageStore, StoreChange } from '@sotto/ports';
import { SottoError, UnavailableError } from '@sotto/wire';

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
  #reading: Promise<void> | undefined;
  #isDoubtful = false;

  constructor(store: MessageStore) {
    this.#store = store;
  }

  /** From now on this part reads again when it must. */
  remembers(...parts: readonly Remembering[]): void {
    this.#parts.push(...parts);
  }

  /** What the last commit failed with; absent when it took effect. */
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
      this.#note(faultOf(error));
      await this.#readAgain().catch(() => undefined);
      throw error;
    }
    for (const part of this.#parts) part.committed?.(changes);
    this.#note(undefined);
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
