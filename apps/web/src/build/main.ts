/**
 * Builds the web app: `node apps/web/src/build/main.ts [folder]`, by default into `apps/web/dist`.
 *
 * `site/` has the files of the application, `headers.json` what must be sent with each of them, `report.json` their sizes.
 */
import { join } from 'node:path';
import process from 'node:process';
import { hashInputs } from './build-inputs.ts';
import { writeApp } from './built-app.ts';
import { BUILT_FOLDER } from './built-folder.ts';
import { bundleApp } from './bundle-app.ts';

const folder = process.argv[2] ?? BUILT_FOLDER;
// Before the sources are read: what changes meanwhile is built again the next time.
const inputs = await hashInputs(join(import.meta.dirname, '../../../..'));
const app = await bundleApp();
await writeApp(folder, { app, inputs });
console.log(`Sotto ${app.list.version}, ${app.files.size} files in ${folder}\nbundle ${app.list.hash}`);
