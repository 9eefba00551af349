/**
 * The page and everything it loads, as files: scripts, styles, workers and the database engine, with hashes in their
 * names.
 *
 * Owns how the application is bundled. The same source gives the same bytes: no time, no path and no environment goes in.
 */
import { join } from 'node:path';
import process from 'node:process';
import { build, type InlineConfig, type Plugin, type Rolldown } from 'vite';

const ROOT = join(import.meta.dirname, '../..');
export const WORKERS_FOLDER = 'workers/';
/** What has `light-dark()`, Trusted Types or nothing in their place, and module workers. */
const TARGETS = ['chrome125', 'firefox128', 'safari18'];

export interface BundledPages {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Scripts that run before the first screen can be used, by file name: the entry's own and those of the SDK. */
  readonly firstScripts: readonly string[];
}

export async function bundlePages(plugins: readonly Plugin[]): Promise<BundledPages> {
  const { output } = await buildForPeople({
    ...sharedOptions(plugins),
    root: ROOT,
    worker: {
      format: 'es',
      plugins: () => [...plugins],
      rolldownOptions: { output: { entryFileNames: `${WORKERS_FOLDER}[name]-[hash].js` } },
    },
    build: {
      ...sharedBuildOptions,
      cssCodeSplit: true,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: join(ROOT, 'index.html'), output: { format: 'es' } },
    },
  });
  return {
    files: new Map(output.map((file) => [file.fileName, contentsOf(file)])),
    firstScripts: firstScripts(output),
  };
}

/** One script without imports, such as a service worker. `values` take the place of names in it. */
export async function bundleScript(entry: string, values: Readonly<Record<string, unknown>>): Promise<Uint8Array> {
  const define = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)]));
  const { output } = await buildForPeople({
    ...sharedOptions([]),
    define,
    build: {
      ...sharedBuildOptions,
      modulePreload: false,
      rolldownOptions: { input: entry, output: { format: 'es', codeSplitting: false } },
    },
  });
  return contentsOf(output[0]);
}

/** The bundler takes from the environment whether people or developers will run it; here they are always people. */
async function buildForPeople(config: InlineConfig): Promise<Rolldown.RolldownOutput> {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    return (await build(config)) as Rolldown.RolldownOutput;
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}

const sharedBuildOptions = {
  write: false,
  target: TARGETS,
  minify: true,
  assetsInlineLimit: 0,
  reportCompressedSize: false,
} as const;

function sharedOptions(plugins: readonly Plugin[]) {
  return {
    configFile: false as const,
    envFile: false as const,
    publicDir: false as const,
    logLevel: 'error' as const,
    base: '/',
    mode: 'production',
    plugins: [...plugins],
    resolve: { conditions: ['browser', 'module', 'production'] },
  };
}

/** The entry, what it imports, and the SDK, without which there is no first screen. */
function firstScripts(output: Rolldown.RolldownOutput['output']): readonly string[] {
  const chunks = new Map(output.filter((file) => file.type === 'chunk').map((chunk) => [chunk.fileName, chunk]));
  const isFirst = (chunk: Rolldown.OutputChunk) =>
    chunk.isEntry || chunk.facadeModuleId?.endsWith('/apps/web/src/composition.ts') === true || isSdk(chunk);
  const found = new Set<string>();
  const visit = (name: string) => {
    if (found.has(name)) return;
    found.add(name);
    for (const next of chunks.get(name)?.imports ?? []) visit(next);
  };
  for (const chunk of chunks.values()) if (isFirst(chunk)) visit(chunk.fileName);
  return [...found].sort();
}

function isSdk(chunk: Rolldown.OutputChunk): boolean {
  return chunk.facadeModuleId?.endsWith('/packages/sotto/src/index.ts') === true;
}

function contentsOf(file: Rolldown.OutputChunk | Rolldown.OutputAsset): Uint8Array {
  const contents = file.type === 'chunk' ? file.code : file.source;
  return typeof contents === 'string' ? new TextEncoder().encode(contents) : contents;
}
