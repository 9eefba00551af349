import type { Durability } from '@sotto/ports';
import { describe, expect, test } from 'vitest';
import { CommitQueue } from './commit-queue.ts';
import type { SqlDriver, SqlOutcome, SqlStatement } from './sql-driver.ts';

/** A driver that waits to be told that its transaction is done. */
class SlowDriver implements SqlDriver {
  readonly transactions: string[][] = [];
  readonly durabilities: Durability[] = [];
  #finish: (() => void) | undefined;

  async transact(groups: readonly (readonly SqlStatement[])[], durability: Durability): Promise<readonly SqlOutcome[]> {
    this.durabilities.push(durability);
    this.transactions.push(groups.map((group) => group.map(({ sql }) => sql).join()));
    await new Promise<void>((resolve) => {
      this.#finish = resolve;
    });
    return groups.map(
      (group, index): SqlOutcome =>
        group.some(({ sql }) => sql === 'bad')
          ? { done: false, fault: 'unique', cause: undefined }
          : { done: true, changes: index },
    );
  }

  async finish(): Promise<void> {
    this.#finish?.();
    await new Promise((resolve) => setImmediate(resolve));
  }

  all = () => Promise.resolve([]);
  script = () => Promise.resolve();
  close = () => Promise.resolve();
}

const statement = (sql: string): SqlStatement[] => [{ sql, values: [] }];

describe('the commit queue', () => {
  test('puts what is asked for in one turn, or while a transaction is under way, into one', async () => {
    const driver = new SlowDriver();
    const queue = new CommitQueue(driver);
    const outcomes = ['a', 'bad', 'c'].map((sql) => queue.add(statement(sql), 'full'));
    await Promise.resolve();
    expect(driver.transactions).toEqual([['a', 'bad', 'c']]);
    const later = ['d', 'e'].map((sql) => queue.add(statement(sql), 'full'));
    await driver.finish();
    expect(driver.transactions).toEqual([
      ['a', 'bad', 'c'],
      ['d', 'e'],
    ]);
    expect((await Promise.all(outcomes)).map(({ done }) => done)).toEqual([true, false, true]);
    await driver.finish();
    expect((await Promise.all(later)).map(({ done }) => done)).toEqual([true, true]);
  });

  test('B8: makes a transaction relaxed only when nobody in it wants more', async () => {
    const driver = new SlowDriver();
    const queue = new CommitQueue(driver);
    const outcomes: Promise<SqlOutcome>[] = [];
    for (const wanted of [['relaxed'], ['relaxed', 'relaxed'], ['relaxed', 'full', 'relaxed'], ['full']] as const) {
      outcomes.push(...wanted.map((durability) => queue.add(statement('a'), durability)));
      await Promise.resolve();
      await driver.finish();
    }
    await Promise.all(outcomes);
    expect(driver.durabilities).toEqual(['relaxed', 'relaxed', 'full', 'full']);
  });

  test('shares a transaction among a bounded number, in order, and refuses when too many wait', async () => {
    const driver = new SlowDriver();
    const queue = new CommitQueue(driver);
    const added = Array.from({ length: 4_096 }, (_, index) => queue.add(statement(String(index)), 'full'));
    expect(() => queue.add(statement('one more'), 'full')).toThrow(expect.objectContaining({ code: 'too-many' }));
    const idle = queue.idle();
    await Promise.resolve();
    for (let i = 0; i < 64; i++) await driver.finish();
    await Promise.all(added);
    await idle;
    expect(driver.transactions.map((groups) => groups.length)).toEqual(Array(64).fill(64));
    expect(driver.transactions.flat()).toEqual(Array.from({ length: 4_096 }, (_, index) => String(index)));
  });
});
