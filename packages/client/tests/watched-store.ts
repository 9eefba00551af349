/** A store in memory whose commits somebody looks at. */
import type { Durability, StoreChange } from '@sotto/ports';
import { MemoryMessageStore, type StoreSnapshot } from '@sotto/testkit';
import { LimitError } from '@sotto/wire';

export class WatchedStore extends MemoryMessageStore {
  readonly #onCommit: (changes: readonly StoreChange[], durability: Durability) => void;
  #hasCrashed = false;
  /** What there is room for. */
  #fits: (changes: readonly StoreChange[]) => boolean = () => true;

  constructor(onCommit: (changes: readonly StoreChange[], durability: Durability) => void, snapshot?: StoreSnapshot) {
    super(snapshot);
    this.#onCommit = onCommit;
  }

  override async commit(changes: readonly StoreChange[], durability: Durability = 'full'): Promise<void> {
    this.#onCommit(changes, durability);
    if (!this.#fits(changes)) throw new LimitError('disk-full', 'no room on the disk');
    await super.commit(changes, durability);
  }

  /** From now on there is no room for anything but what still `fits`, until `empty` is called. */
  fillUp(fits: (changes: readonly StoreChange[]) => boolean = () => false): { empty(): void } {
    this.#fits = fits;
    return {
      empty: () => {
        this.#fits = () => true;
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
