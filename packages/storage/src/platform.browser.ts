/** Where a database lies and who may open it, chosen by the `#platform` condition of package.json: browsers. */
import type { SearchParts } from './search/search-parts.ts';
import type { SqlDriver } from './sql-driver.ts';
import { pageTurn } from './wasm/page-turn.ts';
import { canReplaceFiles, NO_SNAPSHOT, snapshotInFiles } from './wasm/snapshot-in-files.ts';
import { WorkerMemoryDatabase } from './wasm/worker-memory-database.ts';
import { prepareDatabase, WorkerSqlDriver } from './wasm/worker-sql-driver.ts';

export { lockHome } from './wasm/web-home-lock.ts';

/** @throws {UnavailableError} `storage`, `home-busy` @throws {LimitError} `disk-full` */
export function openDatabase(path: string): Promise<SqlDriver> {
  return WorkerSqlDriver.open(path);
}

/** Starts loading the engine in the background, so that the next store opens sooner. */
export function prepareMessageStore(): void {
  prepareDatabase();
}

/** `path`: where the snapshot is kept; `:memory:` keeps none. */
export function searchParts(path: string): SearchParts {
  const isKept = path.includes('/') && canReplaceFiles();
  return {
    openDatabase: () => WorkerMemoryDatabase.open(),
    file: isKept ? snapshotInFiles(path) : NO_SNAPSHOT,
    pause: pageTurn,
  };
}
