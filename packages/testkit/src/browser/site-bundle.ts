/**
 * One TypeScript entry as the files of a small site: script, workers and whatever else they fetch, as a web application
 * is built. In memory; nothing is written.
 *
 * Owns: how an entry with workers is bundled. Must not know: what the entry does.
 */
import type { Plugin, Rolldown } from 'vite';

export interface SiteBundleOptions {
  /** Absolute path of the entry; its exports are kept. */
  readonly entry: string;
  readonly plugins?: readonly Plugin[];
}

export interface SiteBundle {
  /** Name of the script that has the entry's exports. */
  readonly script: string;
  /** Every file by its name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Loaded when needed: most users of the testkit never bundle anything. */
export async function bundleSite({ entry, plugins = [] }: SiteBundleOptions): Promise<SiteBundle> {
  const { build } = await import('vite');
  const output = (await build({
    configFile: false,
    envFile: false,
    publicDir: false,
    base: './',
    logLevel: 'error',
    plugins: [...plugins],
    worker: { format: 'es' },
    resolve: { conditions: ['browser', 'module', 'production'] },
    build: {
      write: false,
      target: 'es2024',
      minify: false,
      modulePreload: false,
      assetsInlineLimit: 0,
      rolldownOptions: { input: entry, preserveEntrySignatures: 'strict', output: { format: 'es' } },
    },
  })) as Rolldown.RolldownOutput;
  const script = output.output.find((file) => file.type === 'chunk' && file.isEntry)?.fileName ?? '';
  return { script, files: new Map(output.output.map((file) => [file.fileName, contentsOf(file)])) };
}

function contentsOf(file: Rolldown.OutputChunk | Rolldown.OutputAsset): Uint8Array {
  const contents = file.type === 'chunk' ? file.code : file.source;
  return typeof contents === 'string' ? new TextEncoder().encode(contents) : contents;
}
