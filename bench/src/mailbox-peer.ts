/**
 * Bare node:sqlite: the same rows with the same indexes, as many in one transaction as depositors wait at once. With or
 * without what the protocol asks for: one proof checked for each topic, one signature for the receipts of a transaction,
 * one after the other in this thread.
 */
import { DatabaseSync } from 'node:sqlite';
import { type CustodyStatement, decodeEnvelope, signCustodyReceipts, verifyDeposit } from '@sotto/crypto';
import { asTopic, UnavailableError } from '@sotto/wire';
import { type DepositStream, type Deposits, topicOf } from './mailbox-deposits.ts';

/** Any checksum: its size counts, not its value. */
const CHECKSUM = 0x7fff_ffff;

const SCHEMA = `
  PRAGMA locking_mode = EXCLUSIVE;
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
    envelope BLOB NOT NULL,
    checksum INTEGER NOT NULL
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
    checksum: number,
  ];
  readonly statement: CustodyStatement;
  /** For the first row of a topic. */
  readonly proof?: Omit<Parameters<typeof verifyDeposit>[0], 'mailboxKey'>;
}

export class BareSqlite {
  readonly #database: DatabaseSync;
  readonly #insert;
  #cursor = Date.now();
  /** Topics are new in every round, as ours are. */
  #topics = 0;

  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    this.#database.exec(SCHEMA);
    this.#insert = this.#database.prepare(
      `INSERT INTO envelopes (topic, cursor, id, received_at_ms, expires_at_ms, envelope, checksum)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
  }

  /** Made before the clock runs, in the order in which the depositors would put them. */
  rows({ topics, envelopes }: Deposits, depositors: readonly (readonly DepositStream[])[] = []): PeerRow[] {
    const proofs = proofsOf(depositors);
    const firstTopic = this.#topics;
    this.#topics += topics.length;
    return envelopes.map((bytes, i) => {
      const { id, envelope } = decodeEnvelope(bytes);
      const receivedAtMs = ++this.#cursor;
      const statement = {
        topic: asTopic(envelope.topic),
        envelopeId: id,
        receivedAtMs,
        expiresAtMs: receivedAtMs + envelope.ttlSeconds * 1_000,
      };
      const number = firstTopic + (i % topics.length);
      const columns = [number, receivedAtMs, id, receivedAtMs, statement.expiresAtMs, bytes, CHECKSUM] as const;
      const shown = proofs.get(bytes);
      if (shown === undefined) return { columns, statement };
      const writeKey = topicOf(topics, i).writeKey.publicKey;
      return { columns, statement, proof: { ...shown, topic: statement.topic, writeKey } };
    });
  }

  /** Returns the milliseconds that each row waited. `keys`: checks the proofs and signs receipts as well. */
  put(rows: readonly PeerRow[], depositors: number, keys?: MailboxKeys): number[] {
    const latencies: number[] = [];
    for (let start = 0; start < rows.length; start += depositors) {
      const group = rows.slice(start, start + depositors);
      const began = performance.now();
      if (keys !== undefined) for (const row of group) check(row, keys);
      this.#database.exec('BEGIN IMMEDIATE');
      for (const { columns } of group) this.#insert.run(...columns);
      this.#database.exec('COMMIT');
      if (keys !== undefined) signCustodyReceipts({ ...keys, statements: group.map(({ statement }) => statement) });
      const elapsed = performance.now() - began;
      for (const _ of group) latencies.push(elapsed);
    }
    return latencies;
  }

  close(): void {
    this.#database.close();
  }
}

/** The proofs that puts carry, by the bytes of their envelopes. */
function proofsOf(depositors: readonly (readonly DepositStream[])[]) {
  const proofs = new Map<Uint8Array, { readonly challenge: Uint8Array; readonly proof: Uint8Array }>();
  for (const { challenge, puts } of depositors.flat()) {
    for (const { envelope, proof } of puts) {
      if (proof.length > 0) proofs.set(envelope, { challenge, proof });
    }
  }
  return proofs;
}

function check({ proof }: PeerRow, { mailboxKey }: MailboxKeys): void {
  if (proof === undefined || verifyDeposit({ ...proof, mailboxKey })) return;
  throw new UnavailableError('refused', 'a deposit does not verify');
}
