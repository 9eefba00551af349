import { beforeAll, describe, expect, test } from 'vitest';
import {
  type PageTestResult,
  describe as pageDescribe,
  test as pageTest,
  runCollected,
  startFile,
} from './page-tests.ts';

describe('the collector of tests in a page', () => {
  let first: readonly PageTestResult[] = [];
  let second: readonly PageTestResult[] = [];
  beforeAll(async () => {
    startFile('a.test.ts');
    pageTest('passes', () => {});
    pageDescribe('a group', () => {
      pageDescribe('inside', () => pageTest('throws', () => expect(1).toBe(2)));
      pageTest('rejects', async () => expect(Promise.resolve(1)).resolves.toBe(2));
    });
    startFile('b.test.ts');
    pageTest.each([1, 2])('takes a value', (value: number) => expect(value).toBe(1));
    pageDescribe.each([[1, 1]])('takes a row', (a: number, b: number) => {
      pageTest('in full', () => expect(a).toBe(b));
    });
    first = await runCollected('a.test.ts');
    second = await runCollected('b.test.ts');
  });

  test('runs every test of a file, in order', () => {
    expect(first.map(({ title }) => title)).toEqual(['passes', 'a group › inside › throws', 'a group › rejects']);
    expect(second.map(({ title }) => title)).toEqual([
      'takes a value [0]',
      'takes a value [1]',
      'takes a row [0] › in full',
    ]);
  });

  test('reports what was thrown, at once or later, and what was compared', () => {
    expect(first.map(({ error }) => error !== undefined)).toEqual([false, true, true]);
    expect(second.map(({ error }) => error !== undefined)).toEqual([false, true, false]);
    expect(first[1]?.error).toMatch(/expected 1 to be 2[\s\S]*actual: "?1"?\nexpected: "?2"?$/);
  });
});
