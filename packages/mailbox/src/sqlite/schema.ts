/**
 * The SQLite schema of a mailbox (specs/06 §5).
 *
 * Envelopes are filed by an append-only row number in the order of receipt; a random hash as primary key would write
 * all over the file. Topic numbers are never used again, so that the leftovers of a closed topic cannot show up in a
 * later one. How much a topic holds is a table of its own, because it changes with every deposit: a page holds hundreds of
 * these rows, and few pages for each commit are what makes commits short.
 */

/** Kept in `user_version`. */
export const SCHEMA_VERSION = 2;

/** Log pages before a checkpoint, 16 MiB: with 4 MiB a deposit costs two thirds more. */
export const CHECKPOINT_PAGES = 2_048;
/** On a full disk the log must stay small: 1 MiB. */
export const FRUGAL_CHECKPOINT_PAGES = 128;

/**
 * The exclusive lock keeps a second daemon off the folder and dies with the process; it must be asked for before the
 * first read. Page size and vacuum are fixed by the first table. Deleted envelopes are overwritten.
 */
export const CONNECTION_PRAGMAS = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA page_size = 8192;
  PRAGMA auto_vacuum = INCREMENTAL;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  PRAGMA cell_size_check = ON;
  PRAGMA temp_store = MEMORY;
  PRAGMA cache_size = -65536;
  PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
  PRAGMA journal_size_limit = 33554432;
`;

export const SCHEMA = `
  CREATE TABLE topics (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    topic BLOB NOT NULL UNIQUE,
    kind INTEGER NOT NULL,
    read_key BLOB NOT NULL,
    write_key BLOB NOT NULL,
    owner_seen_ms INTEGER NOT NULL,
    checksum INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX topics_by_owner_seen ON topics (owner_seen_ms);

  CREATE TABLE topic_rooms (
    number INTEGER PRIMARY KEY,
    envelopes INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    last_cursor INTEGER NOT NULL
  ) STRICT;

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

  CREATE TABLE closed_topics (number INTEGER PRIMARY KEY) STRICT;

  CREATE TABLE accounts (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id BLOB NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    published_at_ms INTEGER NOT NULL,
    account_log BLOB NOT NULL,
    bytes INTEGER NOT NULL,
    checksum INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX accounts_by_publication ON accounts (published_at_ms);

  CREATE TABLE bundles (
    account INTEGER NOT NULL,
    device_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    bundle BLOB NOT NULL,
    checksum INTEGER NOT NULL,
    UNIQUE (account, device_id)
  ) STRICT;

  CREATE TABLE prekeys (
    seq INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    device_id BLOB NOT NULL,
    id INTEGER NOT NULL,
    prekey BLOB NOT NULL,
    checksum INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX prekeys_by_device ON prekeys (account, device_id, seq);

  CREATE TABLE prekey_marks (
    account INTEGER NOT NULL,
    device_id BLOB NOT NULL,
    highest_id INTEGER NOT NULL,
    UNIQUE (account, device_id)
  ) STRICT;

  CREATE TABLE totals (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
  INSERT INTO totals VALUES ('topics', 0), ('accounts', 0), ('directory-bytes', 0);

  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** What makes a file of each older version one of the next: the first is for version 1. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE topic_rooms (
    number INTEGER PRIMARY KEY,
    envelopes INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    last_cursor INTEGER NOT NULL
  ) STRICT;
  INSERT INTO topic_rooms SELECT number, envelopes, bytes, last_cursor FROM topics;
  ALTER TABLE topics DROP COLUMN envelopes;
  ALTER TABLE topics DROP COLUMN bytes;
  ALTER TABLE topics DROP COLUMN last_cursor;
  PRAGMA user_version = 2;
  `,
];
