/**
 * What a test file imports as `vitest` when it runs inside a page: the assertions of vitest itself, and a collector for
 * tests that does only what our unit tests use. Anything else is not exported, so using it fails when bundling.
 */
import fc from 'fast-check';
import { PROPERTY_SEED } from '../../property-seed.ts';

export { expect } from 'vitest';

fc.configureGlobal({ seed: PROPERTY_SEED });

const MAX_SHOWN = 1_000;

type Body = (...input: never[]) => unknown;

interface CollectedTest {
  readonly file: string;
  readonly title: string;
  readonly body: () => unknown;
}

export interface PageTestResult {
  readonly title: string;
  /** The text of what it threw; none when it passed. */
  readonly error?: string;
}

const collected: CollectedTest[] = [];
let file = '';
let path: readonly string[] = [];

/** Tests collected from now on belong to this file. */
export function startFile(name: string): void {
  file = name;
}

export function describe(title: string, body: () => void): void {
  const outer = path;
  path = [...outer, title];
  body();
  path = outer;
}

export function test(title: string, body: () => unknown): void {
  collected.push({ file, title: [...path, title].join(' › '), body });
}

type Table = readonly unknown[];

/** A row as arguments: the members of an array, or the value itself. */
function rows(table: Table): readonly (readonly never[])[] {
  return table.map((row) => (Array.isArray(row) ? row : [row]) as never[]);
}

describe.each = (table: Table) => (title: string, body: Body) => {
  for (const [index, row] of rows(table).entries()) describe(`${title} [${index}]`, () => void body(...row));
};

test.each = (table: Table) => (title: string, body: Body) => {
  for (const [index, row] of rows(table).entries()) test(`${title} [${index}]`, () => body(...row));
};

/** With what an assertion compared: the page cannot draw a difference. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!('actual' in error && 'expected' in error)) return String(error.stack);
  const values = [error.actual, error.expected].map((value) => JSON.stringify(value)?.slice(0, MAX_SHOWN));
  return `${error.stack}\nactual: ${values[0]}\nexpected: ${values[1]}`;
}

/** Runs what has been collected of one file, one after the other. */
export async function runCollected(wanted: string): Promise<readonly PageTestResult[]> {
  const results: PageTestResult[] = [];
  for (const { title, body } of collected.filter((collectedTest) => collectedTest.file === wanted)) {
    try {
      await body();
      results.push({ title });
    } catch (error) {
      results.push({ title, error: describeError(error) });
    }
  }
  return results;
}
