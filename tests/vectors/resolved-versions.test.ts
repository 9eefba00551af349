/** The vectors speak about the code that runs: these are the versions that npm has chosen, in the lockfile and on disk. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const REPOSITORY = join(import.meta.dirname, '../..');
const CRYPTO = join(REPOSITORY, 'packages/crypto');

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
}

const LOCK = JSON.parse(readFileSync(join(REPOSITORY, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, Manifest>>;
};

/** Every locked copy of a package: where it lies, and its version. */
function lockedCopies(name: string): readonly (readonly [string, string])[] {
  return Object.entries(LOCK.packages)
    .filter(([path]) => path.endsWith(`node_modules/${name}`))
    .map(([path, { version = '' }]) => [path, version]);
}

/** `1.2.3-rc.4` as numbers; a release comes after its candidates. */
function versionParts(version: string): readonly number[] {
  const [release = '', candidate] = version.split('-');
  const last = candidate === undefined ? Number.POSITIVE_INFINITY : Number(candidate.split('.').at(-1));
  return [...release.split('.').map(Number), last];
}

function isAtLeast(version: string, least: string): boolean {
  const [ours, theirs] = [versionParts(version), versionParts(least)];
  for (let i = 0; i < theirs.length; i++) {
    const difference = (ours[i] ?? 0) - (theirs[i] ?? 0);
    if (difference !== 0 && !Number.isNaN(difference)) return difference > 0;
  }
  return true;
}

/** A removed member can follow a group in candidates 0 to 10 of version 2; earlier releases have faults of their own. */
function isBadMls(version: string): boolean {
  return !isAtLeast(version, '2.0.0-rc.11');
}

describe('resolved versions', () => {
  test('are compared number by number, candidates before the release', () => {
    const ordered = ['0.5.4', '0.7.1', '0.10.0', '1.6.4', '2.0.0-rc.9', '2.0.0-rc.10', '2.0.0-rc.11', '2.0.0'];
    for (const [i, version] of ordered.entries()) {
      for (const [j, least] of ordered.entries())
        expect([version, least, isAtLeast(version, least)]).toEqual([version, least, i >= j]);
    }
    expect(['1.6.4', '2.0.0-rc.10', '2.0.0-rc.11', '2.0.0', '2.1.0'].map(isBadMls)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test('A3: no copy of @noble/post-quantum is one that leaves the ML-KEM modulus unchecked', () => {
    const copies = lockedCopies('@noble/post-quantum');
    expect(copies).not.toEqual([]);
    for (const [path, version] of copies) {
      expect([path, isAtLeast(version, '0.7.1')]).toEqual([path, true]);
      expect(readManifest(join(REPOSITORY, path, 'package.json')).version).toBe(version);
    }
  });

  test('what @sotto/crypto declares exactly is what it gets', () => {
    const { dependencies = {} } = readManifest(join(CRYPTO, 'package.json'));
    const noble = Object.entries(dependencies).filter(([name]) => name.startsWith('@noble/'));
    expect(noble.map(([name]) => name)).toEqual(expect.arrayContaining(['@noble/curves', '@noble/post-quantum']));
    for (const [name, version] of noble) {
      expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
      // Node looks into the package's own folder first.
      const path = [`packages/crypto/node_modules/${name}`, `node_modules/${name}`].find((at) => at in LOCK.packages);
      expect([path, LOCK.packages[path ?? '']?.version]).toEqual([path, version]);
      expect(readManifest(join(REPOSITORY, path ?? '', 'package.json')).version).toBe(version);
    }
  });

  test('D8: ts-mls is absent, or none of the versions in which a removed member follows the group', () => {
    expect(lockedCopies('ts-mls').filter(([, version]) => isBadMls(version))).toEqual([]);
  });
});
