/**
 * What the web app costs to load: its build, as it is served. The budget of the first screen stands in for a peer: a
 * ratio above 1 is too much.
 *
 * The build runs as a process of its own, as it does for people; its report says what each file weighs.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { type BenchRow, benchRow } from './row.ts';

const BUILD = join(import.meta.dirname, '../../apps/web/src/build/main.ts');
const BYTES_PER_KB = 1_000;

/** `report.json` of the build. */
interface BundleReport {
  readonly budgetKb: number;
  readonly firstScreenKb: number;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly gzipBytes: number }[];
}

export async function run(): Promise<BenchRow[]> {
  const { budgetKb, firstScreenKb, files } = await buildReport();
  const compressedKb = (pattern: RegExp) =>
    files.filter(({ path }) => pattern.test(path)).reduce((sum, file) => sum + file.gzipBytes, 0) / BYTES_PER_KB;
  return [
    benchRow({
      case: 'scripts before the first screen, minified and gzipped; the peer is the budget',
      ours: firstScreenKb,
      peer: budgetKb,
      unit: 'kB',
    }),
    benchRow({ case: 'all scripts of pages, gzipped', ours: compressedKb(/^\/assets\/.*\.js$/), unit: 'kB' }),
    benchRow({ case: 'all styles, gzipped', ours: compressedKb(/\.css$/), unit: 'kB' }),
    benchRow({ case: 'workers, gzipped', ours: compressedKb(/^\/workers\//), unit: 'kB' }),
    benchRow({ case: 'the database engine, gzipped', ours: compressedKb(/\.wasm$/), unit: 'kB' }),
    benchRow({ case: 'everything that a browser keeps, gzipped', ours: compressedKb(/./), unit: 'kB' }),
  ];
}

async function buildReport(): Promise<BundleReport> {
  const folder = await mkdtemp(join(tmpdir(), 'sotto-web-size-'));
  try {
    await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', BUILD, folder]);
    return JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as BundleReport;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
