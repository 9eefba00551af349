/**
 * Safety number and QR text of two accounts (specs/01 §12; attack C5).
 *
 * Owns which part of an account log enters: the account id, its authorities and its active devices. Must not know: what
 * the number looks like; `crypto` does.
 */
import { type SafetyParties, type SafetyParty, safetyCode, safetyNumber, verifySafetyCode } from '@sotto/crypto';
import { DecodeError, formatBase32, parseBase32 } from '@sotto/wire';
import type { AccountState } from './log-state.ts';

const SCHEME = 'SOTTO-SAFETY:';
const MAX_TEXT_CHARS = 256;

function partiesOf(ours: AccountState, theirs: AccountState): SafetyParties {
  return { ours: partyOf(ours), theirs: partyOf(theirs) };
}

function partyOf({ accountId, authorities, devices }: AccountState): SafetyParty {
  return { accountId, authorities: authorities.map(({ publicKey }) => publicKey), devices };
}

/** 60 decimal digits in 12 groups of 5; the same on both sides when both see the same keys. */
export function safetyNumberFor(ours: AccountState, theirs: AccountState): string {
  return safetyNumber(partiesOf(ours, theirs));
}

/** The text of the QR that we show to them: fits the QR alphanumeric mode. Roles are part of it. */
export function formatSafetyCode(ours: AccountState, theirs: AccountState): string {
  return SCHEME + formatBase32(safetyCode(partiesOf(ours, theirs)));
}

/**
 * Whether the code that we scanned from them says what we see: their keys as "ours", our keys as "theirs".
 * @throws {DecodeError} `malformed`, `wrong-length`, `wrong-version` for a text that is no safety code
 */
export function verifySafetyText(text: string, ours: AccountState, theirs: AccountState): boolean {
  if (text.length > MAX_TEXT_CHARS || !text.startsWith(SCHEME)) {
    throw new DecodeError('malformed', 'not a safety code', {
      hint: 'Scan the code on the other verification screen.',
    });
  }
  return verifySafetyCode({ ...partiesOf(ours, theirs), code: parseBase32(text.slice(SCHEME.length)) });
}
