/** Where a database lies and who may open it, chosen by the `#platform` condition of package.json: browsers. */
import type { SearchParts } from './search/search-parts.ts';
import type { SqlDriver } from './sql-driver.ts';
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

/** Pages have no search index: the client says so when it is asked to search. */
export function searchParts(_path: string): SearchParts | undefined {
  return undefined;
}
