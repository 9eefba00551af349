/**
 * `SearchIndex` on SQLite's full-text search, in memory; a snapshot is kept sealed while nobody uses it (specs/11 §7).
 *
 * Must not know: which SQLite runs it, where snapshots lie, what a term means.
 */
import type { SearchEntry, SearchHit, SearchIndex, SearchQuery } from '@sotto/ports';
import { type AccountId, asAccountId, asMessageId, formatHex, UsageError, VerifyError } from '@sotto/wire';
import type { SqlStatement } from '../sql-driver.ts';
import { freePlaces, keyOf, placesOf } from './entry-places.ts';
import type { MemoryDatabase } from './memory-database.ts';
import * as statements from './search-statements.ts';
import type { SnapshotFile } from './snapshot-file.ts';
import type { SnapshotSeal } from './snapshot-seal.ts';

interface SealedSearchIndexParts {
  openDatabase(): Promise<MemoryDatabase>;
  readonly seal: SnapshotSeal;
  readonly file: SnapshotFile;
}

type Named = statements.Named;

export class SealedSearchIndex implements SearchIndex {
  readonly #parts: SealedSearchIndexParts;
  /** Opened when it is needed first. */
  #database: Promise<MemoryDatabase> | undefined;
  /** The numbers of conversations that are in it; `undefined`: not read yet. */
  #talks: Map<string, number> | undefined;
  /** One at a time: what is read before a change must still hold. */
  #last: Promise<unknown> = Promise.resolve();
  /** The same for the snapshot, which takes longer to seal than a search may wait. */
  #lastOfFile: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  /** An empty index. */
  constructor(parts: SealedSearchIndexParts) {
    this.#parts = parts;
  }

  async load(): Promise<number | undefined> {
    return await this.#inTurnOfFile(async () => {
      const { seal, file } = this.#parts;
      const sealed = await file.read();
      if (sealed === undefined) return undefined;
      try {
        const { revision, snapshot } = await seal.open(statements.INDEX_LAYOUT, sealed);
        await this.#inTurn(async (database) => {
          this.#talks = undefined;
          await database.deserialize(snapshot);
        });
        snapshot.fill(0);
        return revision;
      } catch (error) {
        if (!(error instanceof VerifyError)) throw error;
        await file.delete();
        return undefined;
      }
    });
  }

  async save(revision: number): Promise<void> {
    await this.#inTurnOfFile(async () => {
      const { seal, file } = this.#parts;
      const snapshot = await this.#inTurn((database) => database.serialize());
      try {
        if (snapshot.length > file.maxBytes) await file.delete();
        else await file.write(seal.seal(statements.INDEX_LAYOUT, { revision, snapshot }));
      } finally {
        snapshot.fill(0);
      }
    });
  }

  async discardSnapshot(): Promise<void> {
    await this.#inTurnOfFile(() => this.#parts.file.delete());
  }

  async put(entries: readonly SearchEntry[]): Promise<void> {
    this.#requireOpen();
    if (entries.length === 0) return;
    statements.requireAmount(entries.length, statements.MAX_AT_ONCE);
    await this.#inTurn(async (database) => {
      const newest = new Map(entries.map((entry) => [keyOf(entry), entry]));
      const before = await placesOf(database, [...newest.values()]);
      const added = await freePlaces(
        database,
        [...newest].flatMap(([key, entry]) => (before.has(key) ? [] : [entry])),
      );
      const talks = new Map(await this.#knownTalks(database));
      const newTalks: SqlStatement[] = [];
      const placed = [...newest].map(([key, { conversation, messageId, clock, terms }]) => {
        const talk = talkOf(conversation, talks, newTalks);
        return { place: before.get(key) ?? added.get(key) ?? clock, talk, messageId, terms };
      });
      const changes = [
        ...statements.deleteEntries([...before.values()]),
        ...newTalks,
        ...statements.putEntries(placed),
      ];
      await database.transact(changes);
      this.#talks = talks;
    });
  }

  async remove(messages: readonly Named[]): Promise<void> {
    this.#requireOpen();
    if (messages.length === 0) return;
    statements.requireAmount(messages.length, statements.MAX_AT_ONCE);
    await this.#inTurn(async (database) => {
      const places = await placesOf(database, messages);
      if (places.size > 0) await database.transact(statements.deleteEntries([...places.values()]));
    });
  }

  async search(query: SearchQuery): Promise<readonly SearchHit[]> {
    this.#requireOpen();
    return await this.#inTurn(async (database) => {
      const { conversation } = query;
      const talk = conversation && (await this.#knownTalks(database)).get(formatHex(conversation));
      const { sql, values } = statements.searchStatement(query, talk);
      if (conversation !== undefined && talk === undefined) return [];
      const rows = await database.all(sql, values);
      return rows.map((row) => ({
        place: Number(row['place']),
        messageId: asMessageId(row['message'] as Uint8Array),
        conversation: asAccountId(row['conversation'] as Uint8Array),
      }));
    });
  }

  async clear(): Promise<void> {
    await this.#inTurnOfFile(async () => {
      await this.#parts.file.delete();
      await this.#inTurn(async (database) => {
        this.#talks = undefined;
        await database.script(`DROP TABLE words; DROP TABLE entry; DROP TABLE talk; ${statements.INDEX_SCHEMA}`);
      });
    });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#lastOfFile;
    await this.#last;
    await (await this.#database?.catch(() => undefined))?.close();
    this.#parts.seal.wipe();
  }

  async #knownTalks(database: MemoryDatabase): Promise<ReadonlyMap<string, number>> {
    this.#talks ??= new Map(
      (await database.all(statements.ALL_TALKS, [])).map((row) => [
        formatHex(row['id'] as Uint8Array),
        Number(row['number']),
      ]),
    );
    return this.#talks;
  }

  /** One that could not be opened is opened anew the next time. */
  #opened(): Promise<MemoryDatabase> {
    this.#database ??= this.#open().catch((error: unknown) => {
      this.#database = undefined;
      throw error;
    });
    return this.#database;
  }

  async #open(): Promise<MemoryDatabase> {
    const database = await this.#parts.openDatabase();
    await database.script(statements.INDEX_SCHEMA);
    return database;
  }

  async #inTurn<Result>(work: (database: MemoryDatabase) => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(async () => work(await this.#opened()));
    this.#last = turn.catch(() => undefined);
    return await turn;
  }

  async #inTurnOfFile<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#requireOpen();
    const turn = this.#lastOfFile.then(work);
    this.#lastOfFile = turn.catch(() => undefined);
    return await turn;
  }

  #requireOpen(): void {
    if (this.#isClosed) throw new UsageError('closed', 'the search index is closed');
  }
}

/** The number of a conversation, new ones included. */
function talkOf(conversation: AccountId, talks: Map<string, number>, changes: SqlStatement[]): number {
  const key = formatHex(conversation);
  const known = talks.get(key);
  if (known !== undefined) return known;
  // They are numbered without gaps: none is ever taken out.
  const number = talks.size + 1;
  talks.set(key, number);
  changes.push(statements.putTalk(number, conversation));
  return number;
}
