/** Where the parts of a built app lie in its folder. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const BUILT_FOLDER = join(import.meta.dirname, '../../dist');
/** The files of the application, as a server gives them. */
export const SITE_FOLDER = 'site';
/** The hash of what it was made from. Written last and deleted first: what a stopped build left does not count. */
export const INPUTS_FILE = 'inputs.sha256';

/** The hash of what the app in the folder was made from; `undefined` when there is none, or only a part. */
export async function builtFrom(folder: string): Promise<string | undefined> {
  try {
    return (await readFile(join(folder, INPUTS_FILE), 'utf8')).trim();
  } catch {
    return undefined;
  }
}
