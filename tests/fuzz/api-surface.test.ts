/** No decoder without a target: from the API lists, so that none can be forgotten. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportedValues, PACKAGES, roleOf } from './api-surface.ts';
import { openTarget, TARGET_NAMES } from './registry.ts';

function readValues(name: string): string[] {
  return exportedValues(readFileSync(join(import.meta.dirname, '../../packages', name, 'api/index.txt'), 'utf8'));
}

const covered = (await Promise.all(TARGET_NAMES.map(openTarget))).flatMap(({ covers }) => covers);

describe.each(PACKAGES)('the exported names of %s', (name) => {
  const values = readValues(name);

  it('are all readers of what others made, or makers of what is ours', () => {
    expect(values.length).toBeGreaterThan(1);
    expect(values.filter((value) => roleOf(value) === 'unknown')).toEqual([]);
  });

  it('have a fuzz target each, if they are readers', () => {
    const readers = values.filter((value) => roleOf(value) === 'reader');
    expect(readers.length).toBeGreaterThan(0);
    expect(readers.filter((value) => !covered.includes(`${name} ${value}`))).toEqual([]);
  });
});

describe('what targets say they cover', () => {
  it('exists', () => {
    const exported = new Set(PACKAGES.flatMap((name) => readValues(name).map((value) => `${name} ${value}`)));
    expect(covered.filter((name) => !exported.has(name))).toEqual([]);
  });
});

describe('the role of a name', () => {
  it.each(['decodeAnything', 'verifyAnything', 'openAnything', 'parseAnything', 'AnythingSchema', 'asAnything'])(
    'is reader for %s, which would need a target',
    (name) => {
      expect(roleOf(name)).toBe('reader');
      expect(covered).not.toContain(`wire ${name}`);
    },
  );

  it('is unknown for a word that the house does not have', () => {
    expect(roleOf('processAnything')).toBe('unknown');
  });
});
