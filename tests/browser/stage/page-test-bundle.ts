/** Bundles unit tests of `@sotto/crypto` into one page, with vitest's assertions and a collector in place of its runner. */
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { CRYPTO_SOURCES } from './browser-sources.ts';

const PAGE_TESTS = join(import.meta.dirname, 'page-tests.ts');
/** What the bundler puts in place of a module that browsers do not have. */
const EMPTY_MODULE = '__vite-browser-external';
const VIRTUAL = '\0';
const START_FILE = 'page-test-file:';

/** The entry to give to the stage together with the plugin. */
export const PAGE_TEST_ENTRY = 'page-test-entry';

/** Imports the files one after the other, each after a module that says whose tests come now. */
function entrySource(files: readonly string[]): string {
  const imports = files.flatMap((file) => [
    `import '${START_FILE}${file}';`,
    `import '${join(CRYPTO_SOURCES, file)}';`,
  ]);
  return [...imports, `export { runCollected as default } from '${PAGE_TESTS}';`].join('\n');
}

function startSource(file: string): string {
  return `import { startFile } from '${PAGE_TESTS}'; startFile('${file}');`;
}

/** `files`: names of test files in the sources of `@sotto/crypto`. */
export function pageTests(files: readonly string[]): Plugin {
  return {
    name: 'page-tests',
    enforce: 'pre',
    resolveId(source, importer = '') {
      if (source === PAGE_TEST_ENTRY || source.startsWith(START_FILE)) return VIRTUAL + source;
      // vitest comes along for its assertions; what it does in Node is never reached.
      if (source.startsWith('node:') && importer.includes('/node_modules/')) return EMPTY_MODULE;
      return source === 'vitest' && importer !== PAGE_TESTS ? PAGE_TESTS : null;
    },
    load(id) {
      if (id === VIRTUAL + PAGE_TEST_ENTRY) return entrySource(files);
      return id.startsWith(VIRTUAL + START_FILE) ? startSource(id.slice((VIRTUAL + START_FILE).length)) : null;
    },
  };
}
