/**
 * Bare node:sqlite: the same rows with the same indexes, as many in one transaction as depositors wait at once. With or
 * without the two signatures that a deposit costs, one after the other in this thread.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { decodeEnvelope, signCustodyReceipt, verifyDeposit } from '@sotto/crypto';
import { asTopic, type EnvelopeId, type Topic, UnavailableError } from '@sotto/wire';
import type { Deposits } from './mailbox-deposits.ts';

const SCHEMA = `
  PRAGMA page_size = 8192;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA cache_size = -65536;
  PRAGMA wal_autocheckpoint = 2048;
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

export interface MailboxKeys {
  readonly mailboxKey: Uint8Array;
  readonly secretKey: Uint8Array;
}

export interface PeerRow {
  readonly columns: readonly [
    topic: number,
    cursor: number,
    id: Uint8Array,
    received: number,
    expires: number,
    envelope: Uint8Array,
  ];
  readonly deposit: {
    readonly topic: Topic;
    readonly envelopeId: EnvelopeId;
    readonly writeKey: Uint8Array;
    readonly signature: Uint8Array;
  };
}

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
  rows({ topics, puts }: Deposits): PeerRow[] {
    return puts.flatMap(({ envelope, signature }, i) => {
      const number = i % topics.length;
      const writeKey = topics[number]?.writeKey.publicKey;
      if (writeKey === undefined) return [];
      const decoded = decodeEnvelope(envelope);
      this.#cursor++;
      const times = [this.#cursor, this.#cursor + 86_400_000] as const;
      const deposit = { topic: asTopic(decoded.envelope.topic), envelopeId: decoded.id, writeKey, signature };
      return [{ columns: [number, this.#cursor, decoded.id, ...times, envelope] as const, deposit }];
    });
  }

  /** Returns the milliseconds that each row waited. `key`: checks every deposit and signs a receipt for it as well. */
  put(rows: readonly PeerRow[], depositors: number, key?: MailboxKeys): number[] {
    const latencies: number[] = [];
    for (let start = 0; start < rows.length; start += depositors) {
      const group = rows.slice(start, start + depositors);
      const began = performance.now();
      if (key !== undefined) for (const row of group) check(row, key);
      this.#database.exec('BEGIN IMMEDIATE');
      for (const { columns } of group) this.#insert.run(...columns);
      this.#database.exec('COMMIT');
      if (key !== undefined) for (const row of group) receipt(row, key);
      const elapsed = performance.now() - began;
      for (const _ of group) latencies.push(elapsed);
    }
    return latencies;
  }

  close(): void {
    this.#database.close();
  }
}

function check({ deposit }: PeerRow, { mailboxKey }: MailboxKeys): void {
  if (!verifyDeposit({ ...deposit, mailboxKey })) throw new UnavailableError('refused', 'a deposit does not verify');
}

function receipt({ columns, deposit }: PeerRow, keys: MailboxKeys): void {
  const { topic, envelopeId } = deposit;
  signCustodyReceipt({ ...keys, topic, envelopeId, receivedAtMs: columns[3], expiresAtMs: columns[4] });
}
