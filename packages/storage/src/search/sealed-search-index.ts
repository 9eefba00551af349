/**
 * `SearchIndex` on SQLite's full-text search, in memory; a snapshot is kept sealed while nobody uses it (specs/11 §7).
 *
 * Must not know: which SQLite runs it, where snapshots lie, what a term means.
 */
import type { SearchEntry, SearchHit, SearchIndex, SearchQuery } from '@sotto/ports';
import { asAccountId, asMessageId, formatHex, UsageError, VerifyError } from '@sotto/wire';
import type { SqlStatement, SqlValue } from '../sql-driver.ts';
import type { MemoryDatabase } from './memory-database.ts';
import * as statements from './search-statements.ts';
import type { SnapshotFile } from './snapshot-file.ts';
import type { SnapshotSeal } from './snapshot-seal.ts';

interface SealedSearchIndexParts {
  readonly database: MemoryDatabase;
  readonly seal: SnapshotSeal;
  readonly file: SnapshotFile;
}

type Named = Pick<SearchEntry, 'conversation' | 'messageId'>;

export class SealedSearchIndex implements SearchIndex {
  readonly #parts: SealedSearchIndexParts;
  /** One at a time: what is read before a change must still hold. */
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  private constructor(parts: SealedSearchIndexParts) {
    this.#parts = parts;
  }

  /** An empty index. */
  static async create(parts: SealedSearchIndexParts): Promise<SealedSearchIndex> {
    await parts.database.script(statements.INDEX_SCHEMA);
    return new SealedSearchIndex(parts);
  }

  async load(): Promise<number | undefined> {
    return await this.#inTurn(async () => {
      const { database, seal, file } = this.#parts;
      const sealed = await file.read();
      if (sealed === undefined) return undefined;
      try {
        const { revision, snapshot } = seal.open(statements.INDEX_LAYOUT, sealed);
        await database.deserialize(snapshot);
        return revision;
      } catch (error) {
        if (!(error instanceof VerifyError)) throw error;
        await file.delete();
        return undefined;
      }
    });
  }

  async save(revision: number): Promise<void> {
    await this.#inTurn(async () => {
      const { database, seal, file } = this.#parts;
      const snapshot = await database.serialize();
      const sealed = seal.seal(statements.INDEX_LAYOUT, { revision, snapshot });
      snapshot.fill(0);
      await file.write(sealed);
    });
  }

  async discardSnapshot(): Promise<void> {
    await this.#inTurn(() => this.#parts.file.delete());
  }

  async put(entries: readonly SearchEntry[]): Promise<void> {
    if (entries.length === 0) return;
    statements.requireAmount(entries.length, statements.MAX_AT_ONCE);
    await this.#inTurn(async () => {
      const newest = new Map(entries.map((entry) => [keyOf(entry), entry]));
      const places = new Set<number>();
      const talks = new Map<string, number>();
      const changes: SqlStatement[] = [];
      for (const entry of newest.values()) {
        const before = await this.#placeOf(entry);
        if (before !== undefined) changes.push(...statements.deleteEntry(before));
        const talk = await this.#talk(entry, talks, changes);
        const place = before ?? (await this.#freePlace(entry.clock, places));
        changes.push(...statements.putEntry({ place, talk, messageId: entry.messageId }, entry.terms));
      }
      await this.#parts.database.transact(changes);
    });
  }

  async remove(messages: readonly Named[]): Promise<void> {
    if (messages.length === 0) return;
    statements.requireAmount(messages.length, statements.MAX_AT_ONCE);
    await this.#inTurn(async () => {
      const changes: SqlStatement[] = [];
      for (const message of messages) {
        const place = await this.#placeOf(message);
        if (place !== undefined) changes.push(...statements.deleteEntry(place));
      }
      if (changes.length > 0) await this.#parts.database.transact(changes);
    });
  }

  async search(query: SearchQuery): Promise<readonly SearchHit[]> {
    return await this.#inTurn(async () => {
      const talk =
        query.conversation && (await this.#number('SELECT number AS found FROM talk WHERE id = ?', query.conversation));
      const { sql, values } = statements.searchStatement(query, talk);
      if (query.conversation !== undefined && talk === undefined) return [];
      const rows = await this.#parts.database.all(sql, values);
      return rows.map(({ place, message, conversation }) => ({
        place: Number(place),
        messageId: asMessageId(message as Uint8Array),
        conversation: asAccountId(conversation as Uint8Array),
      }));
    });
  }

  async clear(): Promise<void> {
    await this.#inTurn(async () => {
      const { database, file } = this.#parts;
      await file.delete();
      await database.script(`DROP TABLE words; DROP TABLE entry; DROP TABLE talk; ${statements.INDEX_SCHEMA}`);
    });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    await this.#inTurn(async () => {
      this.#isClosed = true;
      await this.#parts.database.close();
      this.#parts.seal.wipe();
    });
  }

  async #placeOf({ conversation, messageId }: Named): Promise<number | undefined> {
    const sql = 'SELECT place AS found FROM entry WHERE message = ? AND talk = (SELECT number FROM talk WHERE id = ?)';
    return await this.#number(sql, messageId, conversation);
  }

  /** The number of a conversation, new ones included. */
  async #talk({ conversation }: SearchEntry, known: Map<string, number>, changes: SqlStatement[]): Promise<number> {
    const key = formatHex(conversation);
    const found = known.get(key) ?? (await this.#number('SELECT number AS found FROM talk WHERE id = ?', conversation));
    if (found !== undefined) return found;
    const last = Math.max((await this.#number('SELECT max(number) AS found FROM talk')) ?? 0, ...known.values());
    known.set(key, last + 1);
    changes.push(statements.putTalk(last + 1, conversation));
    return last + 1;
  }

  /** The clock, or the next number that no other entry has. */
  async #freePlace(clock: number, taken: Set<number>): Promise<number> {
    for (let place = clock; ; place++) {
      if (taken.has(place)) continue;
      if ((await this.#number('SELECT place AS found FROM entry WHERE place = ?', place)) !== undefined) continue;
      taken.add(place);
      return place;
    }
  }

  async #number(sql: string, ...values: readonly SqlValue[]): Promise<number | undefined> {
    const [row] = await this.#parts.database.all(sql, values);
    return typeof row?.['found'] === 'number' ? row['found'] : undefined;
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(() => {
      if (this.#isClosed) throw new UsageError('closed', 'the search index is closed');
      return work();
    });
    this.#last = turn.catch(() => undefined);
    return await turn;
  }
}

function keyOf({ conversation, messageId }: Named): string {
  return `${formatHex(conversation)}/${formatHex(messageId)}`;
}
