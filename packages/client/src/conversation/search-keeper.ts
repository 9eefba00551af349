/**
 * Keeps the search index true to the store: what is shown and what it says now, nothing of what was deleted or has
 * disappeared (specs/11 §7).
 *
 * The store numbers its changes. A snapshot says up to which one it is true, and what came later is added when somebody
 * searches; without a snapshot that is everything. It is added a page at a time, so that everything else has its turn.
 */
import type { Clock, MessageStore, SearchIndex, StoreChange } from '@sotto/ports';
import { DELETION } from '../content/deletion.ts';
import { REACTION } from '../content/reaction.ts';
import type { SearchProgress } from '../conversation-views.ts';
import type { Remembering } from '../ledger.ts';
import type { Lifetime } from '../lifetime.ts';
import type { SearchEntries } from './search-entries.ts';

/** Messages that are opened and split into terms in one turn: a few milliseconds in a page. */
const PAGE = 128;
const MAX_PAGES_AT_CLOSE = 16;
/** So many changes that are in no snapshot are worth one. */
const MIN_UNSAVED = 512;
/** A snapshot is the whole index. */
const MIN_BETWEEN_SAVES_MS = 300_000;
const MIN_BETWEEN_REPORTS_MS = 250;

interface SearchKeeperParts {
  readonly store: MessageStore;
  readonly lifetime: Lifetime;
  readonly clock: Clock;
  readonly index: SearchIndex;
  readonly entries: SearchEntries;
  /** The store was put back to an older state: its numbers were used for other changes. */
  readonly restored: boolean;
  /** While the index is built and nobody waits for the end of it. */
  readonly onProgress: (progress: SearchProgress) => void;
  readonly onError: (error: unknown) => void;
}

/** `progress`: what the index does not have yet. */
export interface ReadyIndex {
  readonly index: SearchIndex;
  readonly progress?: SearchProgress;
}

export class SearchKeeper implements Remembering {
  readonly #parts: SearchKeeperParts;
  /** The index is true up to here; `undefined`: it was not loaded yet. */
  #revision: number | undefined;
  /** Where it began to grow. */
  #firstRevision = 0;
  /** What the snapshot is true of; 0: there is none. */
  #savedRevision = 0;
  /** Whether a snapshot may have words of what was removed. */
  #isTainted = false;
  /** How often something was removed, and how much of that the index has done. */
  #removals = 0;
  #removalsDone = 0;
  #isBuilding = false;
  #lastSaveMs: number | undefined;
  #lastReportMs = 0;
  #work: Promise<unknown> = Promise.resolve();

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
  async complete(): Promise<ReadyIndex> {
    while (!(await this.#step()));
    this.#saveSometimes();
    return { index: this.#parts.index };
  }

  /** The index after one page of work. The rest is done in the background. */
  async soon(): Promise<ReadyIndex> {
    const { index, lifetime } = this.#parts;
    if (await this.#step()) {
      this.#saveSometimes();
      return { index };
    }
    if (!this.#isBuilding) {
      this.#isBuilding = true;
      lifetime.run(() => this.#build());
    }
    return { index, progress: await this.#progress() };
  }

  /** Keeps a snapshot for the next time, if anybody has searched, and ends. Nothing is lost when that fails. */
  async close(): Promise<void> {
    const { index, onError } = this.#parts;
    await this.#finish().catch(onError);
    await index.close();
  }

  async #finish(): Promise<void> {
    await this.#inTurn(() => this.#discardNow());
    if (this.#revision === undefined || !(await this.#catchUpSoon())) return;
    if (this.#savedRevision !== this.#revision) await this.#save();
  }

  /** Whether that took no longer than somebody waits who closes. What was still being built is built anew. */
  async #catchUpSoon(): Promise<boolean> {
    for (let page = 0; page < MAX_PAGES_AT_CLOSE; page++) {
      if (await this.#step()) return true;
    }
    return false;
  }

  async #build(): Promise<void> {
    const { lifetime, clock, onProgress } = this.#parts;
    try {
      while (!lifetime.isOver && !(await this.#step())) {
        if (clock.monotonicMs() - this.#lastReportMs < MIN_BETWEEN_REPORTS_MS) continue;
        this.#lastReportMs = clock.monotonicMs();
        onProgress(await this.#progress());
      }
    } finally {
      this.#isBuilding = false;
    }
    if (lifetime.isOver) return;
    onProgress(await this.#progress());
    this.#saveSometimes();
  }

  async #progress(): Promise<SearchProgress> {
    const done = (this.#revision ?? 0) - this.#firstRevision;
    const total = (await this.#parts.store.lastRevision()) - this.#firstRevision;
    return { done, total: Math.max(done, total) };
  }

  #discard(): void {
    this.#isTainted = true;
    this.#removals += 1;
    this.#parts.lifetime.run(async () => {
      await this.#inTurn(() => this.#discardNow());
      if (this.#revision !== undefined && !this.#isBuilding) await this.complete();
    });
  }

  async #discardNow(): Promise<void> {
    if (!this.#isTainted) return;
    this.#isTainted = false;
    this.#savedRevision = 0;
    await this.#parts.index.discardSnapshot();
  }

  /** One page of what the store has put since; whether that was the last one. */
  async #step(): Promise<boolean> {
    return await this.#inTurn(async () => {
      const { store, index, entries } = this.#parts;
      if (this.#revision === undefined) {
        this.#savedRevision = (await index.load()) ?? 0;
        this.#firstRevision = this.#savedRevision;
        this.#revision = this.#savedRevision;
      }
      const removals = this.#removals;
      const changed = await store.messagesChangedSince(this.#revision, PAGE);
      const { found, hidden } = await entries.of(changed);
      await index.remove(hidden);
      await index.put(found);
      this.#revision = changed.at(-1)?.revision ?? this.#revision;
      const isLast = changed.length < PAGE;
      if (isLast) this.#removalsDone = removals;
      return isLast;
    });
  }

  /** A page of a browser ends without being asked: what took long to build is kept before. */
  #saveSometimes(): void {
    const { lifetime, clock } = this.#parts;
    const nowMs = clock.monotonicMs();
    if ((this.#revision ?? 0) - this.#savedRevision < MIN_UNSAVED) return;
    if (this.#lastSaveMs !== undefined && nowMs - this.#lastSaveMs < MIN_BETWEEN_SAVES_MS) return;
    this.#lastSaveMs = nowMs;
    lifetime.run(() => this.#save());
  }

  /**
   * What is removed meanwhile discards this snapshot too: the index does one after the other. What was removed a moment ago
   * must be out of the index first.
   */
  async #save(): Promise<void> {
    const { index } = this.#parts;
    if (this.#removalsDone !== this.#removals) return;
    const revision = this.#revision ?? 0;
    this.#savedRevision = revision;
    try {
      await index.save(revision);
    } catch (error) {
      this.#savedRevision = 0;
      throw error;
    }
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#work.then(work);
    this.#work = turn.catch(() => undefined);
    return await turn;
  }
}

/** Something that may be in a snapshot says nothing any more. */
function wasRemoved({ visibility, type }: { readonly visibility?: string; readonly type: string }): boolean {
  if (visibility === 'deleted') return true;
  return visibility === 'gone' && type !== REACTION.type && type !== DELETION.type;
}
