/**
 * A search while somebody types: asks when they pause, drops answers that were overtaken, reads older hits by pages up to a
 * bound.
 *
 * Must not know: what is on the screen, or how words are found (specs/11 §7). `close` ends it.
 */
import type { SearchHitView, SottoClient } from '@sotto/client';
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

type SearchSource = Pick<SottoClient, 'search'>;

/**
 * `building`: nothing was ever found or not found by this client, so the index may have to be made first; `no-index`: there
 * is none.
 */
export type SearchStatus = 'idle' | 'building' | 'searching' | 'done' | 'no-index' | 'failed';

export interface MessageSearchOptions {
  readonly client: SearchSource;
  readonly clock: Clock;
  /** Absent: in all conversations. */
  readonly contact?: string;
}

/** Clients whose index has answered. */
const answered = new WeakSet<SearchSource>();

export class MessageSearch {
  readonly signal = new Signal();
  readonly #options: MessageSearchOptions;
  #query = '';
  #status: SearchStatus = 'idle';
  #failure: unknown;
  #hits: readonly SearchHitView[] = [];
  #next: number | undefined;
  #isLoadingOlder = false;
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
      this.#status = answered.has(this.#options.client) ? 'searching' : 'building';
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

  close(): void {
    this.#cancelPause?.();
    this.#turn++;
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
        ...(contact === undefined ? {} : { contact }),
        ...(before === undefined ? {} : { before }),
      });
      answered.add(client);
      if (turn !== this.#turn) return;
      this.#hits = before === undefined ? page.hits : [...this.#hits, ...page.hits].slice(0, MAX_HITS);
      this.#next = page.next;
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
  }
}
