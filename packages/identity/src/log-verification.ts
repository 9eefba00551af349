/**
 * Verification of a whole account log from its bytes and, where it is known, the account id (specs/01 §7; attack C1).
 *
 * Owns the walk over the entries. Must not know: which log was seen before; `log-comparison.ts` does.
 */
import { type AccountId, AccountLogSchema, decodeMessage, equalBytes, LIMITS } from '@sotto/wire';
import { badLog } from './log-content.ts';
import { decodeLogEntry } from './log-entry.ts';
import { type AccountState, extendLog, jumpToCheckpoint, startLog } from './log-state.ts';
import { refuseUnknownFields } from './strict-message.ts';

/**
 * Verifies every entry of an encoded `AccountLog` (at most MAX_LOG_BYTES) and returns what it says. `bytes` is copied.
 *
 * Without `accountId` the log proves only that it is the log of the account it founds: compare `state.accountId`.
 * @throws {VerifyError} `bad-log` for a gap, a fork, a missing, foreign or wrong signature, a broken rule, another account
 * @throws {DecodeError} for bytes that are not the one encoding of a log
 * @throws {LimitError} `too-large`
 */
export function verifyAccountLog(bytes: Uint8Array, { accountId }: { accountId?: AccountId } = {}): AccountState {
  const message = decodeMessage(AccountLogSchema, Uint8Array.from(bytes), LIMITS.MAX_LOG_BYTES);
  const [genesis, ...rest] = refuseUnknownFields(message).entries;
  if (genesis === undefined) throw badLog('empty log');
  let state = startLog(decodeLogEntry(genesis));
  if (accountId !== undefined && !equalBytes(state.accountId, accountId)) throw badLog('log of another account');
  for (const encoded of rest) {
    const entry = decodeLogEntry(encoded);
    const follows = entry.sequence === state.head.sequence + 1;
    state = follows ? extendLog(state, entry) : jumpToCheckpoint(state, entry);
  }
  return state;
}
