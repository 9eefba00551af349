/**
 * Builds the web app: `node apps/web/src/build/main.ts [folder]`, by default into `apps/web/dist`.
 *
 * `site/` has the files of the application, `headers.json` what must be sent with each of them, `report.json` their sizes.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { bundleApp } from './bundle-app.ts';
import { reportBundle } from './bundle-report.ts';
import { headersOf } from './page-headers.ts';

const folder = process.argv[2] ?? join(import.meta.dirname, '../../dist');
const app = await bundleApp();
const { files, list } = app;

await rm(folder, { recursive: true, force: true });
for (const [name, contents] of files) {
  const path = join(folder, 'site', name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, contents);
}
const headers = Object.fromEntries([...files.keys()].map((name) => [`/${name}`, headersOf(name)]));
await writeFile(join(folder, 'headers.json'), `${JSON.stringify(headers, null, 1)}\n`);
await writeFile(join(folder, 'report.json'), `${JSON.stringify(reportBundle(app), null, 1)}\n`);
console.log(`Sotto ${list.version}, ${files.size} files in ${folder}\nbundle ${list.hash}`);
