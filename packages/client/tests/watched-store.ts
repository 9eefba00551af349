/** A store in memory whose commits somebody looks at. */
import type { StoreChange } from '@sotto/ports';
import { MemoryMessageStore, type StoreSnapshot } from '@sotto/testkit';

export class WatchedStore extends MemoryMessageStore {
  readonly #onCommit: (changes: readonly StoreChange[]) => void;
  #hasCrashed = false;

  constructor(onCommit: (changes: readonly StoreChange[]) => void, snapshot?: StoreSnapshot) {
    super(snapshot);
    this.#onCommit = onCommit;
  }

  override async commit(changes: readonly StoreChange[]): Promise<void> {
    this.#onCommit(changes);
    await super.commit(changes);
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
