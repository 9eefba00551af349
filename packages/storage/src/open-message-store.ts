/** Opening a person's database: file, settings, schema, key, in this order. */
import { type CryptoProvider, platformProvider, type Secret } from '@sotto/crypto';
import type { Clock, Random } from '@sotto/ports';
import { openDatabase } from '#platform';
import { checkStoreKey } from './key-check.ts';
import { migrate } from './schema.ts';
import { SealedMessageStore } from './sealed-message-store.ts';
import type { SqlDriver } from './sql-driver.ts';
import { createTables } from './tables.ts';

export interface MessageStoreOptions {
  /** 32 bytes. Not kept, and not wiped: keys are derived from it. */
  readonly storeKey: Uint8Array | Secret;
  readonly random: Random;
  readonly clock: Clock;
  readonly provider?: CryptoProvider;
}

export interface OpenMessageStoreOptions extends MessageStoreOptions {
  /**
   * The database file; made, for its owner only, when it is missing. Its folder must exist. In a browser: a path of the
   * origin's private file system, folders made as needed, or `:memory:`.
   */
  readonly path: string;
}

/**
 * Opens the database, making or migrating it as needed. It belongs to this process, or tab, until it is closed.
 * @throws {VerifyError} `bad-key` when it was made under another store key
 * @throws {UnavailableError} `storage` for a file of another program or of a newer version; `home-busy` when another
 * process has it
 */
export async function openMessageStore({ path, ...options }: OpenMessageStoreOptions): Promise<SealedMessageStore> {
  return createMessageStore(await openDatabase(path), options);
}

/** The same on any driver; closes the driver when it fails. */
export async function createMessageStore(
  driver: SqlDriver,
  { storeKey, random, clock, provider = platformProvider }: MessageStoreOptions,
): Promise<SealedMessageStore> {
  try {
    const tables = createTables({ provider, storeKey, random });
    await migrate(driver);
    await checkStoreKey(driver, tables.seal);
    return new SealedMessageStore(driver, tables, clock);
  } catch (error) {
    await driver.close();
    throw error;
  }
}
