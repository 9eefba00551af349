/** The size of the database file: its bound, and the return of free pages to the file system. */
import type { DatabaseSync } from 'node:sqlite';
import { integerOf } from './record.ts';

/** Free pages given back per step: 4 MiB. */
const STEP_PAGES = 512;
/** A file that was full takes deposits again when it has room for so many pages: 2 MiB. */
const ROOM_PAGES = 256;

export class FileSpace {
  readonly #database: DatabaseSync;
  readonly #maxPages: number;
  readonly #pages;
  readonly #freePages;
  readonly #vacuum;
  readonly #checkpoint;

  /** Beyond `maxBytes` SQLite reports a full disk. */
  constructor(database: DatabaseSync, maxBytes: number) {
    this.#database = database;
    const pageBytes = integerOf(database.prepare('PRAGMA page_size').get() ?? {}, 'page_size');
    const asked = Math.floor(maxBytes / pageBytes);
    const set = database.prepare(`PRAGMA max_page_count = ${asked}`).get() ?? {};
    this.#maxPages = integerOf(set, 'max_page_count');
    this.#pages = database.prepare('PRAGMA page_count');
    this.#freePages = database.prepare('PRAGMA freelist_count');
    this.#checkpoint = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)');
    this.#vacuum = database.prepare(`PRAGMA incremental_vacuum(${STEP_PAGES})`);
  }

  hasRoom(): boolean {
    const used = integerOf(this.#pages.get() ?? {}, 'page_count');
    const free = integerOf(this.#freePages.get() ?? {}, 'freelist_count');
    return this.#maxPages - used + free >= ROOM_PAGES;
  }

  /** Takes a bounded number of free pages off the end of the file; the file itself is cut by a later checkpoint. */
  giveBack(): void {
    this.#vacuum.all();
  }

  /** Keeps the log small while there is no space, and fast while there is. */
  checkpointEvery(pages: number): void {
    this.#database.exec(`PRAGMA wal_autocheckpoint = ${pages}`);
  }

  /** Moves what is committed into the file and cuts both file and log, as far as the disk allows. */
  shortenFile(): void {
    try {
      this.#checkpoint.all();
    } catch {
      // Not even this has space; the log keeps what it holds.
    }
  }
}
