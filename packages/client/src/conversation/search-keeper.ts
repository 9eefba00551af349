/**
 * Keeps the search index true to the store: what is shown and what it says now, nothing of what was deleted or has
 * disappeared (specs/11 §7).
 *
 * The store numbers its changes. A snapshot says up to which one it is true, and what came later is added when somebody
 * searches; without a snapshot that is everything.
 */
import type { ChangedMessage, MessageRecord, MessageStore, SearchEntry, SearchIndex, StoreChange } from '@sotto/ports';
import { formatHex } from '@sotto/wire';
import { DELETION } from '../content/deletion.ts';
import { REACTION } from '../content/reaction.ts';
import { TIMER } from '../content/timer.ts';
import type { Remembering } from '../ledger.ts';
import type { Lifetime } from '../lifetime.ts';
import { termsOf } from './search-terms.ts';

const PAGE = 500;

interface SearchKeeperParts {
  readonly store: MessageStore;
  readonly lifetime: Lifetime;
  readonly index: SearchIndex;
  /** The store was put back to an older state: its numbers were used for other changes. */
  readonly restored: boolean;
  readonly text: (message: MessageRecord) => Promise<string>;
}

export class SearchKeeper implements Remembering {
  readonly #parts: SearchKeeperParts;
  /** The index is true up to here; `undefined`: it was not loaded yet. */
  #revision: number | undefined;
  /** Whether the last snapshot is not what the index has. */
  #hasChanged = false;
  /** Whether a snapshot may have words of what was removed. */
  #isTainted = false;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: SearchKeeperParts) {
    this.#parts = parts;
    if (parts.restored) this.#discard();
  }

  /** A snapshot must not keep words of what was removed. */
  committed(changes: readonly StoreChange[]): void {
    if (changes.some((change) => change.kind === 'put-message' && wasRemoved(change.record))) this.#discard();
  }

  async reload(): Promise<void> {
    // The store says what it holds whenever somebody searches: nothing is remembered of it here.
  }

  /** The index, as true as the store. Takes seconds for the first time with a hundred thousand messages. */
  async ready(): Promise<SearchIndex> {
    await this.#inTurn(() => this.#catchUp());
    return this.#parts.index;
  }

  /** Keeps a snapshot for the next time, if anybody has searched, and ends. */
  async close(): Promise<void> {
    const { index } = this.#parts;
    await this.#inTurn(async () => {
      if (this.#isTainted) await this.#discardNow();
      if (this.#revision === undefined) return;
      await this.#catchUp();
      if (this.#hasChanged) await index.save(this.#revision);
    });
    await index.close();
  }

  #discard(): void {
    this.#isTainted = true;
    this.#parts.lifetime.run(() => this.#inTurn(() => this.#discardNow()));
  }

  async #discardNow(): Promise<void> {
    if (!this.#isTainted) return;
    this.#isTainted = false;
    this.#hasChanged = true;
    await this.#parts.index.discardSnapshot();
  }

  async #catchUp(): Promise<void> {
    const { store, index } = this.#parts;
    let revision = this.#revision ?? (await index.load()) ?? 0;
    for (;;) {
      const changed = await store.messagesChangedSince(revision, PAGE);
      await this.#update(changed);
      revision = changed.at(-1)?.revision ?? revision;
      this.#revision = revision;
      this.#hasChanged ||= changed.length > 0;
      if (changed.length < PAGE) return;
    }
  }

  async #update(changed: readonly ChangedMessage[]): Promise<void> {
    const { store, index } = this.#parts;
    const messages = new Map<string, MessageRecord>();
    const note = (message: MessageRecord) =>
      messages.set(`${formatHex(message.conversation)}/${formatHex(message.messageId)}`, message);
    for (const { message } of changed) {
      note(message);
      const { conversation, target } = message;
      const changedMessage = target && (await store.message(conversation, target));
      if (changedMessage) note(changedMessage);
    }
    const entries = await Promise.all([...messages.values()].map((message) => this.#entry(message)));
    const batches = (wanted: boolean) => pages(entries.filter(({ terms }) => terms.length > 0 === wanted));
    for (const batch of batches(false)) await index.remove(batch);
    for (const batch of batches(true)) await index.put(batch);
  }

  /** Without terms when it must not be found. */
  async #entry(message: MessageRecord): Promise<SearchEntry> {
    const { conversation, messageId, clock } = message;
    const text = isFindable(message) ? await this.#parts.text(message) : '';
    return { conversation, messageId, clock, terms: termsOf(text).map(({ term }) => term) };
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#work.then(work);
    this.#work = turn.catch(() => undefined);
    await turn;
  }
}

function isFindable({ visibility, type }: MessageRecord): boolean {
  return visibility === undefined && type !== TIMER.type;
}

/** Something that may be in a snapshot says nothing any more. */
function wasRemoved({ visibility, type }: MessageRecord): boolean {
  if (visibility === 'deleted') return true;
  return visibility === 'gone' && type !== REACTION.type && type !== DELETION.type;
}

function* pages<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += PAGE) yield items.slice(start, start + PAGE);
}
