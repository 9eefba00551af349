/** Deletes what has expired, a little at a time, so that commits of others come in between. */
import { FINISHED_STATUSES } from './outbox-queries.ts';
import type { SqlDriver, SqlStatement } from './sql-driver.ts';

const ROWS_AT_ONCE = 500;
const PAGES_AT_ONCE = 2_000;

function expired(table: string, condition = 'true'): string {
  return `DELETE FROM ${table} WHERE row IN (
    SELECT row FROM ${table} WHERE expires_at_ms <= ? AND ${condition} LIMIT ${ROWS_AT_ONCE})`;
}

const SEEN = expired('seen_envelope');
const REPLAY = expired('replay');
const OUTBOX = expired('outbox', 'status IN (SELECT value FROM json_each(?))');

/** `run` commits one statement and returns the number of rows that it deleted. */
export async function pruneExpired(run: (statement: SqlStatement) => Promise<number>, nowMs: number): Promise<number> {
  const statements: readonly SqlStatement[] = [
    { sql: SEEN, values: [nowMs] },
    { sql: REPLAY, values: [nowMs] },
    { sql: OUTBOX, values: [nowMs, FINISHED_STATUSES] },
  ];
  let total = 0;
  for (const statement of statements) {
    for (let deleted = ROWS_AT_ONCE; deleted === ROWS_AT_ONCE; total += deleted) deleted = await run(statement);
  }
  return total;
}

/** Makes the file shorter by the pages that deleting has freed. */
export async function giveBackPages(driver: SqlDriver): Promise<void> {
  await driver.script(`PRAGMA incremental_vacuum(${PAGES_AT_ONCE})`);
}
