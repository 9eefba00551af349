import { DecodeError, LIMITS } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initiate } from './initiate.ts';
import type { ReceivingChain, SkippedKey } from './receiving-chain.ts';
import { seal } from './seal.ts';
import { Session } from './session.ts';
import { decodeSession, encodeSession } from './session-codec.ts';
import {
  failure,
  initiateOptions,
  newDevice,
  openOrFail,
  randomFrom,
  sealMany,
  sessionPair,
} from './testing/devices.ts';

const random = randomFrom('codec');
const pair = await sessionPair(random);
const sent = sealMany(pair.ada, 5, random);
const withSkipped = (await openOrFail(pair.grace, sent.ciphertexts[4] ?? new Uint8Array(0), random)).next;
const pending = (await initiate(initiateOptions(await newDevice(random), await newDevice(random), random))).session;

/** The bytes of `withSkipped` with other receiving chains, made from its newest. */
function encodedWith(change: (chain: ReceivingChain) => readonly ReceivingChain[]): Uint8Array {
  return encodeSession(new Session({ ...withSkipped, receiving: withSkipped.receiving.slice(0, 1).flatMap(change) }));
}

function skipped(numbers: readonly number[]): SkippedKey[] {
  return numbers.map((number) => ({ number, messageKey: new Uint8Array(32), storedAtMs: 1 }));
}

describe('sessions at rest', () => {
  test('come back as they were and work on, at every stage', async () => {
    for (const session of [pending, pair.ada, pair.grace, withSkipped, sent.session]) {
      const bytes = encodeSession(session);
      const decoded = decodeSession(bytes);
      expect(decoded).toEqual(session);
      expect(encodeSession(decoded)).toEqual(bytes);
    }
    const late = await openOrFail(decodeSession(encodeSession(withSkipped)), sent.ciphertexts[1] ?? pending.id, random);
    const answer = seal({ session: decodeSession(encodeSession(late.next)), plaintext: Uint8Array.of(5), random });
    const atAda = await openOrFail(decodeSession(encodeSession(sent.session)), answer.ciphertext, random);
    expect(atAda.plaintext).toEqual(Uint8Array.of(5));
  });

  test('share no memory with the bytes they were read from', () => {
    const bytes = encodeSession(withSkipped);
    const decoded = decodeSession(bytes);
    bytes.fill(0);
    expect(decoded).toEqual(withSkipped);
  });

  test('are refused when of another version, cut or extended', () => {
    const bytes = encodeSession(pending);
    for (const version of [0, 1, 3]) {
      const otherVersion = bytes.map((byte, i) => (i === 0 ? version : byte));
      expect(() => decodeSession(otherVersion)).toThrow(expect.objectContaining(failure('wrong-version')));
    }
    for (let length = 0; length < bytes.length; length += 7) {
      expect(() => decodeSession(bytes.subarray(0, length))).toThrow(expect.objectContaining(failure('wrong-length')));
    }
    expect(() => decodeSession(Uint8Array.of(...bytes, 0))).toThrow(expect.objectContaining(failure('wrong-length')));
  });

  test('are refused when they break a bound of the state', () => {
    const many = Array.from({ length: LIMITS.MAX_SKIPPED_KEYS + 1 }, (_, i) => i);
    const closed = (chain: ReceivingChain) => ({ ...chain, chainKey: undefined });
    decodeSession(encodedWith((chain) => [{ ...chain, skipped: skipped([0, 1, chain.next - 1]) }]));
    const bad = [
      encodedWith((chain) => [{ ...chain, skipped: skipped([1, 0]) }]),
      encodedWith((chain) => [{ ...chain, skipped: skipped([1, 1]) }]),
      encodedWith((chain) => [{ ...chain, skipped: skipped([chain.next]) }]),
      encodedWith((chain) => [{ ...chain, next: 5_000, skipped: skipped(many) }]),
      encodedWith((chain) => [closed(chain)]),
      encodedWith((chain) => [chain, chain]),
      encodedWith((chain) => [chain, ...Array.from({ length: LIMITS.MAX_RECEIVING_CHAINS }, () => closed(chain))]),
      encodedWith((chain) => [
        { ...chain, next: 5_000, skipped: skipped(many.slice(0, 600)) },
        { ...closed(chain), next: 5_000, skipped: skipped(many.slice(0, 600)) },
      ]),
    ];
    for (const bytes of bad) expect(() => decodeSession(bytes)).toThrow(expect.objectContaining(failure('malformed')));
  });

  test('any mutated bytes give a session that encodes to them, or a typed error', () => {
    const bytes = encodeSession(withSkipped);
    const mutation = fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 }));
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const input = Uint8Array.from(bytes);
        for (const [at, value] of mutations) input[at] = value;
        try {
          expect(encodeSession(decodeSession(input))).toEqual(input);
        } catch (error) {
          if (!(error instanceof DecodeError)) throw error;
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
