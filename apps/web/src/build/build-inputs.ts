/**
 * What the built app was made from, as one hash: when it is the same, so is the bundle, and nothing has to be built.
 *
 * Owns which files count: the sources of the app and of the packages under it, and the locked dependencies. Tests do not.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const LOCKFILE = 'package-lock.json';
const ROOM_FILES = ['package.json', 'index.html'];
const IGNORED_FOLDERS = new Set(['node_modules', 'testing', 'tests']);
const TEST = /\.test\.tsx?$/;

/** Hexadecimal SHA-256 over paths and contents of all inputs. `root`: of the repository. */
export async function hashInputs(root: string): Promise<string> {
  const hash = createHash('sha256');
  for (const path of await inputFiles(root)) {
    const contents = await readFile(join(root, path));
    hash.update(`${path}\n${contents.length}\n`).update(contents);
  }
  return hash.digest('hex');
}

/** From the root, sorted. */
export async function inputFiles(root: string): Promise<readonly string[]> {
  const packages = (await readdir(join(root, 'packages'))).map((name) => `packages/${name}`);
  const found = [LOCKFILE];
  for (const room of ['apps/web', ...packages]) {
    const names = new Set(await readdir(join(root, room)));
    found.push(...ROOM_FILES.filter((name) => names.has(name)).map((name) => `${room}/${name}`));
    if (names.has('src')) for await (const path of sourcesBelow(root, `${room}/src`)) found.push(path);
  }
  return found.sort();
}

async function* sourcesBelow(root: string, folder: string): AsyncGenerator<string> {
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory() && !IGNORED_FOLDERS.has(entry.name)) yield* sourcesBelow(root, path);
    else if (entry.isFile() && !TEST.test(entry.name)) yield path;
  }
}
