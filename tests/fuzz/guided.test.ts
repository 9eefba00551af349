/** The guided search finds what an unguided one does not: counted in inputs, the same for the same seed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepInput, readCorpus } from './corpus.ts';
import { runIsolated } from './isolated.ts';
import type { Job } from './job.ts';
import { search } from './search.ts';

const MAX_INPUTS = 6_000;
const SEEDS = ['1', '2'];
/** Reading coverage is slow on a busy machine; what is tested is counted in inputs. */
const TIMEOUT_MS = 120_000;

function mazeJob(seed: string, guided: boolean): Job {
  return {
    target: 'maze',
    corpus: [new Uint8Array(8)],
    seed,
    maxInputs: MAX_INPUTS,
    coverage: guided ? 'guides' : 'none',
  };
}

describe('the coverage-guided search', { timeout: TIMEOUT_MS }, () => {
  it.each(SEEDS)('reaches a fault behind five nested conditions (seed %s)', async (seed) => {
    const outcome = await runIsolated(mazeJob(seed, true));
    expect(outcome.findings).toMatchObject([{ kind: 'violation', message: 'the planted fault was reached' }]);
    expect(outcome.findings[0]?.input).toHaveLength(5);
  });

  it.each(SEEDS)('which the same number of unguided inputs does not reach (seed %s)', async (seed) => {
    const outcome = await runIsolated(mazeJob(seed, false));
    expect(outcome).toMatchObject({ findings: [], inputs: MAX_INPUTS });
  });

  describe('as the command runs it', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'sotto-fuzz-'));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it('keeps what reached something new, and the fault, in the corpus', async () => {
      keepInput('maze', 'seed', new Uint8Array(8), folder);
      const report = await search({ target: 'maze', seed: '1', maxInputs: MAX_INPUTS, folder });
      const kept = readCorpus('maze', folder);
      expect(report.crashes.map(({ path }) => path)).toEqual(
        kept.filter(({ origin }) => origin === 'crash').map(({ path }) => path),
      );
      expect(report.crashes).toHaveLength(1);
      expect(report.found).toBeGreaterThanOrEqual(4);
      expect(kept).toHaveLength(1 + report.found + 1);
    });
  });

  it('does the same again for the same seed', async () => {
    const job = { ...mazeJob('1', true), maxInputs: 1_500 };
    const first = await runIsolated(job);
    expect(first.poolSize).toBeGreaterThan(1);
    expect(await runIsolated(job)).toEqual(first);
  });
});
