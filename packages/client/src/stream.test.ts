import { asAccountId, asDeviceId } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Arrival, advanceStream, MAX_MISSING, type StreamStep } from './stream.ts';

const conversation = asAccountId(new Uint8Array(32));
const deviceId = asDeviceId(new Uint8Array(16));

function hashOf(sequence: number, version = 0): Uint8Array {
  const hash = new Uint8Array(32).fill(version);
  new DataView(hash.buffer).setUint32(0, sequence);
  return hash;
}

/** Message number `sequence` of an honest sender. */
function honest(sequence: number): Arrival {
  const previousHash = sequence === 1 ? new Uint8Array(0) : hashOf(sequence - 1);
  return { conversation, deviceId, sequence, hash: hashOf(sequence), previousHash, isLate: false };
}

function play(...sequences: readonly number[]): StreamStep {
  let step: StreamStep | undefined;
  for (const sequence of sequences) step = advanceStream(step?.stream, honest(sequence));
  if (step === undefined) throw new TypeError('nothing was played');
  return step;
}

/** As it comes to a device that came back by recovery words. */
function playLate(...sequences: readonly number[]): StreamStep {
  let step: StreamStep | undefined;
  for (const sequence of sequences) step = advanceStream(step?.stream, { ...honest(sequence), isLate: true });
  if (step === undefined) throw new TypeError('nothing was played');
  return step;
}

describe('the stream of a device', () => {
  it('begins where a device comes in that came back later, and has gaps from there on', () => {
    expect(playLate(57)).toMatchObject({ gap: 'none', chain: 'unknown', stream: { sequence: 57, missing: [] } });
    expect(playLate(57, 58)).toMatchObject({ gap: 'none', chain: 'holds' });
    expect(playLate(57, 55)).toMatchObject({ gap: 'none', chain: 'unknown', stream: { sequence: 57 } });
    expect(playLate(57, 60)).toMatchObject({ gap: 'opened', stream: { missing: [58, 59] } });
  });

  it('holds while every message follows the one before', () => {
    expect(play(1)).toMatchObject({ gap: 'none', chain: 'unknown' });
    expect(play(1, 2, 3)).toMatchObject({ gap: 'none', chain: 'holds', stream: { sequence: 3, missing: [] } });
  });

  it('B10: opens a gap when a number is left out, and fills it when the number comes', () => {
    expect(play(1, 4)).toMatchObject({ gap: 'opened', chain: 'unknown', stream: { sequence: 4, missing: [2, 3] } });
    expect(play(1, 4, 3)).toMatchObject({ gap: 'filled', chain: 'unknown', stream: { sequence: 4, missing: [2] } });
    expect(play(1, 4, 3, 2)).toMatchObject({ gap: 'filled', stream: { sequence: 4, missing: [] } });
    expect(play(3)).toMatchObject({ gap: 'opened', stream: { missing: [1, 2] } });
  });

  it('B10: breaks when a message names another one before it than the one that is here', () => {
    const { stream } = play(1, 2);
    const forked = { ...honest(3), previousHash: hashOf(2, 1) };
    expect(advanceStream(stream, forked)).toMatchObject({ chain: 'broken', stream: { sequence: 3 } });
  });

  it('B8: breaks when a number is used for a second message', () => {
    const { stream } = play(1, 2, 3);
    for (const sequence of [2, 3]) {
      const again = advanceStream(stream, { ...honest(sequence), hash: hashOf(sequence, 1) });
      expect(again).toMatchObject({ chain: 'broken', gap: 'none' });
      expect(again.stream).toEqual(stream);
    }
  });

  it('gives up the oldest missing numbers beyond the bound, and blames nobody when they come', () => {
    const { stream } = play(1, MAX_MISSING + 500);
    expect(stream.missing).toHaveLength(MAX_MISSING);
    expect(stream.missing[0]).toBe(500);
    expect(advanceStream(stream, honest(499))).toMatchObject({ gap: 'none', chain: 'unknown' });
    const { missing } = play(1, 900, 1_800).stream;
    expect(missing).toHaveLength(MAX_MISSING);
    expect(missing.at(-1)).toBe(1_799);
  });

  it('B10: knows exactly what is missing, in whatever order numbers come', () => {
    const some = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(some, (order) => {
        const { stream } = play(...order);
        const highest = Math.max(...order);
        const expected = Array.from({ length: highest }, (_, i) => i + 1).filter((number) => !order.includes(number));
        expect(stream.sequence).toBe(highest);
        expect([...stream.missing].sort((a, b) => a - b)).toEqual(expected);
        expect(stream.hash).toEqual(hashOf(highest));
      }),
    );
  });
});
