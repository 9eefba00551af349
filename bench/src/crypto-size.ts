/**
 * What `@sotto/crypto` costs a web page to load: everything that the package exports, bundled for browsers with what it
 * imports, minified and compressed. The budget stands in for a peer: a ratio above 1 is too much.
 */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { bundleForBrowser } from '@sotto/testkit';
import { type BenchRow, benchRow } from './row.ts';

/** 1 kB is 1,000 bytes. Raise it with a reason, in the commit that needs it. */
export const CRYPTO_SIZE_BUDGET_KB = 76;

const BYTES_PER_KB = 1_000;
// What a web server does once, ahead of time.
const GZIP_LEVEL = 9;

export async function run(): Promise<BenchRow[]> {
  const script = await bundleForBrowser({ entry: fileURLToPath(import.meta.resolve('@sotto/crypto')) });
  const compressed = gzipSync(script, { level: GZIP_LEVEL });
  return [
    benchRow({
      case: 'everything exported, minified and gzipped; the peer is the budget',
      ours: compressed.length / BYTES_PER_KB,
      peer: CRYPTO_SIZE_BUDGET_KB,
      unit: 'kB',
    }),
    benchRow({ case: 'the same, minified only', ours: Buffer.byteLength(script) / BYTES_PER_KB, unit: 'kB' }),
  ];
}
