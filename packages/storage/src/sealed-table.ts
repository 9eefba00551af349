/**
 * A table whose rows are one sealed record, a key, and columns to find rows by.
 *
 * Every column beside the sealed one is bound to it, so a row is one authenticated unit.
 */
import type { CanonicalPart } from '@sotto/wire';
import type { Field } from './field.ts';
import type { RowSeal } from './row-seal.ts';
import type { SqlRow, SqlStatement, SqlValue } from './sql-driver.ts';
import type { StoreKeys } from './store-keys.ts';

/** Tags of the column that is being made. */
type Tag = (...parts: readonly CanonicalPart[]) => Uint8Array;

type Column<Value> = (record: Value, tag: Tag, keys: StoreKeys) => SqlValue;

export interface TableLayout<Value> {
  readonly table: string;
  /** Grows when the layout of the record changes. */
  readonly version: number;
  readonly record: Field<Value>;
  /** `key` identifies the record. The values are tags and plain numbers, never content. */
  readonly columns: { readonly key: Column<Value> } & Readonly<Record<string, Column<Value>>>;
  /** Columns that are the same in every record of one key: replacing a record leaves them, and their indexes, alone. */
  readonly fixed?: readonly string[];
}

export class SealedTable<Value> {
  readonly #layout: TableLayout<Value>;
  readonly #names: readonly string[];
  readonly #keys: StoreKeys;
  readonly #seal: RowSeal;
  readonly #insertSql: string;
  readonly #replaceSql: string;
  /** Kept whole: prepared statements are found by their text. */
  readonly #putSql: string;

  constructor(layout: TableLayout<Value>, keys: StoreKeys, seal: RowSeal) {
    this.#layout = layout;
    this.#names = Object.keys(layout.columns);
    this.#keys = keys;
    this.#seal = seal;
    const all = [...this.#names, 'sealed'];
    const fixed = ['key', ...(layout.fixed ?? [])];
    const updates = all.filter((name) => !fixed.includes(name)).map((name) => `${name} = excluded.${name}`);
    this.#insertSql = `INSERT INTO ${layout.table} (${all.join(', ')}) SELECT ${all.map(() => '?').join(', ')}`;
    this.#replaceSql = `ON CONFLICT (key) DO UPDATE SET ${updates.join(', ')}`;
    this.#putSql = this.#sqlIf('true');
  }

  tag(column: string, ...parts: readonly CanonicalPart[]): Uint8Array {
    return this.#keys.tag(this.#layout.table, column, ...parts);
  }

  /** Inserts the record, or replaces the one with its key; a replaced record keeps its place in the order of arrival. */
  put(record: Value): SqlStatement {
    return { sql: this.#putSql, values: this.#values(record) };
  }

  /** As `put`, where `condition` holds. */
  putIf(record: Value, condition: string, ...values: readonly SqlValue[]): SqlStatement {
    return { sql: this.#sqlIf(condition), values: [...this.#values(record), ...values] };
  }

  delete(...key: readonly CanonicalPart[]): SqlStatement {
    return { sql: `DELETE FROM ${this.#layout.table} WHERE key = ?`, values: [this.tag('key', ...key)] };
  }

  /** `rest`: what follows the table in a SELECT. */
  select(rest: string): string {
    return `SELECT ${this.#names.join(', ')}, sealed FROM ${this.#layout.table} ${rest}`;
  }

  /** @throws {VerifyError} `corrupt-record` */
  open(row: SqlRow): Value {
    const beside = this.#names.map((name) => row[name] ?? null);
    return this.#seal.open(this.#place(beside), this.#layout.record, row['sealed']);
  }

  #sqlIf(condition: string): string {
    return `${this.#insertSql} WHERE ${condition} ${this.#replaceSql}`;
  }

  #values(record: Value): SqlValue[] {
    const { table, columns } = this.#layout;
    const beside = this.#names.map((name) => {
      const tag: Tag = (...parts) => this.#keys.tag(table, name, ...parts);
      return columns[name]?.(record, tag, this.#keys) ?? null;
    });
    return [...beside, this.#seal.seal(this.#place(beside), this.#layout.record, record)];
  }

  #place(beside: readonly SqlValue[]) {
    const { table, version } = this.#layout;
    return { table, column: 'sealed', version, beside };
  }
}
