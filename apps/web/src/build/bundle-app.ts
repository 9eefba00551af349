/**
 * The whole application as files, and the list that names them: page, scripts, icons, manifest, service worker.
 *
 * Owns what belongs to a bundle, and its fingerprint (pwa/bundle-list.ts).
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { BUNDLE_LIST_PATH, type BundleList, bundleLines, PAGE_PATH, SERVICE_WORKER_PATH } from '../pwa/bundle-list.ts';
import { drawIcons } from './app-icons.ts';
import { bundlePages, bundleScript, WORKERS_FOLDER } from './bundle-pages.ts';
import { webManifest } from './web-manifest.ts';

const SERVICE_WORKER = join(import.meta.dirname, '../pwa/service-worker.ts');
const PACKAGE = join(import.meta.dirname, '../../package.json');
/** The engine can start these by itself; the store keeps it from that. */
const UNUSED = /^(?:assets|workers)\/sqlite3-(?:worker1|opfs-async-proxy)-/;

export interface AppBundle {
  /** By path without the leading `/`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly list: BundleList;
  /** Scripts that run before the first screen can be used. */
  readonly firstScripts: readonly string[];
}

export interface AppBundleOptions {
  /** Take the place of parts in tests. */
  readonly plugins?: readonly Plugin[];
  /** Default: that of package.json. */
  readonly version?: string;
}

export async function bundleApp({ plugins = [], version }: AppBundleOptions = {}): Promise<AppBundle> {
  const pages = await bundlePages(plugins);
  const files = new Map([...pages.files].filter(([name]) => !UNUSED.test(name)));
  for (const [name, contents] of [...drawIcons(), ['manifest.webmanifest', webManifest()] as const]) {
    files.set(name, contents);
  }
  const page = new TextDecoder().decode(files.get(PAGE_PATH.slice(1)));
  files.set(PAGE_PATH.slice(1), new TextEncoder().encode(nameWorkers(page, [...files.keys()])));
  const list = listFiles(files, version ?? (await packageVersion()));
  files.set(BUNDLE_LIST_PATH.slice(1), new TextEncoder().encode(`${JSON.stringify(list, null, 1)}\n`));
  files.set(SERVICE_WORKER_PATH.slice(1), await bundleScript(SERVICE_WORKER, { SOTTO_BUNDLE_LIST: list }));
  return { files, list, firstScripts: pages.firstScripts };
}

/** Writes into the page what it may start as a worker. */
function nameWorkers(page: string, names: readonly string[]): string {
  const workers = names.filter((name) => name.startsWith(WORKERS_FOLDER)).map((name) => `/${name}`);
  const content = [...workers, SERVICE_WORKER_PATH].sort().join(' ');
  return page.replace('</title>', `</title>\n    <meta name="sotto:workers" content="${content}" />`);
}

function listFiles(files: ReadonlyMap<string, Uint8Array>, version: string): BundleList {
  const listed = [...files]
    .map(([name, contents]) => ({ path: `/${name}`, sha256: sha256(contents) }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return { version, hash: sha256(bundleLines({ version, files: listed })), files: listed };
}

function sha256(contents: string | Uint8Array): string {
  return createHash('sha256').update(contents).digest('hex');
}

async function packageVersion(): Promise<string> {
  return (JSON.parse(await readFile(PACKAGE, 'utf8')) as { readonly version: string }).version;
}
