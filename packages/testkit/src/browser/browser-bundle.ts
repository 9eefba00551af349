/**
 * One TypeScript entry and everything it imports as a single script for a browser: minified, resolved under the
 * `browser` condition, in memory. Nothing is written.
 *
 * Owns: how browser code is bundled for tests and measurements. Must not know: what the script does.
 */
import { UsageError } from '@sotto/wire';
import type { Plugin, Rolldown } from 'vite';

const TARGET = 'es2024';

export interface BundleOptions {
  /** Absolute path of the entry; its exports are kept. */
  readonly entry: string;
  readonly plugins?: readonly Plugin[];
}

/**
 * The script, as an ES module without further imports.
 * @throws {UsageError} `invalid-argument` when the entry needs something that a browser does not have
 */
export async function bundleForBrowser({ entry, plugins = [] }: BundleOptions): Promise<string> {
  // Loaded when needed: most users of the testkit never bundle anything.
  const { build } = await import('vite');
  const output = await build({
    configFile: false,
    envFile: false,
    publicDir: false,
    logLevel: 'silent',
    plugins: [...plugins, refuseNodeModules()],
    resolve: { conditions: ['browser', 'module', 'production'] },
    build: {
      write: false,
      target: TARGET,
      minify: true,
      modulePreload: false,
      rolldownOptions: {
        input: entry,
        preserveEntrySignatures: 'strict',
        output: { format: 'es', codeSplitting: false },
      },
    },
  });
  return scriptOf(output);
}

/** The bundler would put an empty module in place of a module of Node, and the mistake would show in the browser only. */
function refuseNodeModules(): Plugin {
  return {
    name: 'refuse-node-modules',
    enforce: 'pre',
    resolveId(source, importer) {
      if (!source.startsWith('node:')) return null;
      throw new UsageError('invalid-argument', `${importer ?? 'the entry'} imports ${source}`);
    },
  };
}

function scriptOf(output: Rolldown.RolldownOutput | Rolldown.RolldownOutput[] | object): string {
  const chunks = 'output' in output && Array.isArray(output.output) ? (output.output as Rolldown.OutputChunk[]) : [];
  const [chunk] = chunks;
  if (chunk === undefined || chunks.length > 1 || chunk.imports.length > 0) {
    throw new UsageError('invalid-argument', 'the entry did not become one script', {
      facts: { files: chunks.length },
    });
  }
  return chunk.code;
}
