import { asAccountId, asDeviceId } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SafetyParty, safetyCode, safetyNumber, verifySafetyCode } from './safety-number.ts';
import { failure, randomFrom } from './testing/devices.ts';

const random = randomFrom('safety');

function party(): SafetyParty {
  return {
    accountId: asAccountId(random(32)),
    authorities: [random(32), random(32)],
    devices: [1, 2].map(() => ({
      deviceId: asDeviceId(random(16)),
      signingKey: random(32),
      identityKey: random(32),
    })),
  };
}

const ada = party();
const grace = party();

/** Every way of changing one key of a party, or its kind. */
function variants(of: SafetyParty): SafetyParty[] {
  const [first, second] = of.devices;
  if (!first || !second) return [];
  return [
    { ...of, accountId: asAccountId(random(32)) },
    { ...of, authorities: of.authorities.slice(1) },
    { ...of, authorities: [...of.authorities, random(32)] },
    { ...of, devices: [first] },
    { ...of, devices: [{ ...first, signingKey: first.identityKey, identityKey: first.signingKey }, second] },
    {
      ...of,
      devices: [
        { ...first, deviceId: second.deviceId },
        { ...second, deviceId: first.deviceId },
      ],
    },
    // C5: a key of one kind in the place of another.
    { ...of, authorities: [...of.authorities, first.signingKey], devices: [second] },
    { ...of, authorities: [of.accountId, ...of.authorities.slice(1)] },
  ];
}

describe('safety numbers', () => {
  test('C6: are 60 digits in 12 groups, frozen for known keys', () => {
    const fixed = (fill: number): SafetyParty => ({
      accountId: asAccountId(new Uint8Array(32).fill(fill)),
      authorities: [new Uint8Array(32).fill(fill + 1)],
      devices: [
        {
          deviceId: asDeviceId(new Uint8Array(16).fill(fill + 2)),
          signingKey: new Uint8Array(32).fill(fill + 3),
          identityKey: new Uint8Array(32).fill(fill + 4),
        },
      ],
    });
    expect(safetyNumber({ ours: fixed(1), theirs: fixed(101) })).toBe(
      '30729 15489 37363 59208 20298 36982 02743 59573 17338 18259 52542 01358',
    );
    expect(safetyNumber({ ours: ada, theirs: grace })).toMatch(/^([0-9]{5} ){11}[0-9]{5}$/);
  });

  test('are the same for both sides, whatever order keys come in', () => {
    const reversed = { ...grace, authorities: [...grace.authorities].reverse(), devices: [...grace.devices].reverse() };
    expect(safetyNumber({ ours: reversed, theirs: ada })).toBe(safetyNumber({ ours: ada, theirs: grace }));
  });

  test('C5: change with every key, its kind and its owner', () => {
    const numbers = [grace, ...variants(grace)].map((theirs) => safetyNumber({ ours: ada, theirs }));
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

describe('safety codes', () => {
  test('C5: verify for the other role only', () => {
    const shownByAda = safetyCode({ ours: ada, theirs: grace });
    expect(verifySafetyCode({ ours: grace, theirs: ada, code: shownByAda })).toBe(true);
    expect(verifySafetyCode({ ours: ada, theirs: grace, code: shownByAda })).toBe(false);
    for (const theirs of variants(ada)) {
      expect(verifySafetyCode({ ours: grace, theirs, code: shownByAda })).toBe(false);
    }
  });

  test('G8: bytes that are no code are refused with a typed error', () => {
    const code = safetyCode({ ours: ada, theirs: grace });
    const parties = { ours: grace, theirs: ada };
    expect(() => verifySafetyCode({ ...parties, code: code.subarray(1) })).toThrow(
      expect.objectContaining(failure('wrong-length')),
    );
    const otherVersion = code.map((byte, i) => (i === 0 ? 2 : byte));
    expect(() => verifySafetyCode({ ...parties, code: otherVersion })).toThrow(
      expect.objectContaining(failure('wrong-version')),
    );
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (rest) => {
        expect(verifySafetyCode({ ...parties, code: Uint8Array.of(1, ...rest) })).toBe(false);
      }),
      { numRuns: 5 },
    );
  });
});
