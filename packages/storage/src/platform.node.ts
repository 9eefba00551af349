/** Where a database lies and who may open it, chosen by the `#platform` condition of package.json: Node. */
import { setImmediate } from 'node:timers/promises';
import { NodeSqlDriver } from './node-sql-driver.ts';
import { ensurePrivateFile } from './private-file.ts';
import { NodeMemoryDatabase } from './search/node-memory-database.ts';
import { privateSnapshotFile } from './search/private-snapshot-file.ts';
import type { SearchParts } from './search/search-parts.ts';
import type { SqlDriver } from './sql-driver.ts';

export { lockHome } from './home-lock.ts';

/** @throws {UnavailableError} `storage`, `home-busy` */
export async function openDatabase(path: string): Promise<SqlDriver> {
  await ensurePrivateFile(path);
  return new NodeSqlDriver(path);
}

/** Nothing has to be loaded here. */
export function prepareMessageStore(): void {
  return;
}

/** `path`: the file of the snapshot. */
export function searchParts(path: string): SearchParts {
  return {
    openDatabase: async () => new NodeMemoryDatabase(),
    file: privateSnapshotFile(path),
    pause: () => setImmediate(),
  };
}
