/** Every kind of fault is caught, named, and kept with the input that caused it. */
import { encodeUtf8 } from '@sotto/wire';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Bounds, runAllIsolated } from './isolated.ts';
import type { Job, JobOutcome } from './job.ts';

/** Little processor time and memory; one that waits for nothing is noticed at once. */
const BOUNDS: Bounds = { cpuMs: 3_000, wallMs: 60_000, heapMegabytes: 32 };

/** What an input does, and the finding that it must be: in this order, as some end their thread. */
const FAULTS = [
  ['nothing', 'nothing wrong'],
  ['spin', 'hang'],
  ['fixed accepted in it', 'nothing wrong'],
  ['wait', 'hang'],
  ['allocate', 'crash'],
  ['reject', 'crash'],
  ['reserve', 'memory'],
  ['type-error', 'foreign-error'],
  ['foreign-code', 'foreign-error'],
  ['usage', 'foreign-error'],
  ['repeat this private text', 'leak'],
  ['show-key', 'leak'],
  ['scribble', 'changed-input'],
  ['violate', 'violation'],
  ['pollute', 'prototype'],
] as const;

function jobOf(text: string): Job {
  return { target: 'faults', corpus: [encodeUtf8(text)], seed: '1', maxInputs: 0, coverage: 'none' };
}

let outcomes: readonly JobOutcome[] = [];
beforeAll(async () => {
  const jobs = FAULTS.map(([text]) => jobOf(text));
  outcomes = await runAllIsolated(jobs, { bounds: BOUNDS });
}, 120_000);

describe('the watch over one input', () => {
  it.each(FAULTS.map(([text, kind], i) => ({ text, kind, i })))(
    'says "$kind" of what does "$text"',
    ({ text, kind, i }) => {
      const findings = outcomes[i]?.findings.map((finding) => [finding.kind, Buffer.from(finding.input).toString()]);
      expect(findings).toEqual(kind === 'nothing wrong' ? [] : [[kind, text]]);
    },
  );

  it('has an outcome for every job, also after those that ended the thread', () => {
    expect(outcomes).toHaveLength(FAULTS.length);
  });
});
