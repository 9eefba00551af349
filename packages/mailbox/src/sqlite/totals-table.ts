/** Running totals, so that a bound costs no count over a table. */
import type { DatabaseSync } from 'node:sqlite';
import { integerOf } from './record.ts';

export type Total = 'topics' | 'accounts' | 'directory-bytes';

export class TotalsTable {
  readonly #add;
  readonly #find;

  constructor(database: DatabaseSync) {
    this.#add = database.prepare('UPDATE totals SET value = max(0, value + ?) WHERE name = ?');
    this.#find = database.prepare('SELECT value FROM totals WHERE name = ?');
  }

  add(total: Total, amount: number): void {
    this.#add.run(amount, total);
  }

  /** Whether the total stays within `bound` when `amount` is added. What does not grow always fits. */
  fits(total: Total, amount: number, bound: number): boolean {
    return amount <= 0 || this.value(total) + amount <= bound;
  }

  value(total: Total): number {
    return integerOf(this.#find.get(total) ?? {}, 'value');
  }
}
