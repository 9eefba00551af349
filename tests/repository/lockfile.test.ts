import { describe, expect, test } from 'vitest';
import { lockfile } from '../../scripts/checks/lockfile.ts';
import { problemsOf, sampleRepository } from './sample-repository.ts';

function locked(packages: Record<string, unknown>, allowScripts: Record<string, boolean> = {}): string {
  return sampleRepository({
    'package.json': JSON.stringify({ allowScripts }),
    'package-lock.json': JSON.stringify({ packages: { '': { name: 'root' }, ...packages } }),
  });
}

describe('the lockfile check', () => {
  test('passes hashes without hosts, links and bundled packages', async () => {
    const root = locked({
      'packages/a': { name: '@x/a' },
      'node_modules/@x/a': { resolved: 'packages/a', link: true },
      'node_modules/b': { integrity: 'sha512-x', optionalDependencies: { c: '1.0.0', d: '1.0.0' } },
      'node_modules/c': { integrity: 'sha512-y' },
      'node_modules/b/node_modules/d': { inBundle: true },
    });
    expect(await problemsOf(lockfile, root)).toEqual([]);
  });

  test('refuses a registry host and a missing hash', async () => {
    const root = locked({
      'node_modules/a': { resolved: 'https://packages.example/a.tgz', integrity: 'sha512-x' },
      'node_modules/b': { version: '1.0.0' },
    });
    expect(await problemsOf(lockfile, root)).toEqual([
      'package-lock.json: node_modules/a is resolved to a host',
      'package-lock.json: node_modules/b has no integrity hash',
    ]);
  });

  test('refuses install scripts that nobody decided about, and decisions that npm would ignore', async () => {
    const scripted = { integrity: 'sha512-x', hasInstallScript: true };
    const root = locked(
      { 'node_modules/a': scripted, 'node_modules/b': scripted, 'node_modules/@x/c': scripted },
      { b: false, '@x/c': true, 'd@1.0.0': true },
    );
    expect(await problemsOf(lockfile, root)).toEqual([
      'package.json: "allowScripts" must name d without a version',
      'package-lock.json: node_modules/a has an install script that "allowScripts" neither allows nor denies',
    ]);
  });

  test('refuses a lockfile that knows one platform only', async () => {
    const root = locked({
      'node_modules/a': { integrity: 'sha512-x', optionalDependencies: { 'a-linux': '1.0.0', 'a-darwin': '1.0.0' } },
      'node_modules/a-linux': { integrity: 'sha512-x' },
    });
    expect(await problemsOf(lockfile, root)).toEqual([
      'package-lock.json: a-darwin, optional for node_modules/a, is not locked; npm ci will refuse',
    ]);
  });
});
