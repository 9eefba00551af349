/**
 * SQLite as WebAssembly, loaded once in the worker, and the error that a storage handle gave last.
 *
 * Of the ways in which SQLite can keep files in a browser only the pool of access handles is used; the others would
 * start workers of their own.
 */
import sqlite3InitModule, { type Sqlite3Static } from '@sqlite.org/sqlite-wasm';

const ignore = (): void => undefined;

/** What says that there is no room: the browser's refusal, and in a private window a write that ends before its end. */
const NO_ROOM = ['QuotaExceededError', 'Unknown write() failure.'];

/** The pool reports a failed write as an I/O error and says only here why it failed. */
let noRoom = false;

const CONFIGURATION = {
  disable: { vfs: { opfs: true, 'opfs-vfs': true, 'opfs-wl': true, kvvfs: true } },
  error: (...parts: readonly unknown[]): void => {
    noRoom ||= parts.some(isNoRoom);
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

/** Whether this error, of the browser or of the pool, is for want of room. */
export function isNoRoom(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return NO_ROOM.includes(error.name) || NO_ROOM.includes(error.message);
}

/** Whether a file operation has failed for want of room since that was last forgotten. */
export function hadNoRoom(): boolean {
  return noRoom;
}

/** Before every call: not every failed file operation fails the call that it was part of. */
export function forgetNoRoom(): void {
  noRoom = false;
}
