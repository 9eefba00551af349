/** Every kind of fault is caught, named, and kept with the input that caused it. */
import { encodeUtf8 } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { type Bounds, runAllIsolated, runIsolated } from './isolated.ts';
import type { Job } from './job.ts';

/** Too little memory for what allocates without end; little time only for what takes it without end. */
const BOUNDS: Bounds = { cpuMs: 30_000, wallMs: 60_000, heapMegabytes: 64 };

function jobOf(text: string): Job {
  return { target: 'faults', corpus: [encodeUtf8(text)], seed: '1', maxInputs: 0, coverage: 'none' };
}

async function kindsOf(text: string): Promise<string[]> {
  const bounds = { ...BOUNDS, cpuMs: text === 'spin' ? 1_000 : BOUNDS.cpuMs };
  const { findings } = await runIsolated(jobOf(text), { bounds });
  expect(findings.map(({ input }) => Buffer.from(input).toString())).toEqual(findings.map(() => text));
  return findings.map(({ kind }) => kind);
}

describe('the watch over one input', { timeout: 60_000 }, () => {
  it.each([
    ['spin', 'hang'],
    ['wait', 'hang'],
    ['allocate', 'crash'],
    ['reserve', 'memory'],
    ['reject', 'crash'],
    ['type-error', 'foreign-error'],
    ['foreign-code', 'foreign-error'],
    ['usage', 'foreign-error'],
    ['repeat this private text', 'leak'],
    ['show-key', 'leak'],
    ['scribble', 'changed-input'],
    ['pollute', 'prototype'],
    ['violate', 'violation'],
  ])('names what "%s" does: %s', async (text, kind) => {
    expect(await kindsOf(text)).toEqual([kind]);
  });

  it.each(['nothing', 'fixed accepted in it'])('finds nothing wrong with "%s"', async (text) => {
    expect(await kindsOf(text)).toEqual([]);
  });

  it('goes on with the next job after one that ended the thread', async () => {
    const outcomes = await runAllIsolated(['fixed', 'wait', 'violate', 'wait', 'fixed'].map(jobOf), { bounds: BOUNDS });
    const kinds = outcomes.map(({ findings }) => findings.map(({ kind }) => kind));
    expect(kinds).toEqual([[], ['hang'], ['violation'], ['hang'], []]);
  });
});
