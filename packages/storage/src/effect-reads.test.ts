import { UnavailableError } from '@sotto/wire';
import { beforeEach, describe, expect, test } from 'vitest';
import { EffectReads } from './effect-reads.ts';
import type { SqlDriver, SqlRow, SqlValue } from './sql-driver.ts';

const tagOf = (number: number) => Uint8Array.of(number >> 8, number & 255);

describe('effects that are asked for', () => {
  const asked: string[][] = [];
  let rows: readonly SqlRow[] = [];
  let failure: unknown;
  let reads: EffectReads;
  beforeEach(() => {
    asked.length = 0;
    rows = [];
    failure = undefined;
    const all = async (_sql: string, [targets]: readonly SqlValue[]) => {
      asked.push(JSON.parse(String(targets)) as string[]);
      if (failure !== undefined) throw failure;
      return rows;
    };
    reads = new EffectReads({ all } as Partial<SqlDriver> as SqlDriver, (rest) => `SELECT target FROM message ${rest}`);
  });

  test('in one turn are one query, and each asker gets its own, in their order', async () => {
    rows = [3, 1, 3].map((number, row) => ({ row, target: tagOf(number) }));
    const found = await Promise.all([1, 2, 3, 3].map((number) => reads.of(tagOf(number))));
    expect(found.map((of) => of.map(({ row }) => row))).toEqual([[1], [], [0, 2], [0, 2]]);
    expect(asked).toEqual([['0001', '0002', '0003', '0003']]);
    await reads.of(tagOf(9));
    expect(asked).toHaveLength(2);
  });

  test('are so many at most in one query', async () => {
    await Promise.all(Array.from({ length: 600 }, (_, number) => reads.of(tagOf(number))));
    expect(asked.map(({ length }) => length)).toEqual([256, 256, 88]);
    expect(new Set(asked.flat()).size).toBe(600);
  });

  test('fail together when the database does, and not after it', async () => {
    failure = new UnavailableError('storage', 'the database cannot be read or written');
    const outcomes = await Promise.allSettled([reads.of(tagOf(1)), reads.of(tagOf(2))]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    failure = undefined;
    expect(await reads.of(tagOf(1))).toEqual([]);
  });
});
