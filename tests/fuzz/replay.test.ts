/**
 * Every target: the seeds that our encoders make now, the inputs kept in git, and a short seeded search, each input within
 * its bounds of time and memory.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { roleOf } from './api-surface.ts';
import { readCorpus } from './corpus.ts';
import type { Finding } from './finding.ts';
import { runAllIsolated } from './isolated.ts';
import type { Job, JobOutcome } from './job.ts';
import { TARGET_NAMES } from './registry.ts';

const SEED = 'npm test';
const INPUTS = 240;
const COSTLY_INPUTS = 16;
/** The watch over each input ends one that hangs long before. */
const TIMEOUT_MS = 300_000;

/** What a person needs to look at a fault. */
function report({ target, kind, message, input }: Finding): string {
  return `${kind}: ${message}\nnpm run fuzz -- ${target} --input ${Buffer.from(input).toString('base64url')}`;
}

/** The name in an entry of `covers`. */
function nameIn(entry: string): string {
  return entry.split(' ')[1] ?? '';
}

/** Of the network, handlers are run and not the servers around them; schemas and classes are no functions. */
function isFunctionReader(entry: string): boolean {
  const name = nameIn(entry);
  return !entry.startsWith('network ') && roleOf(name) === 'reader' && /^(?!as[A-Z])[a-z]/.test(name);
}

function jobOf(target: string): Job {
  const corpus = readCorpus(target).map(({ input }) => input);
  return { target, corpus, seed: SEED, maxInputs: INPUTS, maxCostlyInputs: COSTLY_INPUTS, coverage: 'watched' };
}

const outcomes = new Map<string, JobOutcome>();

/** Two threads share the targets: every other one each, so that costly ones are spread. */
beforeAll(async () => {
  const lanes = [0, 1].map((lane) => TARGET_NAMES.filter((_, i) => i % 2 === lane));
  await Promise.all(
    lanes.map(async (names) => {
      const ended = await runAllIsolated(names.map(jobOf));
      for (const [i, name] of names.entries()) outcomes.set(name, ended[i] ?? { findings: [] });
    }),
  );
}, TIMEOUT_MS);

describe('a fuzz target', () => {
  it.each(TARGET_NAMES)('%s keeps every rule', (name) => {
    const outcome = outcomes.get(name);
    expect(outcome?.findings.map(report)).toEqual([]);
    expect(outcome?.replayed).toBeGreaterThan(readCorpus(name).length);
    expect(outcome?.inputs).toBeGreaterThanOrEqual(COSTLY_INPUTS);
    // What a target says it covers has run: not all of its inputs are refused at the door.
    const ran = new Set(outcome?.functionNames);
    expect(outcome?.covers?.filter((entry) => isFunctionReader(entry) && !ran.has(nameIn(entry)))).toEqual([]);
  });
});
