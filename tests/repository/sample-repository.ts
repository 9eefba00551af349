/** Small repositories in temporary folders, for checks that must be seen to fail. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Check } from '../../scripts/checks/check.ts';

export const REPOSITORY = resolve(import.meta.dirname, '../..');

/** Writes `files` (path -> content) below a fresh folder that is removed after the test, with our tools installed. */
export function sampleRepository(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'sotto-sample-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  symlinkSync(join(REPOSITORY, 'node_modules'), join(root, 'node_modules'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

export interface SamplePackage {
  readonly layer?: number;
  readonly dependencies?: readonly string[];
  readonly imports?: Readonly<Record<string, unknown>>;
  readonly files: Readonly<Record<string, string>>;
}

/** A repository with these packages (`name` -> package, at `packages/<last part of the name>`). */
export function sampleWorkspaces(packages: Readonly<Record<string, SamplePackage>>): string {
  const files: Record<string, string> = {
    'package.json': JSON.stringify({ workspaces: ['packages/*'], devDependencies: { vitest: '1.0.0' } }),
  };
  for (const [name, { layer, dependencies = [], imports, files: sources }] of Object.entries(packages)) {
    const folder = `packages/${name.split('/').at(-1)}`;
    const declared = Object.fromEntries(dependencies.map((dependency) => [dependency, '1.0.0']));
    files[`${folder}/package.json`] = JSON.stringify({ name, layer, imports, dependencies: declared });
    for (const [path, content] of Object.entries(sources)) files[`${folder}/${path}`] = content;
  }
  return sampleRepository(files);
}

/** The problems that `check` finds in `root`. */
export async function problemsOf(check: Check, root: string): Promise<readonly string[]> {
  return (await check.run({ root, write: false })).problems;
}
