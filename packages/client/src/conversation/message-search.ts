/** Searching all conversations: what a person types, and where it was found (specs/11 §7). */
import type { ContactRecord, SearchHit, SearchPhrase } from '@sotto/ports';
import { UsageError } from '@sotto/wire';
import type { ClientContext } from '../context.ts';
import type { SearchHitView, SearchPage } from '../conversation-views.ts';
import type { MessageViews } from '../message-view.ts';
import type { SearchKeeper } from './search-keeper.ts';
import { phrasesOf, rangesOf } from './search-terms.ts';

const DEFAULT_HITS = 50;
const MAX_HITS = 200;

export interface MessageSearchOptions {
  readonly contact?: ContactRecord;
  /** `next` of the page before. */
  readonly before?: number;
  /** Default 50, at most 200. */
  readonly limit?: number;
  /** Does not wait for an index that has to be built. */
  readonly partial?: boolean;
}

export class MessageSearch {
  readonly #context: ClientContext;
  readonly #views: MessageViews;
  readonly #keeper: SearchKeeper | undefined;

  constructor(
    context: ClientContext,
    parts: { readonly messageViews: MessageViews; readonly keeper: SearchKeeper | undefined },
  ) {
    this.#context = context;
    this.#views = parts.messageViews;
    this.#keeper = parts.keeper;
  }

  /** @throws {UsageError} `invalid-argument` when this client was opened without an index */
  async find(
    query: string,
    { contact, before, limit = DEFAULT_HITS, partial = false }: MessageSearchOptions,
  ): Promise<SearchPage> {
    if (this.#keeper === undefined) throw new UsageError('invalid-argument', 'this client has no search index');
    const phrases = phrasesOf(query);
    if (phrases.length === 0 && !partial) return { hits: [] };
    const { index, progress } = partial ? await this.#keeper.soon() : await this.#keeper.complete();
    const indexing = progress === undefined ? {} : { indexing: progress };
    if (phrases.length === 0) return { hits: [], ...indexing };
    const amount = Math.min(MAX_HITS, Math.max(1, limit));
    const found = await index.search({
      phrases,
      limit: amount,
      ...(contact ? { conversation: contact.accountId } : {}),
      ...(before === undefined ? {} : { before }),
    });
    const hits = await Promise.all(found.map((hit) => this.#view(hit, phrases)));
    const last = found.at(-1);
    return {
      hits: hits.filter((hit) => hit !== undefined),
      ...indexing,
      ...(last !== undefined && found.length === amount ? { next: last.place } : {}),
    };
  }
  async #view(
    { conversation, messageId }: SearchHit,
    phrases: readonly SearchPhrase[],
  ): Promise<SearchHitView | undefined> {
    const record = await this.#context.store.message(conversation, messageId);
    // It may have gone a moment ago.
    if (record === undefined || record.visibility !== undefined) return undefined;
    const message = await this.#views.view(record);
    return { message, ranges: rangesOf(message.text, phrases) };
  }
}
