/**
 * Runs every static check and prints one line for each; what is wrong follows below its line.
 *
 * usage: npm run check [-- --write] [name …]
 * `--write` rewrites what can be regenerated: API lists, the package graph, the vectors. Exits 1 when a check fails.
 */
import { dirname, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { apiLists } from './checks/api-lists.ts';
import type { Check } from './checks/check.ts';
import { fileSize } from './checks/file-size.ts';
import { generatedCode } from './checks/generated-code.ts';
import { houseRules } from './checks/house-rules.ts';
import { importCycles } from './checks/import-cycles.ts';
import { layers } from './checks/layers.ts';
import { lint } from './checks/lint.ts';
import { lockfile } from './checks/lockfile.ts';
import { packageGraph } from './checks/package-graph.ts';
import { references } from './checks/references.ts';
import { specVectors } from './checks/spec-vectors.ts';
import { types } from './checks/types.ts';

const CHECKS: readonly Check[] = [
  lint,
  types,
  layers,
  importCycles,
  apiLists,
  generatedCode,
  packageGraph,
  fileSize,
  houseRules,
  lockfile,
  references,
  specVectors,
];

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const args = process.argv.slice(2);
const write = args.includes('--write');
const names = args.filter((argument) => argument !== '--write');
const unknown = names.filter((name) => !CHECKS.some((check) => check.name === name));
if (unknown.length > 0) {
  console.error(`unknown check: ${unknown.join(', ')}; there are ${CHECKS.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

let failed = 0;
for (const check of CHECKS.filter(({ name }) => names.length === 0 || names.includes(name))) {
  const { problems, summary } = await check.run({ root, write });
  if (problems.length === 0) {
    console.log(`ok   ${check.name.padEnd(15)} ${summary}`);
  } else {
    failed += 1;
    console.log(`FAIL ${check.name.padEnd(15)} ${problems.length === 1 ? '1 problem' : `${problems.length} problems`}`);
    for (const problem of problems) console.log(`     ${problem}`);
  }
}
process.exitCode = failed === 0 ? 0 : 1;
