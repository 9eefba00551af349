/** The committed vectors of `vectors/`, run by our packages and by the reference implementation (vectors/README.md). */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Refusal } from '../reference/refusal.ts';
import { ourCode } from './generate.ts';
import { ourRuns } from './ours/runs.ts';
import { outcomeOf } from './outcome.ts';
import { referenceRuns } from './reference/runs.ts';
import type { Vector } from './vector.ts';
import { compareVectors, loadVectors, VECTORS_FOLDER, writeVectors } from './vector-files.ts';

const MAX_FOLDER_BYTES = 1_000_000;
/** What the reference implementation does not know: account logs and bundles. */
const OURS_ALONE = ['account-log', 'adopt-log', 'bundle'];

const vectors = loadVectors(VECTORS_FOLDER);
const folders = [...new Set(vectors.map(({ path }) => path.split('/')[0] ?? ''))];
const outcomeIn = ({ expect, output }: Vector) => (output === undefined ? { expect } : { expect, output });

function referenceCode(error: unknown): string | undefined {
  return error instanceof Refusal ? error.code : undefined;
}

describe.each(folders)('vectors/%s', (folder) => {
  const inside = vectors.filter(({ path }) => path.startsWith(`${folder}/`));

  test.each(inside)('ours: $path', async (vector) => {
    expect(await outcomeOf(vector, ourRuns, ourCode)).toEqual(outcomeIn(vector));
  });

  const shared = inside.filter(({ run }) => !OURS_ALONE.includes(run));
  test.each(shared)('reference: $path', async (vector) => {
    expect(await outcomeOf(vector, referenceRuns, referenceCode)).toEqual(outcomeIn(vector));
  });
});

describe('the folder of vectors', () => {
  test('has positive and negative ones of every area', () => {
    for (const folder of folders) {
      const expected = vectors.filter(({ path }) => path.startsWith(`${folder}/`)).map(({ expect: code }) => code);
      expect(expected, folder).toContain('success');
      expect(expected.filter((code) => code !== 'success').length, folder).toBeGreaterThan(0);
    }
  });

  test('stays small', () => {
    const files = readdirSync(VECTORS_FOLDER, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    const bytes = files.map((file) => readFileSync(join(file.parentPath, file.name)).length);
    expect(bytes.reduce((sum, length) => sum + length, 0)).toBeLessThan(MAX_FOLDER_BYTES);
  });

  test('is described: the README names every folder, every member and everything that is run', () => {
    const readme = readFileSync(join(VECTORS_FOLDER, 'README.md'), 'utf8');
    const named = new Set([...readme.matchAll(/`([\w-]+)`/g)].map(([, name]) => name));
    const members = vectors.flatMap(({ input, output }) => [...Object.keys(input), ...Object.keys(output ?? {})]);
    for (const name of [...folders, ...vectors.map(({ run }) => run), ...members]) expect([...named]).toContain(name);
  });
});

describe('the loader and the comparison', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-vectors-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('an empty or missing folder is a failure, not a pass', () => {
    expect(() => loadVectors(folder)).toThrow('no vectors');
    expect(() => loadVectors(join(folder, 'missing'))).toThrow('no vectors');
  });

  test('a changed, missing or additional file is named', () => {
    const three = vectors.slice(0, 3);
    writeVectors(folder, three);
    expect(compareVectors(folder, three)).toEqual([]);
    const [first, second, third] = three.map(({ path }) => path);
    writeFileSync(join(folder, `${first}.json`), '{}');
    const [, , ...others] = three;
    expect(
      compareVectors(folder, [...three.slice(0, 1), ...others, { ...three[1], path: 'new/one' } as Vector]),
    ).toEqual([`${first} is not what is generated`, 'new/one is missing', `${second} is not generated`].sort());
    expect(third).toBeDefined();
  });

  test('an expectation that is wrong is found', async () => {
    const [vector] = vectors.filter(({ expect: code }) => code === 'bad-tag');
    if (vector === undefined) throw new RangeError('a vector with a bad tag');
    expect(await outcomeOf(vector, { [vector.run]: () => ({}) }, ourCode)).not.toEqual(outcomeIn(vector));
    await expect(outcomeOf(vector, {}, ourCode)).rejects.toThrow('nothing runs');
    await expect(outcomeOf({ ...vector, input: {} }, ourRuns, ourCode)).rejects.toThrow('cannot be run');
  });
});
