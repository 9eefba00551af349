/**
 * Writes the built app into a folder: `site/` has its files, `headers.json` what must be sent with each of them, and
 * `report.json` their sizes.
 *
 * Must not know how a bundle is made.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileHeaders } from '@sotto/mailbox';
import { INPUTS_FILE, SITE_FOLDER } from './built-folder.ts';
import type { AppBundle } from './bundle-app.ts';
import { reportBundle } from './bundle-report.ts';

export interface BuiltApp {
  readonly app: AppBundle;
  /** Of `hashInputs`. */
  readonly inputs: string;
}

/** Takes the place of an app that was built there before; what else is in the folder stays. */
export async function writeApp(folder: string, { app, inputs }: BuiltApp): Promise<void> {
  const site = join(folder, SITE_FOLDER);
  await rm(join(folder, INPUTS_FILE), { force: true });
  await rm(site, { recursive: true, force: true });
  for (const [name, contents] of app.files) {
    const path = join(site, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, contents);
  }
  const headers = Object.fromEntries([...app.files.keys()].map((name) => [`/${name}`, fileHeaders(`/${name}`)]));
  await writeFile(join(folder, 'headers.json'), `${JSON.stringify(headers, null, 1)}\n`);
  await writeFile(join(folder, 'report.json'), `${JSON.stringify(reportBundle(app), null, 1)}\n`);
  await writeFile(join(folder, INPUTS_FILE), `${inputs}\n`);
}
