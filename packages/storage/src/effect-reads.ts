/**
 * Reads the effects of messages: those that are asked for in one turn, as a page of a conversation does, are one query.
 *
 * Must not know: what an effect is. Each asker gets the rows of its own message, or the one error.
 */
import { formatHex } from '@sotto/wire';
import type { SqlDriver, SqlRow } from './sql-driver.ts';

/** Of one query. */
const MAX_TOGETHER = 256;

interface Asked {
  /** In hexadecimal. */
  readonly target: string;
  readonly resolve: (rows: readonly SqlRow[]) => void;
  readonly reject: (error: unknown) => void;
}

export class EffectReads {
  readonly #driver: SqlDriver;
  readonly #sql: string;
  #asked: Asked[] = [];

  /** `select`: the columns, `target` among them, of rows that meet a condition. */
  constructor(driver: SqlDriver, select: (rest: string) => string) {
    this.#driver = driver;
    this.#sql = select('WHERE target IN (SELECT unhex(value) FROM json_each(?)) ORDER BY clock');
  }

  /** Rows by clock. `target`: the tag of a message. */
  of(target: Uint8Array): Promise<readonly SqlRow[]> {
    if (this.#asked.length >= MAX_TOGETHER) void this.#read();
    if (this.#asked.length === 0) queueMicrotask(() => void this.#read());
    return new Promise((resolve, reject) => {
      this.#asked.push({ target: formatHex(target), resolve, reject });
    });
  }

  async #read(): Promise<void> {
    const asked = this.#asked;
    this.#asked = [];
    if (asked.length === 0) return;
    try {
      const targets = JSON.stringify(asked.map(({ target }) => target));
      const rows = Map.groupBy(await this.#driver.all(this.#sql, [targets]), (row) =>
        formatHex(row['target'] as Uint8Array),
      );
      for (const { target, resolve } of asked) resolve(rows.get(target) ?? []);
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}
