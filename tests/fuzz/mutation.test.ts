/** Mutations are seeded, keep their bounds, and know the shapes they change. */

import { encodeUtf8, formatHex } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { cutFrames, joinFrames, mutateFrames } from './frame-mutation.ts';
import { minimise } from './minimise.ts';
import { mutate } from './mutator.ts';
import { mutateProtobuf } from './protobuf-mutation.ts';
import { formatFields, parseFields } from './protobuf-tree.ts';
import { SeededPrng } from './seeded-prng.ts';
import { common, minus } from './source-range.ts';
import type { Shape } from './target.ts';
import { readVarint, writeVarint } from './varint.ts';

const INNER = Uint8Array.of(0x08, 0x96, 0x01);
const MESSAGE = Uint8Array.of(0x0a, INNER.length, ...INNER, 0x15, 1, 2, 3, 4);

function material(seed: string, pool: readonly Uint8Array[] = [MESSAGE]) {
  return { prng: new SeededPrng(seed), pool, words: [encodeUtf8('word')] };
}

describe.each<Shape>(['bytes', 'text', 'protobuf', 'frames'])('a mutation of %s', (shape) => {
  it('is the same for the same seed, differs over seeds, and keeps the bound', () => {
    const target = { shape, maxBytes: 40 };
    const made = Array.from({ length: 200 }, (_, i) => mutate(MESSAGE, target, material(`${i}`)));
    expect(made).toEqual(made.map((_, i) => mutate(MESSAGE, target, material(`${i}`))));
    expect(new Set(made.map(formatHex)).size).toBeGreaterThan(100);
    expect(Math.max(...made.map(({ length }) => length))).toBeLessThanOrEqual(40);
  });
});

describe('protobuf fields', () => {
  it('are written as they were read', () => {
    expect(formatFields(parseFields(MESSAGE) ?? [])).toEqual(MESSAGE);
    expect(parseFields(Uint8Array.of(0x0a, 0x05, 0x00))).toBeUndefined();
    expect(parseFields(Uint8Array.of(0x03))).toBeUndefined();
  });

  it('are changed inside with the lengths around them still true, more often than not', () => {
    const made = Array.from({ length: 200 }, (_, i) => mutateProtobuf(MESSAGE, material(`${i}`)) ?? MESSAGE);
    const whole = made.filter((bytes) => parseFields(bytes) !== undefined);
    expect(whole.length).toBeGreaterThan(120);
    expect(whole.length).toBeLessThan(200);
  });

  it('carry values in as many bytes as asked', () => {
    expect(writeVarint(300n)).toEqual(Uint8Array.of(0xac, 0x02));
    expect(writeVarint(1n, 3)).toEqual(Uint8Array.of(0x81, 0x80, 0x00));
    expect(readVarint(writeVarint(2n ** 64n - 1n), 0)).toEqual({ value: 2n ** 64n - 1n, end: 10 });
    expect(readVarint(new Uint8Array(11).fill(0xff), 0)).toBeUndefined();
  });
});

describe('frames', () => {
  it('are cut where they were joined', () => {
    expect(cutFrames(joinFrames([MESSAGE, INNER]))).toEqual([MESSAGE, INNER]);
    expect(cutFrames(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 1))).toEqual([]);
  });

  it('are lost, doubled and exchanged', () => {
    const counts = Array.from(
      { length: 200 },
      (_, i) => cutFrames(mutateFrames(joinFrames([MESSAGE, INNER]), material(`${i}`))).length,
    );
    for (const count of [1, 2, 3]) expect(counts).toContain(count);
  });
});

describe('minimising', () => {
  it('keeps only what matters, within its tries', async () => {
    const hasBoth = async (bytes: Uint8Array) => bytes.includes(7) && bytes.includes(9);
    const input = Uint8Array.from({ length: 64 }, (_, i) => (i === 20 ? 7 : i === 50 ? 9 : 0));
    expect(await minimise(input, hasBoth)).toEqual(Uint8Array.of(7, 9));
    expect(await minimise(input, hasBoth, 0)).toEqual(input);
  });
});

describe('ranges of source', () => {
  const whole = [{ start: 0, end: 100 }];
  const parts = [
    { start: 10, end: 20 },
    { start: 50, end: 60 },
  ];

  it('are taken apart and intersected', () => {
    expect(common(whole, parts)).toEqual(parts);
    expect(common(parts, [{ start: 20, end: 55 }])).toEqual([{ start: 50, end: 55 }]);
    expect(minus(whole, parts)).toEqual([
      { start: 0, end: 10 },
      { start: 20, end: 50 },
      { start: 60, end: 100 },
    ]);
    expect(minus(parts, whole)).toEqual([]);
  });
});
