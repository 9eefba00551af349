/** `SearchIndex` in memory that reads everything for every query, for fast tests. Passes the same suite as a real one. */
import type { SearchEntry, SearchHit, SearchIndex, SearchPhrase, SearchQuery } from '@sotto/ports';
import { equalBytes, formatHex, LimitError, UsageError } from '@sotto/wire';

interface Kept {
  readonly entry: SearchEntry;
  readonly place: number;
}

type Named = Pick<SearchEntry, 'conversation' | 'messageId'>;

/** Snapshots outlive an index, as a file does. Give the same one to the next index of the same person. */
export class MemorySnapshots {
  /** Whether there is no room for another one. */
  isFull = false;
  saved: { readonly revision: number; readonly entries: ReadonlyMap<string, Kept> } | undefined;
}

export class MemorySearchIndex implements SearchIndex {
  readonly #snapshots: MemorySnapshots;
  #entries = new Map<string, Kept>();
  #isClosed = false;

  constructor(snapshots = new MemorySnapshots()) {
    this.#snapshots = snapshots;
  }

  async load(): Promise<number | undefined> {
    this.#requireOpen();
    const { saved } = this.#snapshots;
    if (saved === undefined) return undefined;
    this.#entries = new Map(saved.entries);
    return saved.revision;
  }

  async save(revision: number): Promise<void> {
    this.#requireOpen();
    if (this.#snapshots.isFull) throw new LimitError('disk-full', 'no room for a snapshot');
    this.#snapshots.saved = { revision, entries: new Map(this.#entries) };
  }

  async discardSnapshot(): Promise<void> {
    this.#requireOpen();
    this.#snapshots.saved = undefined;
  }

  async put(entries: readonly SearchEntry[]): Promise<void> {
    this.#requireOpen();
    for (const { terms } of entries) requireTerms(terms);
    for (const entry of entries) {
      const key = keyOf(entry);
      this.#entries.set(key, { entry, place: this.#entries.get(key)?.place ?? this.#freePlace(entry.clock) });
    }
  }

  async remove(messages: readonly Named[]): Promise<void> {
    this.#requireOpen();
    for (const message of messages) this.#entries.delete(keyOf(message));
  }

  async search({ phrases, conversation, before, limit }: SearchQuery): Promise<readonly SearchHit[]> {
    this.#requireOpen();
    if (phrases.length < 1 || limit < 1) throw new UsageError('invalid-argument', 'nothing is asked for');
    for (const { terms } of phrases) requireTerms(terms);
    return [...this.#entries.values()]
      .filter(
        ({ entry, place }) =>
          (conversation === undefined || equalBytes(entry.conversation, conversation)) &&
          (before === undefined || place < before) &&
          phrases.every((phrase) => hasPhrase(entry.terms, phrase)),
      )
      .sort((a, b) => b.place - a.place)
      .slice(0, limit)
      .map(({ entry, place }) => ({ conversation: entry.conversation, messageId: entry.messageId, place }));
  }

  async clear(): Promise<void> {
    this.#requireOpen();
    this.#entries.clear();
    this.#snapshots.saved = undefined;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#entries.clear();
  }

  #freePlace(clock: number): number {
    const taken = new Set([...this.#entries.values()].map(({ place }) => place));
    let place = clock;
    while (taken.has(place)) place++;
    return place;
  }

  #requireOpen(): void {
    if (this.#isClosed) throw new UsageError('closed', 'the search index is closed');
  }
}

function hasPhrase(terms: readonly string[], { terms: wanted, isPrefix }: SearchPhrase): boolean {
  return terms.some((_, start) =>
    wanted.every((term, i) => {
      const found = terms[start + i];
      return isPrefix && i === wanted.length - 1 ? found?.startsWith(term) === true : found === term;
    }),
  );
}

function requireTerms(terms: readonly string[]): void {
  const isFine = (term: string) => term.length <= 64 && /^[\p{L}\p{N}\p{M}]+$/u.test(term);
  if (terms.length === 0 || !terms.every(isFine)) throw new UsageError('invalid-argument', 'not terms of a search');
}

function keyOf({ conversation, messageId }: Named): string {
  return `${formatHex(conversation)}/${formatHex(messageId)}`;
}
