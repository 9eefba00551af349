/**
 * A map of the keys that were used last: beyond its bound, the one that was used least recently goes.
 *
 * A mailbox looks into such maps several times for each deposit. Using a key does not take it out of a map and put it in
 * again, which would look for it twice more: entries are linked in the order of their use. Must not know: what is kept.
 */
interface Entry<Value> {
  readonly key: string;
  value: Value;
  /** Used next before and next after this one; the ends of the list are undefined. */
  older: Entry<Value> | undefined;
  newer: Entry<Value> | undefined;
}

export class RecentMap<Value> {
  readonly #maxKeys: number;
  readonly #entries = new Map<string, Entry<Value>>();
  #oldest: Entry<Value> | undefined;
  #newest: Entry<Value> | undefined;

  /** `maxKeys`: at least 1. */
  constructor(maxKeys: number) {
    this.#maxKeys = maxKeys;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The value without using its key. */
  peek(key: string): Value | undefined {
    return this.#entries.get(key)?.value;
  }

  /** The value, whose key is now the one that was used last. */
  use(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (entry !== this.#newest) {
      this.#unlink(entry);
      this.#append(entry);
    }
    return entry.value;
  }

  /** Uses the key. Returns the value that has gone for it, when there were too many. */
  set(key: string, value: Value): Value | undefined {
    if (this.use(key) !== undefined && this.#newest !== undefined) {
      this.#newest.value = value;
      return undefined;
    }
    const entry: Entry<Value> = { key, value, older: undefined, newer: undefined };
    this.#entries.set(key, entry);
    this.#append(entry);
    const oldest = this.#oldest;
    if (this.#entries.size <= this.#maxKeys || oldest === undefined) return undefined;
    this.delete(oldest.key);
    return oldest.value;
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#unlink(entry);
  }

  clear(): void {
    this.#entries.clear();
    this.#oldest = undefined;
    this.#newest = undefined;
  }

  #append(entry: Entry<Value>): void {
    entry.older = this.#newest;
    entry.newer = undefined;
    if (this.#newest === undefined) this.#oldest = entry;
    else this.#newest.newer = entry;
    this.#newest = entry;
  }

  #unlink({ older, newer }: Entry<Value>): void {
    if (older === undefined) this.#oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
  }
}
