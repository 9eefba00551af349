/** The workspaces of the repository, as their package.json files describe them. */
import { existsSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { listFiles, readText } from './source-files.ts';

export interface Workspace {
  readonly name: string;
  /** Relative to the repository, forward slashes. */
  readonly folder: string;
  /** `undefined` when package.json does not give a whole number. */
  readonly layer: number | undefined;
  readonly dependencies: ReadonlySet<string>;
  /** Internal imports (`#name`) and every file that one may stand for on some platform. */
  readonly internal: ReadonlyMap<string, readonly string[]>;
  /** Hand-written TypeScript below the folder, relative to the repository. */
  readonly files: readonly string[];
}

interface Manifest {
  readonly name?: string;
  readonly layer?: unknown;
  readonly workspaces?: readonly string[];
  readonly imports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function readManifest(root: string, folder: string): Manifest {
  return JSON.parse(readText(root, join(folder, 'package.json'))) as Manifest;
}

/** Names of the development dependencies of the repository itself: what tests and scripts may import. */
export function developmentDependencies(root: string): ReadonlySet<string> {
  return new Set(Object.keys(readManifest(root, '.').devDependencies ?? {}));
}

function expand(root: string, pattern: string): string[] {
  if (!pattern.endsWith('/*')) return [pattern];
  const parent = pattern.slice(0, -2);
  if (!existsSync(join(root, parent))) return [];
  return readdirSync(join(root, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${parent}/${entry.name}`);
}

/** The relative paths at the leaves of an `imports` entry, whatever conditions lead to them. */
function conditionTargets(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('./') ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(conditionTargets) : [];
}

export function readWorkspaces(root: string): Workspace[] {
  return (readManifest(root, '.').workspaces ?? [])
    .flatMap((pattern) => expand(root, pattern))
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .sort()
    .map((folder) => {
      const manifest = readManifest(root, folder);
      return {
        name: manifest.name ?? folder,
        folder,
        layer: Number.isInteger(manifest.layer) ? (manifest.layer as number) : undefined,
        internal: new Map(
          Object.entries(manifest.imports ?? {}).map(([name, value]) => [
            name,
            conditionTargets(value).map((target) => posix.join(folder, target)),
          ]),
        ),
        dependencies: new Set(Object.keys(manifest.dependencies ?? {})),
        files: listFiles(root, folder, ['.ts', '.tsx']),
      };
    });
}
