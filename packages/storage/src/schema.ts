/** The schema of the database: numbered migrations, applied in order, each in one transaction (specs/09). */
import { UnavailableError } from '@sotto/wire';
import { MESSAGE_STORE } from './migrations/001-message-store.ts';
import { NOTICES } from './migrations/002-notices.ts';
import { CONVERSATIONS } from './migrations/003-conversations.ts';
import type { SqlDriver } from './sql-driver.ts';

/** Number n is at place n - 1. A migration that has been released never changes. */
const MIGRATIONS: readonly string[] = [MESSAGE_STORE, NOTICES, CONVERSATIONS];

export const SCHEMA_VERSION: number = MIGRATIONS.length;
/** Says that a SQLite file is ours: "Sotm". */
const APPLICATION_ID = 0x536f746d;

/**
 * Brings the database to SCHEMA_VERSION, or to an older one for a test of what comes after it.
 * @throws {UnavailableError} `storage` for a file of another program, or one that a newer version has written
 */
export async function migrate(driver: SqlDriver, target: number = SCHEMA_VERSION): Promise<void> {
  const found = await pragma(driver, 'user_version');
  const applicationId = await pragma(driver, 'application_id');
  const isEmpty = (await driver.all('SELECT 1 FROM sqlite_schema LIMIT 1', [])).length === 0;
  if (!isEmpty && applicationId !== APPLICATION_ID) {
    throw new UnavailableError('storage', 'the file is a database of another program', {
      hint: 'Choose another data folder.',
    });
  }
  if (found > SCHEMA_VERSION) {
    throw new UnavailableError('storage', 'the database was written by a newer version of Sotto', {
      facts: { found, known: SCHEMA_VERSION },
      hint: 'Update Sotto, then open this data folder again.',
    });
  }
  for (let version = found; version < target; version++) {
    await driver.script(
      `BEGIN IMMEDIATE; ${MIGRATIONS[version]}
       PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${version + 1}; COMMIT;`,
    );
  }
}

async function pragma(driver: SqlDriver, name: 'user_version' | 'application_id'): Promise<number> {
  const [row] = await driver.all(`PRAGMA ${name}`, []);
  return Number(row?.[name]);
}
