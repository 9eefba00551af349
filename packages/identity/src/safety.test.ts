import { formatAccountId } from '@sotto/wire';
import { beforeAll, describe, expect, test } from 'vitest';
import { type AccountFixture, adding, append, foundAccount, refusal } from '../tests/account-fixture.ts';
import { createDeviceKeys } from './device-keys.ts';
import { formatSafetyCode, safetyNumberFor, verifySafetyText } from './safety.ts';

let ada: AccountFixture;
let grace: AccountFixture;
let mallory: AccountFixture;

beforeAll(async () => {
  [ada, grace, mallory] = (await Promise.all(['ada', 'grace', 'mallory'].map(foundAccount))) as [
    AccountFixture,
    AccountFixture,
    AccountFixture,
  ];
});

describe('the safety number', () => {
  test('C5: is the same on both sides and another one with anybody in between', () => {
    const number = safetyNumberFor(ada.state, grace.state);
    expect(number).toMatch(/^(\d{5} ){11}\d{5}$/);
    expect(safetyNumberFor(grace.state, ada.state)).toBe(number);
    expect(safetyNumberFor(ada.state, mallory.state)).not.toBe(number);
    expect(safetyNumberFor(mallory.state, grace.state)).not.toBe(number);
  });

  test('C5: changes with a device, not with a mailbox', async () => {
    const number = safetyNumberFor(ada.state, grace.state);
    const { device, random, state } = grace;
    const moved = append(state, { kind: 'setMailboxes', mailboxes: [] }, device.signingKey);
    const second = await createDeviceKeys(random);
    const more = append(state, adding(second), device.signingKey, second.signingKey);
    expect(safetyNumberFor(ada.state, moved)).toBe(number);
    expect(safetyNumberFor(ada.state, more)).not.toBe(number);
  });
});

describe('the safety code', () => {
  test('C5: verifies on the other side, and never on the side that shows it', () => {
    const shown = formatSafetyCode(ada.state, grace.state);
    expect(verifySafetyText(shown, grace.state, ada.state)).toBe(true);
    expect(verifySafetyText(shown, ada.state, grace.state)).toBe(false);
    expect(verifySafetyText(shown, grace.state, mallory.state)).toBe(false);
    expect(verifySafetyText(shown, mallory.state, ada.state)).toBe(false);
    expect(verifySafetyText(formatSafetyCode(ada.state, ada.state), grace.state, ada.state)).toBe(false);
  });

  test('fits the alphanumeric mode of QR codes', () => {
    expect(formatSafetyCode(ada.state, grace.state)).toMatch(/^[0-9A-Z $%*+\-./:]+$/);
  });

  test('C5: an account id, a safety number or a damaged code is no code', () => {
    const shown = formatSafetyCode(ada.state, grace.state);
    const texts = [
      formatAccountId(grace.state.accountId),
      safetyNumberFor(ada.state, grace.state),
      shown.toLowerCase(),
      `${shown}A`,
      shown.slice(0, -8),
      shown.repeat(3),
      'SOTTO-SAFETY:',
      '',
    ];
    for (const text of texts) {
      const outcome = refusal(() => verifySafetyText(text, grace.state, ada.state));
      expect(['malformed', 'wrong-length', 'wrong-version']).toContain(outcome);
    }
  });
});
