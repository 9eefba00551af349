import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatHex } from './bytes.ts';
import { encodeCanonical } from './canonical.ts';
import { LABELS } from './labels.ts';

const REPOSITORY = join(import.meta.dirname, '../../..');
const LABEL_TEXT = /['"`]sotto\/\d+\//;

/** Hand-written sources of all packages and applications, except the list itself. */
function sources(): string[] {
  return ['packages', 'apps', 'bench'].flatMap((folder) =>
    readdirSync(join(REPOSITORY, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path) && !/(^|[\\/])(node_modules|gen)[\\/]/.test(path))
      .map((path) => join(REPOSITORY, folder, path))
      .filter((path) => path !== join(import.meta.dirname, 'labels.ts')),
  );
}

describe('labels', () => {
  test('A5, B11: are unique, in one form, and none begins another once it is encoded', () => {
    const texts = Object.values(LABELS);
    expect(new Set(texts).size).toBe(texts.length);
    for (const text of texts) expect(text).toMatch(/^sotto\/1\/[a-z]+(-[a-z]+)*$/);
    const encoded = texts.map((label) => formatHex(encodeCanonical(label)));
    for (const a of encoded) {
      expect(encoded.filter((b) => b.startsWith(a))).toEqual([a]);
    }
  });

  test('B11: none is left over: each is used somewhere', () => {
    const code = sources()
      .filter((path) => !path.endsWith('.test.ts'))
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n');
    expect(Object.keys(LABELS).filter((name) => !code.includes(`LABELS.${name}`))).toEqual([]);
  });

  test('B11: are spelt out in labels.ts and nowhere else', () => {
    const files = sources();
    expect(files.length).toBeGreaterThan(20);
    const offenders = files.filter((path) => LABEL_TEXT.test(readFileSync(path, 'utf8')));
    expect(offenders).toEqual([]);
  });
});
