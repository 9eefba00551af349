import { beforeAll, describe, expect, test } from 'vitest';
import { DEFECTS } from './known-bad/defects.ts';
import { NODE_SUBJECTS } from './node-subjects.ts';
import { type ReadVectorFile, runSuite } from './run-suite.ts';
import type { Subject, VectorSuite } from './suite.ts';
import { VECTOR_SUITES } from './suites/all.ts';
import { openVectors, vectorsMissing } from './vectors-folder.ts';

// Two seconds are enough, unless the machine is busy with something else.
const DEFECT_TIMEOUT_MS = 120_000;

const missing = vectorsMissing();
const SUBJECT = NODE_SUBJECTS['node-native'];

describe.skipIf(missing !== undefined)(`the runner reports a provider that ${missing ?? ''}`, () => {
  let read: ReadVectorFile;
  beforeAll(async () => {
    const files = await openVectors();
    const kept = new Map<string, ReturnType<ReadVectorFile>>();
    read = (file) => {
      const known = kept.get(file) ?? files(file);
      kept.set(file, known);
      return known;
    };
  });

  test.each(DEFECTS)(
    'A3, B15, D13: $name',
    async ({ subject, primitive = '', failing }) => {
      const failed: string[] = [];
      for (const suite of VECTOR_SUITES.filter(({ name }) => name.startsWith(primitive))) {
        const result = await runSuite(suite, subject, read);
        if (result.failed > 0) failed.push(suite.name);
        expect(result.failures.length > 0).toBe(result.failed > 0);
      }
      expect(failed.sort()).toEqual([...failing].sort());
    },
    DEFECT_TIMEOUT_MS,
  );
});

describe('the runner reports a suite that', () => {
  const pass = { id: 'passes', check: () => {} };
  const skip = { id: 'skipped', skipped: 'not ours' };
  const read: ReadVectorFile = async () => ({ text: '', cases: 1 });
  const run = (suite: Omit<VectorSuite, 'name'>, reader = read, subject: Subject = SUBJECT) =>
    runSuite({ name: 'sample', ...suite }, subject, reader);

  test('is sound: nothing to report', async () => {
    expect(await run({ file: 'a', cases: () => [pass] })).toEqual({
      name: 'sample',
      cases: 1,
      failed: 0,
      skipped: 0,
      failures: [],
    });
    expect(await run({ cases: () => [pass, skip] })).toMatchObject({ cases: 1, failed: 0, skipped: 1 });
  });

  test('has no case, or skips all', async () => {
    expect(await run({ cases: () => [] })).toMatchObject({ cases: 0, failed: 1, failures: ['nothing was checked'] });
    expect(await run({ cases: () => [skip] })).toMatchObject({ cases: 0, failed: 1, skipped: 1 });
  });

  test('has fewer or more cases than its file', async () => {
    for (const cases of [
      [pass, pass],
      [pass, skip],
    ]) {
      const result = await run({ file: 'a', cases: () => cases });
      expect(result.failures).toEqual(['the manifest promises 1 cases, the file has 2']);
    }
  });

  test('cannot be read or parsed', async () => {
    const unreadable = await run({ file: 'a', cases: () => [pass] }, async () => {
      throw new TypeError('gone');
    });
    expect(unreadable).toMatchObject({ cases: 0, failed: 1, failures: ['TypeError: gone'] });
    const malformed = await run({ file: 'a', cases: (text) => JSON.parse(`${text}{`) as [] });
    expect(malformed.failed).toBe(1);
  });

  test('fails in some cases: how many, and the first few by name', async () => {
    const fail = (id: number) => ({
      id: `case ${id}`,
      check: () => {
        throw new Error('wrong');
      },
    });
    const result = await run({ cases: () => [pass, ...Array.from({ length: 9 }, (_, id) => fail(id)), pass] });
    expect(result).toMatchObject({ cases: 11, failed: 9, skipped: 0 });
    expect(result.failures).toHaveLength(5);
    expect(result.failures[0]).toBe('case 0: Error: wrong');
  });
});
