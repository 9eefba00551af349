/** A database whose commits and reads fail on demand, as a broken disk makes them. */
import { DatabaseSync } from 'node:sqlite';

export type PlannedFailure = { readonly on: 'COMMIT' | 'BEGIN IMMEDIATE'; readonly errcode: number };

export class FailingDatabase extends DatabaseSync {
  /** The next failures, each used up by one matching call; the last one stays when `isLasting`. */
  failures: PlannedFailure[] = [];
  isLasting = false;

  override exec(sql: string): void {
    const [next] = this.failures;
    if (next === undefined || next.on !== sql) {
      super.exec(sql);
      return;
    }
    if (!this.isLasting) this.failures.shift();
    throw Object.assign(new TypeError('planned failure'), { code: 'ERR_SQLITE_ERROR', errcode: next.errcode });
  }
}
