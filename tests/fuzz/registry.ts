/** All targets, by the files of `targets/`. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FuzzTarget } from './target.ts';

const FOLDER = join(import.meta.dirname, 'targets');

interface TargetModule {
  readonly openTarget: () => FuzzTarget | Promise<FuzzTarget>;
}

export const TARGET_NAMES: readonly string[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length))
  .sort();

/** Loads only what this target needs. `name`: one of TARGET_NAMES, or a planted one of the self-tests. */
export async function openTarget(name: string): Promise<FuzzTarget> {
  const path = TARGET_NAMES.includes(name) ? `./targets/${name}.ts` : `./planted/${name}.ts`;
  const module = (await import(path)) as TargetModule;
  return await module.openTarget();
}
