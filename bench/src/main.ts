/**
 * Runs one benchmark.
 *
 * usage: npm run bench -- <ratchet|mailbox|latency|startup|crypto-size|web-size|web> [--json] [--save]
 * `--json` prints `{name, rows}` and nothing else on standard output; `--save` also writes the section of the results
 * page.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { machineClass, withSection } from './results-page.ts';
import type { Bench } from './row.ts';
import { formatTable } from './table.ts';

// Loaded when asked for: a benchmark brings its peer, and none should pay for another's.
const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  ratchet: () => import('./ratchet.ts'),
  mailbox: () => import('./mailbox.ts'),
  latency: () => import('./latency.ts'),
  startup: () => import('./startup.ts'),
  'crypto-size': () => import('./crypto-size.ts'),
  'web-size': () => import('./web-size.ts'),
  web: () => import('./web.ts'),
};
const RESULTS_PAGE = join(import.meta.dirname, '../RESULTS.md');
const USAGE = `usage: npm run bench -- <${Object.keys(BENCHES).join('|')}> [--json] [--save]`;

function readArguments(): { readonly name: string; readonly json: boolean; readonly save: boolean } | undefined {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, save: { type: 'boolean', default: false } },
    });
    const [name = '', ...rest] = positionals;
    return Object.hasOwn(BENCHES, name) && rest.length === 0 ? { name, ...values } : undefined;
  } catch {
    return undefined;
  }
}

const wanted = readArguments();
const load = BENCHES[wanted?.name ?? ''];
if (wanted === undefined || load === undefined) {
  console.error(USAGE);
  process.exit(2);
}

const { name, json, save } = wanted;
// Whatever a benchmark or its peer logs must not mix with the result.
console.log = console.error;
const bench = await load();
const rows = await bench.run();

process.stdout.write(json ? `${JSON.stringify({ name, rows })}\n` : `${formatTable(rows)}\n`);
if (save) {
  const page = existsSync(RESULTS_PAGE) ? readFileSync(RESULTS_PAGE, 'utf8') : '';
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(RESULTS_PAGE, withSection(page, { name, rows, machine: machineClass(), date }));
}
