/** One sealed value of the whole database: a wrong store key is noticed when it is opened, not by a damaged record. */
import { LABELS, VerifyError } from '@sotto/wire';
import { text } from './field.ts';
import type { RowSeal } from './row-seal.ts';
import type { SqlDriver } from './sql-driver.ts';
import { storageError } from './sql-fault.ts';

export const KEY_CHECK_TABLE = 'key_check';
const PLACE = { table: KEY_CHECK_TABLE, column: 'sealed', version: 1, beside: [] };
const CHECKED = LABELS.storeRowKey;

/**
 * Writes the value into a new database, or opens the one that is there.
 * @throws {VerifyError} `bad-key` when it was sealed under another store key
 */
export async function checkStoreKey(driver: SqlDriver, seal: RowSeal): Promise<void> {
  const [found] = await driver.all('SELECT sealed FROM key_check WHERE row = 1', []);
  if (found === undefined) {
    const values = [seal.seal(PLACE, text, CHECKED)];
    const statement = { sql: 'INSERT INTO key_check (row, sealed) VALUES (1, ?)', values };
    const [outcome] = await driver.transact([[statement]], 'full');
    if (outcome?.done === false) throw storageError(outcome.fault, outcome.cause);
    return;
  }
  try {
    seal.open(PLACE, text, found['sealed']);
  } catch (cause) {
    throw new VerifyError('bad-key', 'the database belongs to another key', {
      cause,
      hint: 'The vault and the database of this data folder do not belong together.',
    });
  }
}
