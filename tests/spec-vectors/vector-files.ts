/** The files of `vectors/`: one vector each. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Vector } from './vector.ts';

export const VECTORS_FOLDER: string = join(import.meta.dirname, '../../vectors');
const SUFFIX = '.json';

/** Everything below `folder`, by path without suffix. @throws {RangeError} when there is nothing */
export function loadVectors(folder: string): Vector[] {
  const paths = vectorPaths(folder);
  if (paths.length === 0) throw new RangeError(`no vectors in ${folder}`);
  return paths.map((path) => {
    const vector = JSON.parse(readFileSync(join(folder, path + SUFFIX), 'utf8')) as Omit<Vector, 'path'>;
    return { path, ...vector };
  });
}

function vectorPaths(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(SUFFIX))
    .map((path) => path.slice(0, -SUFFIX.length).replaceAll('\\', '/'))
    .sort();
}

export function vectorText({ path: _, ...vector }: Vector): string {
  return `${JSON.stringify(vector, undefined, 2)}\n`;
}

/** Lines that say how the files differ from `vectors`; empty when they are the same. */
export function compareVectors(folder: string, vectors: readonly Vector[]): string[] {
  const expected = new Map(vectors.map((vector) => [vector.path, vectorText(vector)]));
  const paths = [...new Set([...vectorPaths(folder), ...expected.keys()])].sort();
  return paths.flatMap((path) => {
    const file = join(folder, path + SUFFIX);
    if (!existsSync(file)) return [`${path} is missing`];
    const text = expected.get(path);
    if (text === undefined) return [`${path} is not generated`];
    return readFileSync(file, 'utf8') === text ? [] : [`${path} is not what is generated`];
  });
}

export function writeVectors(folder: string, vectors: readonly Vector[]): void {
  for (const path of vectorPaths(folder)) rmSync(join(folder, path + SUFFIX));
  for (const vector of vectors) {
    const file = join(folder, vector.path + SUFFIX);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, vectorText(vector));
  }
}
