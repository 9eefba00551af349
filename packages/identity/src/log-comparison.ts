/**
 * Two logs of one account: which one is newer, and whether they tell the same story (specs/01 §9; attacks A12, C1).
 *
 * Owns fork and rollback detection. Both states are verified; neither is trusted more than the other.
 */
import { equalBytes, VerifyError } from '@sotto/wire';
import { encodeAccountLog } from './account-log.ts';
import { badLog, includesBytes } from './log-content.ts';
import { decodeLogEntry, type LogEntryRecord } from './log-entry.ts';
import type { AccountState, LogHead } from './log-state.ts';
import { verifyAccountLog } from './log-verification.ts';

export type LogRelation = 'same' | 'newer' | 'older';

/**
 * What `received` is, seen from `known`. The caller treats `older` as a rollback when it was offered as the latest.
 *
 * Entries that one of the two has dropped cannot be compared. Then the checkpoint behind the gap must be signed by an
 * authority of the older state: a key that had been removed by then proves a second history, not a later one.
 * @throws {VerifyError} `log-fork` when they disagree about an entry; `bad-log` for logs of different accounts
 */
export function compareLogs(known: AccountState, received: AccountState): LogRelation {
  if (!equalBytes(known.accountId, received.accountId)) throw badLog('log of another account');
  const receivedHashes = knownHashes(received);
  for (const [sequence, hash] of knownHashes(known)) {
    const other = receivedHashes.get(sequence);
    if (other !== undefined && !equalBytes(hash, other)) throw fork();
  }
  const difference = received.head.sequence - known.head.sequence;
  if (difference === 0) return 'same';
  const [older, newer] = difference > 0 ? [known, received] : [received, known];
  if (!continues(older, newer)) throw fork();
  return difference > 0 ? 'newer' : 'older';
}

/**
 * The state to keep after somebody offered `bytes` as the latest log of the account of `known`.
 *
 * @throws {VerifyError} `bad-log`, `log-fork`, `log-rollback`; `known` stays what it is
 * @throws {DecodeError} for bytes that are not the one encoding of a log
 * @throws {LimitError} `too-large`
 */
export function adoptLog(known: AccountState, bytes: Uint8Array): AccountState {
  // What was verified once is not verified again every time that somebody says the same.
  if (equalBytes(encodeAccountLog(known), bytes)) return known;
  const received = verifyAccountLog(bytes, { accountId: known.accountId });
  switch (compareLogs(known, received)) {
    case 'same':
      return known;
    case 'newer':
      return received;
    case 'older':
      throw rollback();
  }
}

/**
 * Checks that the history of `state` contains the entry that somebody else has seen.
 *
 * An entry that compaction has dropped cannot be looked up; its place before a verified checkpoint is accepted.
 * @throws {VerifyError} `log-rollback` when the log ends before it, `log-fork` when another entry is in its place
 */
export function checkHead(state: AccountState, seen: LogHead): void {
  if (seen.sequence > state.head.sequence) throw rollback();
  const hash = knownHashes(state).get(seen.sequence);
  if (hash !== undefined && !equalBytes(hash, seen.hash)) throw fork();
}

/** Every hash that a log still shows: of its entries, and of the ones that these name as their predecessors. */
function knownHashes({ entries }: AccountState): Map<number, Uint8Array> {
  const hashes = new Map<number, Uint8Array>();
  for (const { sequence, hash, previousHash } of entries.map(decodeLogEntry)) {
    if (sequence > 0) hashes.set(sequence - 1, previousHash);
    hashes.set(sequence, hash);
  }
  return hashes;
}

/** Whether `newer` goes on where `older` ends. Its known hashes agree already. */
function continues(older: AccountState, newer: AccountState): boolean {
  const first = newer.entries.map(decodeLogEntry).find(({ sequence }) => sequence > older.head.sequence);
  if (first === undefined) return false;
  return first.sequence === older.head.sequence + 1 || isSignedByAuthority(first, older);
}

function isSignedByAuthority({ signatures }: LogEntryRecord, { authorities }: AccountState): boolean {
  const signers = signatures.map(({ signerKey }) => signerKey);
  return authorities.some(({ publicKey }) => includesBytes(signers, publicKey));
}

function fork(): VerifyError {
  return new VerifyError('log-fork', 'two different histories of one account', {
    hint: 'Somebody shows different keys to different people. Compare safety numbers in person before you write on.',
  });
}

function rollback(): VerifyError {
  return new VerifyError('log-rollback', 'older account log than one already seen');
}
