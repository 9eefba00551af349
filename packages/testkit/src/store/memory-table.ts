/** One kind of record by its key. Every change can be undone, so that a commit is all or nothing. */
import { copyRecord } from './record-copy.ts';

/** Takes a change back. */
export type Undo = () => void;

interface Entry<Value> {
  /** When the key was first put; replacing a record keeps its place. */
  readonly order: number;
  readonly value: Value;
}

export class MemoryTable<Value extends object> {
  readonly #keyOf: (value: Value) => string;
  #entries = new Map<string, Entry<Value>>();
  #nextOrder = 0;

  constructor(keyOf: (value: Value) => string) {
    this.#keyOf = keyOf;
  }

  put(value: Value): Undo {
    const key = this.#keyOf(value);
    const before = this.#entries.get(key);
    this.#entries.set(key, { order: before?.order ?? this.#nextOrder++, value: copyRecord(value) });
    return () => this.#restore(key, before);
  }

  delete(key: string): Undo {
    const before = this.#entries.get(key);
    this.#entries.delete(key);
    return () => this.#restore(key, before);
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    return entry && copyRecord(entry.value);
  }

  /** Copies of the records that pass, in the order in which their keys were first put. */
  select(passes: (value: Value) => boolean = () => true): Value[] {
    return [...this.#entries.values()]
      .filter((entry) => passes(entry.value))
      .sort((a, b) => a.order - b.order)
      .map((entry) => copyRecord(entry.value));
  }

  keyOf(value: Value): string {
    return this.#keyOf(value);
  }

  /** A copy that later changes do not reach. */
  fork(): MemoryTable<Value> {
    const fork = new MemoryTable(this.#keyOf);
    fork.#entries = new Map(this.#entries);
    fork.#nextOrder = this.#nextOrder;
    return fork;
  }

  #restore(key: string, before: Entry<Value> | undefined): void {
    if (before === undefined) this.#entries.delete(key);
    else this.#entries.set(key, before);
  }
}
