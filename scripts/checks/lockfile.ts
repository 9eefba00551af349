/**
 * The lockfile names no registry host (any registry serves the same packages, the integrity hashes decide), every
 * package has such a hash, no platform's packages are missing, and no install script runs that package.json does not
 * allow by name.
 */
import type { Check } from './check.ts';
import { readText } from './source-files.ts';

interface LockedPackage {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

function packageProblems(path: string, entry: LockedPackage, allowed: Readonly<Record<string, boolean>>): string[] {
  const problems: string[] = [];
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  if (entry.resolved !== undefined && /^[a-z+]+:\/\//.test(entry.resolved)) {
    problems.push(`package-lock.json: ${path} is resolved to a host`);
  }
  if (entry.integrity === undefined && entry.link !== true && entry.inBundle !== true) {
    problems.push(`package-lock.json: ${path} has no integrity hash`);
  }
  if (entry.hasInstallScript === true && !(name in allowed)) {
    problems.push(`package-lock.json: ${path} has an install script that "allowScripts" neither allows nor denies`);
  }
  return problems;
}

/** Whether `name` is locked in some node_modules that `path` sees, nearest first. */
function isLocked(lock: Readonly<Record<string, LockedPackage>>, path: string, name: string): boolean {
  for (let folder = path; folder !== ''; ) {
    if (`${folder}/node_modules/${name}` in lock) return true;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')));
  }
  return `node_modules/${name}` in lock;
}

/** `npm ci` wants the packages of every platform, not only those that were installed when the lockfile was written. */
function missingPlatforms(lock: Readonly<Record<string, LockedPackage>>): string[] {
  return Object.entries(lock).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !isLocked(lock, path, name))
      .map((name) => `package-lock.json: ${name}, optional for ${path}, is not locked; npm ci will refuse`),
  );
}

/**
 * npm believes a version only from a registry address, which this lockfile leaves out: `name@version` would allow
 * nothing and stop the installation. The exact version is held by package.json and the integrity hash.
 */
function versionedAllowances(allowed: Readonly<Record<string, boolean>>): string[] {
  return Object.keys(allowed)
    .filter((key) => key.lastIndexOf('@') > 0)
    .map((key) => `package.json: "allowScripts" must name ${key.slice(0, key.lastIndexOf('@'))} without a version`);
}

export const lockfile: Check = {
  name: 'lockfile',
  async run({ root }) {
    const lock = JSON.parse(readText(root, 'package-lock.json')) as {
      readonly packages: Readonly<Record<string, LockedPackage>>;
    };
    const manifest = JSON.parse(readText(root, 'package.json')) as {
      readonly allowScripts?: Readonly<Record<string, boolean>>;
    };
    const allowed = manifest.allowScripts ?? {};
    const installed = Object.entries(lock.packages).filter(([path]) => path.includes('node_modules/'));
    return {
      problems: [
        ...versionedAllowances(allowed),
        ...missingPlatforms(lock.packages),
        ...installed.flatMap(([path, entry]) => packageProblems(path, entry, allowed)),
      ],
      summary: `${installed.length} packages`,
    };
  },
};
