/**
 * Small records of a home beside its database: the vault and the counter, in IndexedDB, which replaces a record as a
 * whole and can say when it is durable.
 *
 * Owns that one database of the origin. A home in memory has its records in this page only.
 */
import { LimitError, type SottoError, UnavailableError } from '@sotto/wire';

const DATABASE = 'sotto';
const VERSION = 1;
const STORE = 'home';

export interface HomeRecords {
  read(name: string): Promise<string | undefined>;
  /** Durable when it resolves: after a crash there is the old text or the new one. @throws {LimitError} `disk-full` */
  write(name: string, text: string): Promise<void>;
  /** No error when it is not there. */
  delete(name: string): Promise<void>;
}

/** Records of one home of this origin. @throws {UnavailableError} `storage` from every call that fails */
export function storedRecords(home: string): HomeRecords {
  const key = (name: string) => `${home}/${name}`;
  return {
    async read(name) {
      const found: unknown = await inStore('readonly', (store) => store.get(key(name)));
      return typeof found === 'string' ? found : undefined;
    },
    async write(name, text) {
      await inStore('readwrite', (store) => store.put(text, key(name)));
    },
    async delete(name) {
      await inStore('readwrite', (store) => store.delete(key(name)));
    },
  };
}

/** Records that end with this page. */
export function recordsInMemory(): HomeRecords {
  const records = new Map<string, string>();
  return {
    read: async (name) => records.get(name),
    write: async (name, text) => void records.set(name, text),
    delete: async (name) => void records.delete(name),
  };
}

/** Whether this browser, in this window, has IndexedDB that works. */
export async function hasStoredRecords(): Promise<boolean> {
  try {
    await inStore('readonly', (store) => store.count());
    return true;
  } catch {
    return false;
  }
}

/** One request in a transaction of its own; resolves when that has been written. */
async function inStore<Result>(
  mode: IDBTransactionMode,
  request: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  let database: IDBDatabase | undefined;
  try {
    database = await openDatabase();
    const transaction = database.transaction(STORE, mode, { durability: 'strict' });
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    const asked = request(transaction.objectStore(STORE));
    await done;
    return asked.result;
  } catch (cause) {
    throw recordError(cause);
  } finally {
    database?.close();
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open(DATABASE, VERSION);
  opening.onupgradeneeded = () => void opening.result.createObjectStore(STORE);
  return new Promise((resolve, reject) => {
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

function recordError(cause: unknown): SottoError {
  if (cause instanceof DOMException && cause.name === 'QuotaExceededError') {
    return new LimitError('disk-full', 'the browser has no room left', {
      cause,
      hint: 'Free some space, then try again.',
    });
  }
  return new UnavailableError('storage', 'the browser cannot read or write its storage', {
    cause,
    hint: 'Allow this site to store data, or open it in a window that is not private.',
  });
}
