/** Regenerates what is committed and derived: the protobuf code of `wire`, the API lists, the package graph. */
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { apiLists } from './checks/api-lists.ts';
import { generate } from './checks/generated-code.ts';
import { packageGraph } from './checks/package-graph.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { status, lines } = await generate(root, join(root, 'packages/wire'));
for (const line of lines) console.error(line);

let failed = status !== 0;
for (const check of [apiLists, packageGraph]) {
  const { problems, summary } = await check.run({ root, write: true });
  console.log(`${check.name}: ${problems.length === 0 ? summary : problems.join('\n')}`);
  failed ||= problems.length > 0;
}
process.exitCode = failed ? 1 : 0;
