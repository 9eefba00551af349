/**
 * Positive vectors with one foreign member changed at random: our packages and the reference implementation must come to
 * the same output or the same error code. fast-check prints the seed of a difference; SOTTO_MUTATIONS sets how many are
 * tried.
 */
import process from 'node:process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Refusal } from '../reference/refusal.ts';
import { OtherDraws } from './fresh-bytes.ts';
import { ourCode } from './generate.ts';
import { canBeMutated, type Mutation, mutated } from './mutation.ts';
import { ourRuns } from './ours/runs.ts';
import { outcomeOf } from './outcome.ts';
import { referenceRuns } from './reference/runs.ts';
import type { Vector } from './vector.ts';
import { loadVectors, VECTORS_FOLDER } from './vector-files.ts';

const NUMBER = Number(process.env['SOTTO_MUTATIONS'] ?? 60);

/** Take the reference a second. */
const SLOW = ['ratchet/long-gap', 'ratchet/longest-jump'];

const subjects = new Map(
  loadVectors(VECTORS_FOLDER)
    .filter(({ run, expect: code, input }) => referenceRuns[run] && code === 'success' && canBeMutated(input))
    .filter(({ path }) => !SLOW.includes(path))
    .map((vector) => [vector.path, vector]),
);

function subject(path: string): Vector {
  const vector = subjects.get(path);
  if (vector === undefined) throw new RangeError(`no vector ${path}`);
  return vector;
}

/** What is refused before or after anything is drawn shows in the draws, and they must be the same as well. */
function orOtherDraws(codeOf: (error: unknown) => string | undefined): (error: unknown) => string | undefined {
  return (error) => {
    if (error instanceof OtherDraws) return error.message;
    const code = codeOf(error);
    // Between these two readers may differ (specs/00 §6).
    return code === 'not-canonical' ? 'malformed' : code;
  };
}

const referenceCode = (error: unknown) => (error instanceof Refusal ? error.code : undefined);

const mutations: fc.Arbitrary<Mutation> = fc.record({
  place: fc.nat(),
  kind: fc.constantFrom('flip', 'cut', 'extend', 'repeat', 'zero', 'fill'),
  at: fc.nat(),
  value: fc.nat({ max: 255 }),
});

test('ours and the reference agree about changed packets, messages, records and keys', { timeout: 600_000 }, () =>
  fc.assert(
    fc.asyncProperty(fc.constantFrom(...subjects.keys()), mutations, async (path, mutation) => {
      const vector = subject(path);
      const changed = { ...vector, input: mutated(vector.input, mutation) };
      const ofReference = await outcomeOf(changed, referenceRuns, orOtherDraws(referenceCode));
      expect(await outcomeOf(changed, ourRuns, orOtherDraws(ourCode))).toEqual(ofReference);
    }),
    { numRuns: NUMBER },
  ),
);

test('every kind of mutation changes the input', () => {
  const vector = subject('pqxdh/accept-one-time-prekey');
  fc.assert(
    fc.property(mutations, (mutation) => {
      const isChange = JSON.stringify(mutated(vector.input, mutation)) !== JSON.stringify(vector.input);
      // Bytes that are what they are to become, and a repetition of nothing.
      const mayStay = mutation.kind === 'zero' || mutation.kind === 'fill' || mutation.kind === 'repeat';
      expect(isChange || mayStay).toBe(true);
    }),
  );
});
