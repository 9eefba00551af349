/** Where a database lies and who may open it, chosen by the `#platform` condition of package.json: Node. */
import { NodeSqlDriver } from './node-sql-driver.ts';
import { ensurePrivateFile } from './private-file.ts';
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
