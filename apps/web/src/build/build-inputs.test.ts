import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashInputs, inputFiles } from './build-inputs.ts';

const REPOSITORY = join(import.meta.dirname, '../../../..');

let root: string;
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sotto-inputs-'));
  for (const path of ['package-lock.json', 'apps/web/index.html', 'apps/web/src/main.tsx']) write(path, path);
  write('packages/wire/src/bytes.ts', 'bytes');
});
afterEach(() => rmSync(root, { recursive: true }));

describe('what the app is built from', () => {
  test('is the same as long as no source changes', async () => {
    const before = await hashInputs(root);
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    write('apps/web/src/main.test.tsx', 'a test');
    write('apps/web/src/testing/page.ts', 'a test');
    write('apps/web/dist/site/index.html', 'a result');
    write('apps/cli/src/main.ts', 'another program');
    expect(await hashInputs(root)).toBe(before);
  });

  test.each([
    ['a source', 'apps/web/src/main.tsx'],
    ['a source of a package', 'packages/wire/src/bytes.ts'],
    ['a new file', 'packages/wire/src/deep/new.css'],
    ['a locked dependency', 'package-lock.json'],
    ['the page', 'apps/web/index.html'],
  ])('changes with %s', async (_what, path) => {
    const before = await hashInputs(root);
    write(path, 'changed');
    expect(await hashInputs(root)).not.toBe(before);
  });

  test('changes when bytes move from one file to the next', async () => {
    write('apps/web/src/a.ts', 'one');
    write('apps/web/src/b.ts', 'two');
    const before = await hashInputs(root);
    write('apps/web/src/a.ts', 'onet');
    write('apps/web/src/b.ts', 'wo');
    expect(await hashInputs(root)).not.toBe(before);
  });

  test('has the sources of this repository in it', async () => {
    const files = await inputFiles(REPOSITORY);
    for (const path of [
      'apps/web/src/build/bundle-pages.ts',
      'packages/crypto/src/index.ts',
      'packages/sotto/package.json',
    ])
      expect(files).toContain(path);
    expect(files.filter((path) => /\.test\.|\/testing\/|node_modules|\/dist\//.test(path))).toEqual([]);
  });
});
