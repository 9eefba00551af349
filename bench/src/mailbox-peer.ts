/** Bare node:sqlite: the same rows with the same indexes, as many in one transaction as depositors wait at once. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { envelopeId } from '@sotto/crypto';
import { decodeMessage, EnvelopeSchema, LIMITS } from '@sotto/wire';
import type { Deposits } from './mailbox-deposits.ts';

const SCHEMA = `
  PRAGMA page_size = 8192;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA cache_size = -65536;
  CREATE TABLE envelopes (
    seq INTEGER PRIMARY KEY,
    topic INTEGER NOT NULL,
    cursor INTEGER NOT NULL,
    id BLOB NOT NULL,
    received_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    envelope BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX envelopes_by_id ON envelopes (topic, id);
  CREATE UNIQUE INDEX envelopes_by_cursor ON envelopes (topic, cursor);
  CREATE INDEX envelopes_by_expiry ON envelopes (expires_at_ms);
`;

type Row = readonly [
  topic: number,
  cursor: number,
  id: Uint8Array,
  received: number,
  expires: number,
  envelope: Uint8Array,
];

export class BareSqlite {
  readonly #database: DatabaseSync;
  readonly #insert;
  #cursor = Date.now();

  constructor(folder: string) {
    this.#database = new DatabaseSync(join(folder, 'bare.db'));
    this.#database.exec(SCHEMA);
    this.#insert = this.#database.prepare(
      'INSERT INTO envelopes (topic, cursor, id, received_at_ms, expires_at_ms, envelope) VALUES (?, ?, ?, ?, ?, ?)',
    );
  }

  /** Made before the clock runs, like the deposits. */
  rows({ topics, puts }: Deposits): Row[] {
    return puts.map(({ envelope }, i) => {
      const id = envelopeId(decodeMessage(EnvelopeSchema, envelope, LIMITS.MAX_ENVELOPE_BYTES));
      this.#cursor++;
      return [i % topics.length, this.#cursor, id, this.#cursor, this.#cursor + 86_400_000, envelope];
    });
  }

  /** Returns the milliseconds that each row waited for its transaction. */
  put(rows: readonly Row[], depositors: number): number[] {
    const latencies: number[] = [];
    for (let start = 0; start < rows.length; start += depositors) {
      const group = rows.slice(start, start + depositors);
      const began = performance.now();
      this.#database.exec('BEGIN IMMEDIATE');
      for (const row of group) this.#insert.run(...row);
      this.#database.exec('COMMIT');
      const elapsed = performance.now() - began;
      for (const _ of group) latencies.push(elapsed);
    }
    return latencies;
  }

  close(): void {
    this.#database.close();
  }
}
