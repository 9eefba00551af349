/**
 * SQLite as WebAssembly, loaded once in the worker, and the error that a storage handle gave last.
 *
 * Of the ways in which SQLite can keep files in a browser only the pool of access handles is used; the others would
 * start workers of their own.
 */
import sqlite3InitModule, { type Sqlite3Static } from '@sqlite.org/sqlite-wasm';

const ignore = (): void => undefined;

/** The pool reports a failed write as an I/O error and says here what the browser said. */
let lastStorageError: string | undefined;

const CONFIGURATION = {
  disable: { vfs: { opfs: true, 'opfs-vfs': true, 'opfs-wl': true, kvvfs: true } },
  error: (...parts: readonly unknown[]): void => {
    lastStorageError = parts.find((part) => part instanceof DOMException)?.name;
  },
  warn: ignore,
  log: ignore,
  debug: ignore,
};

/** The engine finds its `sqlite3.wasm` beside the script that it is part of. Rejects when it cannot be loaded. */
export async function loadEngine(): Promise<Sqlite3Static> {
  // The one place from where the library takes its configuration; it deletes it after reading.
  Object.assign(globalThis, { sqlite3ApiConfig: CONFIGURATION });
  return await sqlite3InitModule();
}

/** Name of the browser's own error since the last call, such as `QuotaExceededError`. */
export function takeStorageError(): string | undefined {
  const name = lastStorageError;
  lastStorageError = undefined;
  return name;
}
