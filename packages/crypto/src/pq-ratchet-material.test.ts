import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PqPhase } from './pq-ratchet.ts';
import { bodyOverhead, carriedMaterial, decodeBody, encodeBody, type PqMaterial } from './pq-ratchet-material.ts';
import { failure } from './testing/devices.ts';

const encapsulationKey = new Uint8Array(1_184).fill(3);
const ciphertext = new Uint8Array(1_088).fill(4);
const secret = new Uint8Array(32);
const materials: readonly PqMaterial[] = [
  { kind: 'none' },
  { kind: 'offer', encapsulationKey },
  { kind: 'answer', ciphertext },
];

describe('the body of a ratchet message', () => {
  test('is kind, material and plaintext, and comes back from its bytes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...materials), fc.uint8Array({ maxLength: 40 }), (material, plaintext) => {
        const body = encodeBody(material, plaintext);
        expect(body).toHaveLength(bodyOverhead(material) + plaintext.length);
        expect(decodeBody(body)).toEqual({ material, plaintext });
      }),
    );
    expect(materials.map(bodyOverhead)).toEqual([1, 1_185, 1_089]);
    expect(materials.map((material) => encodeBody(material, secret)[0])).toEqual([0, 1, 2]);
  });

  test('without a kind, of another kind or with material that is cut is refused', () => {
    const malformed = expect.objectContaining(failure('malformed'));
    expect(() => decodeBody(new Uint8Array(0))).toThrow(malformed);
    for (const kind of [3, 4, 128, 255]) {
      expect(() => decodeBody(new Uint8Array(1_400).fill(kind))).toThrow(malformed);
    }
    for (const material of materials.slice(1)) {
      const whole = encodeBody(material, new Uint8Array(0));
      expect(decodeBody(whole).plaintext).toHaveLength(0);
      for (const length of [1, 2, 33, whole.length - 1]) {
        expect(() => decodeBody(whole.subarray(0, length))).toThrow(malformed);
      }
    }
  });
});

describe('what a message carries', () => {
  test('is key or ciphertext in the numbers one below a power of two, and nothing in between', () => {
    const carriers = (phase: PqPhase, from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => from + i).filter((n) => carriedMaterial(phase, n).kind !== 'none');
    const offering: PqPhase = { kind: 'offering', seed: new Uint8Array(64), encapsulationKey };
    const answering: PqPhase = { kind: 'answering', ciphertext, epochSecret: secret };
    const expected = [0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 1_023];
    for (const phase of [offering, answering]) {
      expect(carriers(phase, 0, 2_000)).toEqual(expected);
      for (const power of [31, 32]) expect(carriers(phase, 2 ** power - 3, 2 ** power)).toEqual([2 ** power - 1]);
    }
    expect(carriers({ kind: 'idle' }, 0, 40)).toEqual([]);
    expect(carriers({ kind: 'agreed', epochSecret: secret }, 0, 40)).toEqual([]);
    expect(carriedMaterial(offering, 3)).toEqual({ kind: 'offer', encapsulationKey });
    expect(carriedMaterial(answering, 3)).toEqual({ kind: 'answer', ciphertext });
  });
});
