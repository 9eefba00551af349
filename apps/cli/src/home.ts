/** Where the data of an account lies: `--home`, else SOTTO_HOME, else `~/.sotto`. */
import { isAbsolute, join, resolve } from 'node:path';
import { UsageError } from '@sotto/wire';
import type { Environment } from './environment.ts';

/** An absolute path. @throws {UsageError} `invalid-argument` for an empty path */
export function resolveHome(option: string | undefined, environment: Environment): string {
  const fromEnvironment = environment.variables['SOTTO_HOME'];
  const chosen = option ?? (fromEnvironment === '' ? undefined : fromEnvironment);
  if (chosen === undefined) return join(environment.homeDirectory, '.sotto');
  if (chosen === '' || chosen.includes('\0')) {
    throw new UsageError('invalid-argument', 'the home folder is not a path', {
      hint: 'Give a folder: --home ~/.sotto',
    });
  }
  return isAbsolute(chosen) ? chosen : resolve(chosen);
}
