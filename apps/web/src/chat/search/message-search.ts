/**
 * A search while somebody types: asks when they pause, drops answers that were overtaken, reads older hits by pages up to a
 * bound, and asks again once an index that was still being built is whole.
 *
 * Must not know: what is on the screen, or how words are found (specs/11 §7).
 */
import type { SearchHitView, SearchProgress, SottoClient } from '@sotto/client';
import type { Clock } from '@sotto/ports';
import { SottoError } from '@sotto/wire';
import { Signal } from '../../state/conversations/signal.ts';

/** A pause of the person who types. */
const PAUSE_MS = 150;
const PAGE_SIZE = 50;
/** Nobody reads more; another word is the better way. */
export const MAX_HITS = 500;
/** Longer queries are cut. */
export const MAX_QUERY_LENGTH = 200;

type SearchSource = Pick<SottoClient, 'search' | 'on'>;

/** `no-index`: this client has none. */
export type SearchStatus = 'idle' | 'searching' | 'done' | 'no-index' | 'failed';

export interface MessageSearchOptions {
  readonly client: SearchSource;
  readonly clock: Clock;
  /** Absent: in all conversations. */
  readonly contact?: string;
}

export class MessageSearch {
  readonly signal = new Signal();
  readonly #options: MessageSearchOptions;
  #query = '';
  #status: SearchStatus = 'idle';
  #failure: unknown;
  #hits: readonly SearchHitView[] = [];
  #answered = '';
  #next: number | undefined;
  #indexing: SearchProgress | undefined;
  #isLoadingOlder = false;
  /** The index has become whole since the question that is being asked. */
  #isOutdated = false;
  /** Of the last question; an answer to another one is stale. */
  #turn = 0;
  #cancelPause: (() => void) | undefined;

  constructor(options: MessageSearchOptions) {
    this.#options = options;
  }

  get query(): string {
    return this.#query;
  }

  get status(): SearchStatus {
    return this.#status;
  }

  /** Only of `failed`. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Newest first. While another question is asked, those of the one before. */
  get hits(): readonly SearchHitView[] {
    return this.#hits;
  }

  /** The query that the hits are of. */
  get answered(): string {
    return this.#answered;
  }

  /** There are older ones, and they may be asked for. */
  get hasOlder(): boolean {
    return this.#next !== undefined && this.#hits.length < MAX_HITS;
  }

  /** There are older ones, and no more are shown. */
  get isFull(): boolean {
    return this.#next !== undefined && this.#hits.length >= MAX_HITS;
  }

  get isLoadingOlder(): boolean {
    return this.#isLoadingOlder;
  }

  /** How far the index is: what was found is not everything yet. */
  get indexing(): SearchProgress | undefined {
    return this.#indexing;
  }

  /** Follows the index while it is built. The returned function ends that, and whatever is being asked. */
  listen(): () => void {
    const stop = this.#options.client.on('search-index', (progress) => this.#indexGrew(progress));
    return () => {
      stop();
      this.#cancelPause?.();
      this.#turn++;
    };
  }

  /** Somebody is about to search: the index is made ready meanwhile. */
  prepare(): void {
    // Whether that works is told when something is searched.
    this.#options.client.search('', { partial: true }).catch(() => undefined);
  }

  /** What the person has typed so far. */
  setQuery(text: string): void {
    this.#query = text.slice(0, MAX_QUERY_LENGTH);
    this.#cancelPause?.();
    this.#turn++;
    this.#isLoadingOlder = false;
    if (this.#query.trim() === '') {
      this.#status = 'idle';
      this.#hits = [];
      this.#next = undefined;
    } else {
      this.#status = 'searching';
      this.#cancelPause = this.#options.clock.schedule(PAUSE_MS, () => void this.#ask());
    }
    this.signal.changed();
  }

  /** The next page of older hits; nothing when there is none, or it is being read. */
  async loadOlder(): Promise<void> {
    if (!this.hasOlder || this.#isLoadingOlder || this.#status !== 'done') return;
    this.#isLoadingOlder = true;
    this.signal.changed();
    await this.#read(this.#next);
  }

  #indexGrew(progress: SearchProgress): void {
    if (this.#indexing === undefined) return;
    const isWhole = progress.done >= progress.total;
    this.#indexing = isWhole ? undefined : progress;
    this.signal.changed();
    if (!isWhole) return;
    // An answer that is under way may be of before.
    if (this.#status === 'done') this.#askAgain();
    else this.#isOutdated = true;
  }

  #askAgain(): void {
    this.#turn++;
    this.#isLoadingOlder = false;
    this.#isOutdated = false;
    void this.#ask();
  }

  async #ask(): Promise<void> {
    await this.#read(undefined);
  }

  /** `before`: of older hits, which are added to those that are here. */
  async #read(before: number | undefined): Promise<void> {
    const { client, contact } = this.#options;
    const turn = this.#turn;
    try {
      const page = await client.search(this.#query, {
        limit: PAGE_SIZE,
        partial: true,
        ...(contact === undefined ? {} : { contact }),
        ...(before === undefined ? {} : { before }),
      });
      if (turn !== this.#turn) return;
      this.#hits = before === undefined ? page.hits : [...this.#hits, ...page.hits].slice(0, MAX_HITS);
      this.#answered = this.#query;
      this.#next = page.next;
      this.#indexing = page.indexing;
      this.#status = 'done';
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#status = error instanceof SottoError && error.code === 'invalid-argument' ? 'no-index' : 'failed';
      this.#failure = error;
      this.#hits = [];
      this.#next = undefined;
    }
    this.#isLoadingOlder = false;
    this.signal.changed();
    if (this.#isOutdated && this.#indexing !== undefined) this.#askAgain();
  }
}
