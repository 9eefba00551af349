/** Envelopes: put once, served until acknowledged or expired. A transaction is open around every write. */
import type { DatabaseSync } from 'node:sqlite';
import type { EnvelopeId, Topic } from '@sotto/wire';
import type { ArchivedEnvelope, ArchivePage, DepositOutcome, DepositRequest, PageQuery } from '../archive.ts';
import { bytesOf, checkRecord, integerOf, type Row, recordChecksum } from './record.ts';
import type { TopicRooms } from './topic-rooms.ts';
import type { TopicsTable } from './topics-table.ts';

interface Held {
  readonly cursor: number;
  readonly receivedAtMs: number;
  readonly expiresAtMs: number;
  readonly envelope: Uint8Array;
}

export class EnvelopesTable {
  readonly #topics: TopicsTable;
  readonly #rooms: TopicRooms;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #onCorrupt: () => void;

  /** `onCorrupt` is called for every damaged record that is met. */
  constructor(
    database: DatabaseSync,
    options: { readonly topics: TopicsTable; readonly rooms: TopicRooms; readonly onCorrupt: () => void },
  ) {
    this.#topics = options.topics;
    this.#rooms = options.rooms;
    this.#statements = prepare(database);
    this.#onCorrupt = options.onCorrupt;
  }

  deposit(request: DepositRequest): DepositOutcome {
    const { topic, envelopeId, envelope, receivedAtMs, expiresAtMs } = request;
    const reserved = this.#rooms.reserve(topic, envelope.length, receivedAtMs);
    if (reserved === undefined) return this.#withoutRoom(request);
    const { number, cursor } = reserved;
    const checksum = recordChecksum(number, cursor, envelopeId, receivedAtMs, expiresAtMs, envelope);
    const { insert } = this.#statements;
    const { changes } = insert.run(number, cursor, envelopeId, receivedAtMs, expiresAtMs, envelope, checksum);
    if (changes === 1) return { kind: 'stored', added: true, cursor, receivedAtMs, expiresAtMs };
    this.#rooms.release(number, { envelopes: 1, bytes: envelope.length });
    const held = this.#heldAlready(number, envelopeId, receivedAtMs);
    return held === undefined ? this.deposit(request) : { kind: 'stored', added: false, ...held };
  }

  page({ topic, after, limit, maxBytes, nowMs }: PageQuery): ArchivePage {
    const number = this.#topics.number(topic);
    if (number === undefined) return { envelopes: [], more: false };
    const envelopes: ArchivedEnvelope[] = [];
    let bytes = 0;
    // Positions come from the index alone; each record is then read by itself, so that a damaged one harms no other.
    for (const position of this.#statements.positions.iterate(number, after)) {
      const held = this.#soundRecord(integerOf(position, 'seq'));
      if (held === undefined || held.expiresAtMs <= nowMs) continue;
      if (envelopes.length === limit || (envelopes.length > 0 && bytes + held.envelope.length > maxBytes)) {
        return { envelopes, more: true };
      }
      envelopes.push({ cursor: held.cursor, envelope: held.envelope });
      bytes += held.envelope.length;
    }
    return { envelopes, more: false };
  }

  acknowledge(topic: Topic, envelopeIds: readonly EnvelopeId[]): number {
    const number = this.#topics.number(topic);
    if (number === undefined) return 0;
    let deleted = 0;
    for (const id of envelopeIds) deleted += this.#release(this.#statements.removeById.all(number, id));
    return deleted;
  }

  /** Deletes at most `limit` of the envelopes that have expired. */
  expire(nowMs: number, limit: number): number {
    return this.#release(this.#statements.removeExpired.all(nowMs, limit));
  }

  /** Deletes at most `limit` envelopes of closed topics; 0: nothing is left of them. */
  purge(limit: number): number {
    const closed = this.#statements.closedTopic.get();
    if (closed === undefined) return 0;
    const number = integerOf(closed, 'number');
    const { changes } = this.#statements.removeOfTopic.run(number, limit);
    if (Number(changes) < limit) this.#statements.forgetClosed.run(number);
    return Math.max(1, Number(changes));
  }

  /** An envelope that is held already needs no room. */
  #withoutRoom(request: DepositRequest): DepositOutcome {
    const number = this.#topics.number(request.topic);
    if (number === undefined) return { kind: 'unknown-topic' };
    const held = this.#heldAlready(number, request.envelopeId, request.receivedAtMs);
    return held === undefined ? { kind: 'quota' } : { kind: 'stored', added: false, ...held };
  }

  /** What an earlier deposit of the same envelope has stored. A damaged or expired record makes room for a new one. */
  #heldAlready(number: number, id: EnvelopeId, nowMs: number): Omit<Held, 'envelope'> | undefined {
    const found = this.#statements.findById.get(number, id);
    if (found === undefined) return undefined;
    const held = this.#soundRecord(integerOf(found, 'seq'));
    if (held !== undefined && held.expiresAtMs > nowMs) {
      return { cursor: held.cursor, receivedAtMs: held.receivedAtMs, expiresAtMs: held.expiresAtMs };
    }
    this.#release(this.#statements.removeById.all(number, id));
    return undefined;
  }

  #soundRecord(seq: number): Held | undefined {
    try {
      const row = this.#statements.find.get(seq);
      if (row !== undefined) return decode(row);
    } catch {
      // Damaged so far that SQLite cannot read it, or not what was written: reported below.
    }
    this.#onCorrupt();
    return undefined;
  }

  #release(removed: readonly Row[]): number {
    const freed = new Map<number, { envelopes: number; bytes: number }>();
    for (const { topic, bytes } of removed) {
      // A damaged record must go like any other, even when it no longer tells where it belonged.
      if (typeof topic !== 'number') continue;
      const of = freed.get(topic) ?? { envelopes: 0, bytes: 0 };
      freed.set(topic, { envelopes: of.envelopes + 1, bytes: of.bytes + (typeof bytes === 'number' ? bytes : 0) });
    }
    for (const [number, of] of freed) this.#rooms.release(number, of);
    return removed.length;
  }
}

function decode(row: Row): Held {
  const cursor = integerOf(row, 'cursor');
  const receivedAtMs = integerOf(row, 'received_at_ms');
  const expiresAtMs = integerOf(row, 'expires_at_ms');
  const envelope = bytesOf(row, 'envelope');
  checkRecord(row, integerOf(row, 'topic'), cursor, bytesOf(row, 'id'), receivedAtMs, expiresAtMs, envelope);
  return { cursor, receivedAtMs, expiresAtMs, envelope };
}

function prepare(database: DatabaseSync) {
  return {
    insert: database.prepare(
      `INSERT INTO envelopes (topic, cursor, id, received_at_ms, expires_at_ms, envelope, checksum)
       VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (topic, id) DO NOTHING`,
    ),
    findById: database.prepare('SELECT seq FROM envelopes WHERE topic = ? AND id = ?'),
    find: database.prepare(
      `SELECT topic, cursor, id, received_at_ms, expires_at_ms, envelope, checksum FROM envelopes WHERE seq = ?`,
    ),
    positions: database.prepare('SELECT seq FROM envelopes WHERE topic = ? AND cursor > ? ORDER BY cursor'),
    removeById: database.prepare(
      'DELETE FROM envelopes WHERE topic = ? AND id = ? RETURNING topic, length(envelope) AS bytes',
    ),
    removeExpired: database.prepare(
      `DELETE FROM envelopes WHERE seq IN
         (SELECT seq FROM envelopes WHERE expires_at_ms <= ? ORDER BY expires_at_ms LIMIT ?)
       RETURNING topic, length(envelope) AS bytes`,
    ),
    closedTopic: database.prepare('SELECT number FROM closed_topics ORDER BY number LIMIT 1'),
    removeOfTopic: database.prepare(
      `DELETE FROM envelopes WHERE seq IN (SELECT seq FROM envelopes WHERE topic = ? LIMIT ?)`,
    ),
    forgetClosed: database.prepare('DELETE FROM closed_topics WHERE number = ?'),
  };
}
