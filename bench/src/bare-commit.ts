/** Bare node:sqlite: one row of as many bytes as an envelope, synced, as little as a device can do to keep something. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export class BareCommit {
  readonly #folder = mkdtempSync(join(tmpdir(), 'sotto-bench-'));
  readonly #database = new DatabaseSync(join(this.#folder, 'bare.db'));
  readonly #insert;
  readonly #row: Uint8Array;

  constructor(bytes: number) {
    this.#row = new Uint8Array(bytes);
    this.#database.exec(`
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      CREATE TABLE kept (row INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
    `);
    this.#insert = this.#database.prepare('INSERT INTO kept (bytes) VALUES (?)');
  }

  commit(): void {
    this.#database.exec('BEGIN IMMEDIATE');
    this.#insert.run(this.#row);
    this.#database.exec('COMMIT');
  }

  close(): void {
    this.#database.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
