/**
 * `npm run fuzz`: a coverage-guided search for inputs that break a rule, over all targets or one.
 *
 * Inputs that reach something new, and inputs that break a rule, are written to the corpus, which `npm test` replays.
 * Exits with 1 when a rule was broken.
 */
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { type FuzzCommand, parseCommand, USAGE } from './command.ts';
import { runIsolated } from './isolated.ts';
import { search } from './search.ts';
import { regenerateSeeds } from './seed-files.ts';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function runSearch({ targets, seconds, seed }: Extract<FuzzCommand, { kind: 'search' }>): Promise<boolean> {
  let isSound = true;
  for (const target of targets) {
    const report = await search({ target, seconds: seconds / targets.length, seed });
    say(`${target}: ${report.inputs} inputs, ${report.accepted} accepted, ${report.found} reached something new`);
    for (const { kind, message, path } of report.crashes) {
      isSound = false;
      say(`  ${kind}: ${message}\n  npm run fuzz -- ${target} --input tests/fuzz/corpus/${path}`);
    }
  }
  return isSound;
}

async function replay({ target, input }: Extract<FuzzCommand, { kind: 'replay' }>): Promise<boolean> {
  const bytes = new Uint8Array(existsSync(input) ? readFileSync(input) : Buffer.from(input, 'base64url'));
  const job = { target, corpus: [bytes], seed: '', maxInputs: 0, coverage: 'none' } as const;
  const { findings } = await runIsolated(job);
  for (const { kind, message } of findings) say(`${kind}: ${message}`);
  if (findings.length === 0) say(`${target}: ${bytes.length} bytes keep every rule`);
  return findings.length === 0;
}

async function regenerate({ targets }: Extract<FuzzCommand, { kind: 'regenerate-seeds' }>): Promise<boolean> {
  for (const target of targets) say(`${target}: ${await regenerateSeeds(target)} seeds`);
  return true;
}

async function run(command: FuzzCommand): Promise<boolean> {
  switch (command.kind) {
    case 'search':
      return await runSearch(command);
    case 'replay':
      return await replay(command);
    case 'regenerate-seeds':
      return await regenerate(command);
  }
}

const command = parseCommand(process.argv.slice(2));
if (command === undefined) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else if (!(await run(command))) process.exitCode = 1;
