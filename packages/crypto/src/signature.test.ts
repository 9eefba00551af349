import { LABELS } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashLabelled, sign, signingKeyPair, verifySignature } from './signature.ts';
import { failure, randomFrom } from './testing/devices.ts';

const labels = Object.values(LABELS);
const keys = signingKeyPair(randomFrom('signature')(32));

describe('signatures', () => {
  test('A5: a signature made under one label verifies under no other', () => {
    const { publicKey, secretKey } = keys;
    const parts = [Uint8Array.of(1, 2, 3)];
    for (const label of labels) {
      const signature = sign({ label, secretKey, parts });
      const accepting = labels.filter((other) => verifySignature({ label: other, publicKey, signature, parts }));
      expect(accepting).toEqual([label]);
    }
  });

  test('A4: parts cannot be cut in another place', () => {
    const { publicKey, secretKey } = keys;
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40, size: 'max' }), fc.nat(), fc.nat(), (bytes, a, b) => {
        const [first, second] = [a % (bytes.length + 1), b % (bytes.length + 1)];
        const cut = (at: number) => [bytes.subarray(0, at), bytes.subarray(at)];
        const signature = sign({ label: LABELS.topic, secretKey, parts: cut(first) });
        const accepted = verifySignature({ label: LABELS.topic, publicKey, signature, parts: cut(second) });
        expect(accepted).toBe(first === second);
      }),
      { numRuns: 50 },
    );
  });

  test('B11: labelled hashes of the same parts differ under every two labels', () => {
    const hashes = new Set(labels.map((label) => hashLabelled(label, Uint8Array.of(7)).join()));
    expect(hashes.size).toBe(labels.length);
  });

  test('a key pair comes from 32 bytes and keeps its own copy', () => {
    const seed = randomFrom('seed')(32);
    const pair = signingKeyPair(seed);
    expect(pair.secretKey).toEqual(seed);
    expect(pair.secretKey).not.toBe(seed);
    expect(() => signingKeyPair(seed.subarray(1))).toThrow(expect.objectContaining(failure('invalid-argument')));
  });
});
