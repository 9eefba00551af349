/**
 * One-time prekeys, each handed out once (specs/02 §5). A transaction is open around every write.
 *
 * The highest id ever added is remembered for each device, so that an upload that is repeated after its answer was
 * lost brings back none that was handed out in the meantime.
 */
import type { DatabaseSync } from 'node:sqlite';
import { type DeviceId, formatHex } from '@sotto/wire';
import type { ArchivedPrekey, ArchiveLimits } from '../archive.ts';
import { bytesOf, checkRecord, integerOf, recordChecksum } from './record.ts';

export class PrekeysTable {
  readonly #limits: ArchiveLimits;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #onCorrupt: () => void;

  constructor(database: DatabaseSync, limits: ArchiveLimits, onCorrupt: () => void) {
    this.#limits = limits;
    this.#statements = prepare(database);
    this.#onCorrupt = onCorrupt;
  }

  add(account: number, deviceId: DeviceId, prekeys: readonly ArchivedPrekey[]): 'added' | 'full' {
    const mark = this.#statements.mark.get(account, deviceId);
    const highest = mark === undefined ? -1 : integerOf(mark, 'highest_id');
    const fresh = prekeys.filter(({ id }) => id > highest);
    if (fresh.length === 0) return 'added';
    if (this.count(account, deviceId) + fresh.length > this.#limits.maxPrekeysPerDevice) return 'full';
    for (const { id, prekey } of fresh) {
      this.#statements.insert.run(account, deviceId, id, prekey, recordChecksum(account, deviceId, id, prekey));
    }
    this.#statements.setMark.run(account, deviceId, Math.max(...fresh.map(({ id }) => id)));
    return 'added';
  }

  /** Damaged ones are dropped on the way. */
  take(account: number, deviceId: DeviceId): Uint8Array | undefined {
    for (;;) {
      const row = this.#statements.take.get(account, deviceId);
      if (row === undefined) return undefined;
      try {
        const prekey = bytesOf(row, 'prekey');
        checkRecord(row, account, deviceId, integerOf(row, 'id'), prekey);
        return prekey;
      } catch {
        this.#onCorrupt();
      }
    }
  }

  count(account: number, deviceId: DeviceId): number {
    return integerOf(this.#statements.count.get(account, deviceId) ?? {}, 'prekeys');
  }

  /** Deletes the prekeys of all other devices of the account. */
  keepOnly(account: number, devices: readonly DeviceId[]): void {
    const kept = new Set(devices.map(formatHex));
    for (const row of this.#statements.devices.all(account)) {
      const deviceId = bytesOf(row, 'device_id');
      if (kept.has(formatHex(deviceId))) continue;
      this.#statements.remove.run(account, deviceId);
      this.#statements.removeMark.run(account, deviceId);
    }
  }

  total(): number {
    return integerOf(this.#statements.total.get() ?? {}, 'prekeys');
  }
}

function prepare(database: DatabaseSync) {
  return {
    mark: database.prepare('SELECT highest_id FROM prekey_marks WHERE account = ? AND device_id = ?'),
    setMark: database.prepare(
      `INSERT INTO prekey_marks (account, device_id, highest_id) VALUES (?, ?, ?)
       ON CONFLICT (account, device_id) DO UPDATE SET highest_id = excluded.highest_id`,
    ),
    removeMark: database.prepare('DELETE FROM prekey_marks WHERE account = ? AND device_id = ?'),
    devices: database.prepare('SELECT device_id FROM prekey_marks WHERE account = ?'),
    insert: database.prepare('INSERT INTO prekeys (account, device_id, id, prekey, checksum) VALUES (?, ?, ?, ?, ?)'),
    take: database.prepare(
      `DELETE FROM prekeys WHERE seq =
         (SELECT seq FROM prekeys WHERE account = ? AND device_id = ? ORDER BY seq LIMIT 1)
       RETURNING id, prekey, checksum`,
    ),
    count: database.prepare('SELECT count(*) AS prekeys FROM prekeys WHERE account = ? AND device_id = ?'),
    remove: database.prepare('DELETE FROM prekeys WHERE account = ? AND device_id = ?'),
    total: database.prepare('SELECT count(*) AS prekeys FROM prekeys'),
  };
}
