/**
 * Makes the vectors of `vectors/` and compares them with the committed ones, or writes them.
 *
 * usage: node tests/spec-vectors/main.ts [--write]
 */
import process from 'node:process';
import { generateVectors } from './generate.ts';
import { compareVectors, VECTORS_FOLDER, writeVectors } from './vector-files.ts';

const vectors = await generateVectors();
if (process.argv.includes('--write')) writeVectors(VECTORS_FOLDER, vectors);
const problems = compareVectors(VECTORS_FOLDER, vectors);
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(`${vectors.length} vectors\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
