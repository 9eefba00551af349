/**
 * Bundling test code of `@sotto/crypto` for a page: where it names Node's provider, it gets the one of browsers. Code that
 * needs anything else of Node cannot be bundled.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const REPOSITORY = join(import.meta.dirname, '../../..');
export const CRYPTO_SOURCES: string = join(REPOSITORY, 'packages/crypto/src');
// The testkit as a whole brings servers and a test runner along.
const SEEDED_RANDOM = join(REPOSITORY, 'packages/testkit/src/seeded-random.ts');
const PAGE_INSPECT = join(import.meta.dirname, 'page-inspect.ts');
const VIRTUAL = '\0browser-source:';

/** Sources that stand for a file of Node's provider, under the names that tests use. */
const PROVIDER_SOURCES: Readonly<Record<string, string>> = {
  'provider.node.ts': `export { platformProvider as nodeProvider } from '${CRYPTO_SOURCES}/platform.browser.ts';`,
  'ed25519.node.ts': `export { portableEd25519 as nodeEd25519 } from '${CRYPTO_SOURCES}/ed25519.portable.ts';`,
};

/** What stands for a file that only Node can load: its sibling for browsers, if there is one. */
function browserSibling(source: string): string | null {
  const name = source.split('/').at(-1) ?? '';
  if (!source.startsWith('.') || !name.endsWith('.node.ts')) return null;
  if (Object.hasOwn(PROVIDER_SOURCES, name)) return VIRTUAL + name;
  const sibling = join(CRYPTO_SOURCES, name.replace(/\.node\.ts$/, '.browser.ts'));
  return existsSync(sibling) ? sibling : null;
}

export function browserSources(): Plugin {
  return {
    name: 'browser-sources',
    enforce: 'pre',
    resolveId(source, importer = '') {
      if (source === '@sotto/testkit') return SEEDED_RANDOM;
      if (source === 'node:util' && importer.startsWith(CRYPTO_SOURCES)) return PAGE_INSPECT;
      return browserSibling(source);
    },
    load: (id) => (id.startsWith(VIRTUAL) ? (PROVIDER_SOURCES[id.slice(VIRTUAL.length)] ?? null) : null),
  };
}
