/**
 * An index of the words of messages: held in memory, kept sealed while nobody uses it (specs/11 §7). Knows terms, not
 * texts: whoever uses it splits texts into terms, the same way for messages and for queries. A suite in `@sotto/testkit`
 * says what every implementation must do.
 */
import type { AccountId, MessageId } from '@sotto/wire';

export interface SearchEntry {
  readonly conversation: AccountId;
  readonly messageId: MessageId;
  readonly clock: number;
  /** In the order of the text. Letters and digits only, at least one, at most 64 UTF-16 units each. */
  readonly terms: readonly string[];
}

/** Terms that follow one another. `isPrefix`: the last one may go on. */
export interface SearchPhrase {
  /** At least one, at most 32. */
  readonly terms: readonly string[];
  readonly isPrefix: boolean;
}

export interface SearchQuery {
  /** All of them must be there, in any order. At least one, at most 16. */
  readonly phrases: readonly SearchPhrase[];
  readonly conversation?: AccountId;
  /** Only entries below this place, as a hit has it. */
  readonly before?: number;
  /** At least 1, at most 1,000. */
  readonly limit: number;
}

export interface SearchHit {
  readonly conversation: AccountId;
  readonly messageId: MessageId;
  /** In the order of clocks; no two entries have the same. */
  readonly place: number;
}

export interface SearchIndex {
  /**
   * Takes the last snapshot into an empty index and returns the revision that it was saved with. `undefined`: there is
   * none, or it cannot be read; the index is empty.
   */
  load(): Promise<number | undefined>;
  /** Keeps everything, sealed, with the revision of the store that it is true of. Durable when it resolves. @throws {UnavailableError} `storage` */
  save(revision: number): Promise<void>;
  /** No snapshot is kept any more: it has words of messages that are gone. */
  discardSnapshot(): Promise<void>;
  /** Adds entries; one of the same message is replaced. At most 1,000. @throws {UsageError} `invalid-argument` */
  put(entries: readonly SearchEntry[]): Promise<void>;
  /** Nothing happens for what is not there. At most 1,000. */
  remove(messages: readonly Pick<SearchEntry, 'conversation' | 'messageId'>[]): Promise<void>;
  /** Newest first. @throws {UsageError} `invalid-argument` */
  search(query: SearchQuery): Promise<readonly SearchHit[]>;
  /** Nothing is in it any more, and no snapshot is kept. */
  clear(): Promise<void>;
  /** Forgets what is in memory; a snapshot stays. */
  close(): Promise<void>;
}
