/** The guided search finds what an unguided one does not: counted in inputs, the same for the same seed. */
import { describe, expect, it } from 'vitest';
import { runIsolated } from './isolated.ts';
import type { Job } from './job.ts';

const MAX_INPUTS = 12_000;
const SEEDS = ['1', '2'];

function mazeJob(seed: string, guided: boolean): Job {
  return { target: 'maze', corpus: [new Uint8Array(8)], seed, maxInputs: MAX_INPUTS, guided };
}

describe('the coverage-guided search', () => {
  it.each(SEEDS)('reaches a fault behind six nested conditions (seed %s)', async (seed) => {
    const outcome = await runIsolated({ job: mazeJob(seed, true) });
    expect(outcome.findings).toMatchObject([{ kind: 'violation', message: 'the planted fault was reached' }]);
    expect(outcome.findings[0]?.input).toHaveLength(6);
  });

  it.each(SEEDS)('which the same number of unguided inputs does not reach (seed %s)', async (seed) => {
    const outcome = await runIsolated({ job: mazeJob(seed, false) });
    expect(outcome).toMatchObject({ findings: [], inputs: MAX_INPUTS });
  });

  it('does the same again for the same seed', async () => {
    const job = { ...mazeJob('1', true), maxInputs: 3_000 };
    const first = await runIsolated({ job });
    expect(first.poolSize).toBeGreaterThan(1);
    expect(await runIsolated({ job })).toEqual(first);
  });
});
