/** Accounts of the directory: verified logs and bundles. A transaction is open around every write. */
import type { DatabaseSync } from 'node:sqlite';
import { type AccountId, asDeviceId } from '@sotto/wire';
import type { AccountPublication, ArchivedAccount, ArchivedBundle, ArchiveLimits } from '../archive.ts';
import type { PrekeysTable } from './prekeys-table.ts';
import { bytesOf, checkRecord, integerOf, type Row, recordChecksum } from './record.ts';
import type { TotalsTable } from './totals-table.ts';

export class AccountsTable {
  readonly #limits: ArchiveLimits;
  readonly #totals: TotalsTable;
  readonly #prekeys: PrekeysTable;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #onCorrupt: () => void;

  constructor(
    database: DatabaseSync,
    options: {
      readonly limits: ArchiveLimits;
      readonly totals: TotalsTable;
      readonly prekeys: PrekeysTable;
      readonly onCorrupt: () => void;
    },
  ) {
    this.#limits = options.limits;
    this.#totals = options.totals;
    this.#prekeys = options.prekeys;
    this.#onCorrupt = options.onCorrupt;
    this.#statements = prepare(database);
  }

  /** `undefined`: unknown, or its log is damaged. Damaged bundles are left out. */
  find(accountId: AccountId): ArchivedAccount | undefined {
    const row = this.#statements.find.get(accountId);
    if (row === undefined) return undefined;
    try {
      const revision = integerOf(row, 'revision');
      const accountLog = bytesOf(row, 'account_log');
      checkRecord(row, accountId, revision, accountLog);
      const publishedAtMs = integerOf(row, 'published_at_ms');
      return { accountLog, revision, publishedAtMs, bundles: this.#bundles(integerOf(row, 'number')) };
    } catch {
      this.#onCorrupt();
      return undefined;
    }
  }

  number(accountId: AccountId): number | undefined {
    const row = this.#statements.find.get(accountId);
    return row === undefined ? undefined : integerOf(row, 'number');
  }

  publish(publication: AccountPublication): 'published' | 'conflict' | 'full' {
    const { accountId, replaces, accountLog, bundles, devices, nowMs } = publication;
    if ((this.find(accountId)?.revision ?? 0) !== replaces) return 'conflict';
    let bytes = accountLog.length;
    for (const { bundle } of bundles) bytes += bundle.length;
    // A damaged account is replaced like one that is not there.
    const old = this.#statements.sizeOf.get(accountId);
    const growth = bytes - (old === undefined ? 0 : integerOf(old, 'bytes'));
    const hasRoom =
      this.#totals.fits('directory-bytes', growth, this.#limits.maxDirectoryBytes) &&
      (old !== undefined || this.#totals.fits('accounts', 1, this.#limits.maxAccounts));
    if (!hasRoom) return 'full';
    this.#totals.add('directory-bytes', growth);
    if (old === undefined) this.#totals.add('accounts', 1);
    const revision = replaces + 1;
    const checksum = recordChecksum(accountId, revision, accountLog);
    const { upsert } = this.#statements;
    const number = integerOf(upsert.get(accountId, revision, nowMs, accountLog, bytes, checksum) ?? {}, 'number');
    this.#replaceBundles(number, bundles);
    this.#prekeys.keepOnly(number, devices);
    return 'published';
  }

  /** Deletes accounts that were not published since `beforeMs`; returns how many. */
  expire(beforeMs: number, limit: number): number {
    const rows = this.#statements.removeIdle.all(beforeMs, limit);
    for (const row of rows) {
      const number = integerOf(row, 'number');
      this.#statements.removeBundles.run(number);
      this.#prekeys.keepOnly(number, []);
      this.#totals.add('directory-bytes', -integerOf(row, 'bytes'));
    }
    this.#totals.add('accounts', -rows.length);
    return rows.length;
  }

  #bundles(number: number): ArchivedBundle[] {
    const bundles: ArchivedBundle[] = [];
    for (const row of this.#statements.bundles.all(number)) {
      try {
        bundles.push(decodeBundle(number, row));
      } catch {
        this.#onCorrupt();
      }
    }
    return bundles;
  }

  #replaceBundles(number: number, bundles: readonly ArchivedBundle[]): void {
    this.#statements.removeBundles.run(number);
    for (const { deviceId, number: version, bundle } of bundles) {
      const checksum = recordChecksum(number, deviceId, version, bundle);
      this.#statements.insertBundle.run(number, deviceId, version, bundle, checksum);
    }
  }
}

function decodeBundle(account: number, row: Row): ArchivedBundle {
  const deviceId = asDeviceId(bytesOf(row, 'device_id'));
  const number = integerOf(row, 'number');
  const bundle = bytesOf(row, 'bundle');
  checkRecord(row, account, deviceId, number, bundle);
  return { deviceId, number, bundle };
}

function prepare(database: DatabaseSync) {
  return {
    find: database.prepare(
      'SELECT number, revision, published_at_ms, account_log, checksum FROM accounts WHERE account_id = ?',
    ),
    sizeOf: database.prepare('SELECT bytes FROM accounts WHERE account_id = ?'),
    upsert: database.prepare(
      `INSERT INTO accounts (account_id, revision, published_at_ms, account_log, bytes, checksum)
       VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (account_id) DO UPDATE SET revision = excluded.revision, published_at_ms = excluded.published_at_ms,
         account_log = excluded.account_log, bytes = excluded.bytes, checksum = excluded.checksum
       RETURNING number`,
    ),
    removeIdle: database.prepare(
      `DELETE FROM accounts WHERE number IN
         (SELECT number FROM accounts WHERE published_at_ms < ? ORDER BY published_at_ms LIMIT ?)
       RETURNING number, bytes`,
    ),
    bundles: database.prepare(
      'SELECT device_id, number, bundle, checksum FROM bundles WHERE account = ? ORDER BY rowid',
    ),
    insertBundle: database.prepare(
      'INSERT INTO bundles (account, device_id, number, bundle, checksum) VALUES (?, ?, ?, ?, ?)',
    ),
    removeBundles: database.prepare('DELETE FROM bundles WHERE account = ?'),
  };
}
