/**
 * Every target: the seeds that our encoders make now, the inputs kept in git, and a short seeded search, each input within
 * its bounds of time and memory.
 */
import { describe, expect, it } from 'vitest';
import { readCorpus } from './corpus.ts';
import type { Finding } from './finding.ts';
import { runIsolated } from './isolated.ts';
import { openTarget, TARGET_NAMES } from './registry.ts';

const SEED = 'npm test';
const INPUTS = 240;
const COSTLY_INPUTS = 16;

/** What a person needs to look at a fault. */
function report({ target, kind, message, input }: Finding): string {
  return `${kind}: ${message}\nnpm run fuzz -- ${target} --input ${Buffer.from(input).toString('base64url')}`;
}

describe('a fuzz target', () => {
  it.each(TARGET_NAMES)('%s keeps every rule', async (name) => {
    const target = await openTarget(name);
    expect(target.seeds.length).toBeGreaterThan(0);
    const corpus = readCorpus(name).map(({ input }) => input);
    const maxInputs = target.isCostly === true ? COSTLY_INPUTS : INPUTS;
    const job = { target: name, corpus, seed: SEED, maxInputs, guided: false };
    const outcome = await runIsolated({ job });
    expect(outcome.findings.map(report)).toEqual([]);
    expect(outcome.replayed).toBe(target.seeds.length + corpus.length);
  });
});
