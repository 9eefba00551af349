/**
 * The inputs that are kept in git: one file each under `corpus/<target>/`, named after what it is and what it holds.
 *
 * `seed-*`: made by our encoders, and made again by `--regenerate-seeds`. `found-*`: reached something that no seed
 * reaches. `crash-*`: once broke a rule; never deleted by a tool.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const CORPUS_FOLDER: string = join(import.meta.dirname, 'corpus');

export type CorpusOrigin = 'seed' | 'found' | 'crash';

export interface CorpusFile {
  readonly origin: CorpusOrigin;
  /** Relative to the corpus. */
  readonly path: string;
  readonly input: Uint8Array;
}

const NAME = /^(seed|found|crash)-[0-9a-f]{16}$/;

function nameOf(origin: CorpusOrigin, input: Uint8Array): string {
  return `${origin}-${createHash('sha256').update(input).digest('hex').slice(0, 16)}`;
}

/** The inputs of a target in the order of their names. */
export function readCorpus(target: string, folder: string = CORPUS_FOLDER): CorpusFile[] {
  const path = join(folder, target);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .sort()
    .flatMap((name) => {
      const origin = NAME.exec(name)?.[1] as CorpusOrigin | undefined;
      if (origin === undefined) return [];
      return [{ origin, path: `${target}/${name}`, input: new Uint8Array(readFileSync(join(path, name))) }];
    });
}

/** Writes an input and returns its path in the corpus. The same input has one name. */
export function keepInput(
  target: string,
  origin: CorpusOrigin,
  input: Uint8Array,
  folder: string = CORPUS_FOLDER,
): string {
  const name = nameOf(origin, input);
  mkdirSync(join(folder, target), { recursive: true });
  writeFileSync(join(folder, target, name), input);
  return `${target}/${name}`;
}

export function dropInput({ path }: Pick<CorpusFile, 'path'>, folder: string = CORPUS_FOLDER): void {
  rmSync(join(folder, path), { force: true });
}
