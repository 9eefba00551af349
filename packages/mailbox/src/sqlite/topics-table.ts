/** Topics with their keys. A transaction is open around every write. */
import type { DatabaseSync } from 'node:sqlite';
import type { Topic } from '@sotto/wire';
import type { ArchivedTopic, ArchiveLimits, FoundTopic } from '../archive.ts';
import { bytesOf, checkRecord, integerOf, type Row, recordChecksum } from './record.ts';
import type { TopicRooms } from './topic-rooms.ts';
import type { TotalsTable } from './totals-table.ts';

export class TopicsTable {
  readonly #limits: ArchiveLimits;
  readonly #totals: TotalsTable;
  readonly #rooms: TopicRooms;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(
    database: DatabaseSync,
    options: { readonly limits: ArchiveLimits; readonly totals: TotalsTable; readonly rooms: TopicRooms },
  ) {
    this.#limits = options.limits;
    this.#totals = options.totals;
    this.#rooms = options.rooms;
    this.#statements = prepare(database);
  }

  open(request: ArchivedTopic & { readonly nowMs: number }): 'opened' | 'full' {
    const { topic, kind, readKey, writeKey, nowMs } = request;
    const checksum = recordChecksum(topic, kind, readKey, writeKey);
    if (this.number(topic) !== undefined) {
      // There, but damaged. The topic is a hash of kind and keys, so these are the right ones.
      this.#statements.repair.run(kind, readKey, writeKey, nowMs, checksum, topic);
      return 'opened';
    }
    if (!this.#totals.fits('topics', 1, this.#limits.maxTopics)) return 'full';
    this.#totals.add('topics', 1);
    const { lastInsertRowid } = this.#statements.insert.run(topic, kind, readKey, writeKey, nowMs, checksum);
    this.#rooms.create(Number(lastInsertRowid));
    return 'opened';
  }

  /** `undefined`: unknown, or damaged. */
  find(topic: Topic): FoundTopic | undefined {
    const row = this.#statements.find.get(topic);
    return row === undefined ? undefined : decode(topic, row);
  }

  number(topic: Topic): number | undefined {
    const row = this.#statements.find.get(topic);
    return row === undefined ? undefined : integerOf(row, 'number');
  }

  noteOwner(topic: Topic, nowMs: number): void {
    this.#statements.noteOwner.run(nowMs, topic);
  }

  /** Forgets the topic; its envelopes are left to `EnvelopesTable.purge`. */
  close(topic: Topic): boolean {
    return this.#queueForPurge(this.#statements.remove.all(topic)) === 1;
  }

  /** Closes topics whose owner was not seen since `beforeMs`; returns how many. */
  closeIdle(beforeMs: number, limit: number): number {
    return this.#queueForPurge(this.#statements.removeIdle.all(beforeMs, limit));
  }

  #queueForPurge(removed: readonly Row[]): number {
    for (const row of removed) {
      const number = integerOf(row, 'number');
      this.#rooms.drop(number);
      this.#statements.queueForPurge.run(number);
    }
    this.#totals.add('topics', -removed.length);
    return removed.length;
  }
}

function decode(topic: Topic, row: Row): FoundTopic | undefined {
  try {
    const kind = integerOf(row, 'kind');
    const readKey = bytesOf(row, 'read_key');
    const writeKey = bytesOf(row, 'write_key');
    checkRecord(row, topic, kind, readKey, writeKey);
    return { topic, kind, readKey, writeKey, ownerSeenMs: integerOf(row, 'owner_seen_ms') };
  } catch {
    return undefined;
  }
}

function prepare(database: DatabaseSync) {
  return {
    find: database.prepare(
      'SELECT number, kind, read_key, write_key, owner_seen_ms, checksum FROM topics WHERE topic = ?',
    ),
    insert: database.prepare(
      'INSERT INTO topics (topic, kind, read_key, write_key, owner_seen_ms, checksum) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    repair: database.prepare(
      'UPDATE topics SET kind = ?, read_key = ?, write_key = ?, owner_seen_ms = ?, checksum = ? WHERE topic = ?',
    ),
    noteOwner: database.prepare('UPDATE topics SET owner_seen_ms = ? WHERE topic = ?'),
    remove: database.prepare('DELETE FROM topics WHERE topic = ? RETURNING number'),
    removeIdle: database.prepare(
      `DELETE FROM topics WHERE number IN
         (SELECT number FROM topics WHERE owner_seen_ms < ? ORDER BY owner_seen_ms LIMIT ?) RETURNING number`,
    ),
    queueForPurge: database.prepare('INSERT OR IGNORE INTO closed_topics (number) VALUES (?)'),
  };
}
