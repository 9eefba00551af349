/** Every kind of fault is caught, named, and kept with the input that caused it. */
import { encodeUtf8 } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { type Bounds, runIsolated } from './isolated.ts';

const TIGHT: Bounds = { cpuMs: 1_000, wallMs: 3_000, heapMegabytes: 64 };

async function findingOf(text: string) {
  const input = encodeUtf8(text);
  const job = { target: 'faults', corpus: [input], seed: '1', maxInputs: 0, guided: false };
  const { findings } = await runIsolated({ job, bounds: TIGHT });
  expect(findings.map((finding) => Buffer.from(finding.input).toString())).toEqual(findings.map(() => text));
  return findings.map(({ kind }) => kind);
}

describe('the watch over one input', () => {
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
    expect(await findingOf(text)).toEqual([kind]);
  });

  it.each(['nothing', 'fixed accepted in it'])('finds nothing wrong with "%s"', async (text) => {
    expect(await findingOf(text)).toEqual([]);
  });
});
