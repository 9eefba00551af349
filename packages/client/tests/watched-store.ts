/** A store in memory whose commits somebody looks at. */
import type { Durability, StoreChange } from '@sotto/ports';
import { MemoryMessageStore, type StoreSnapshot } from '@sotto/testkit';
import { LimitError } from '@sotto/wire';

export class WatchedStore extends MemoryMessageStore {
  readonly #onCommit: (changes: readonly StoreChange[]) => void;
  #hasCrashed = false;
  #isFull = false;

  constructor(onCommit: (changes: readonly StoreChange[]) => void, snapshot?: StoreSnapshot) {
    super(snapshot);
    this.#onCommit = onCommit;
  }

  override async commit(changes: readonly StoreChange[], durability?: Durability): Promise<void> {
    this.#onCommit(changes);
    if (this.#isFull) throw new LimitError('disk-full', 'no room on the disk');
    await super.commit(changes, durability);
  }

  /** From now on there is no room for anything, until `empty` is called. */
  fillUp(): { empty(): void } {
    this.#isFull = true;
    return {
      empty: () => {
        this.#isFull = false;
      },
    };
  }

  /** Whether the process died at one of its commits. */
  get hasCrashed(): boolean {
    return this.#hasCrashed;
  }

  override crash(): void {
    this.#hasCrashed = true;
    super.crash();
  }
}
