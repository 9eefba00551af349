/**
 * The state of an account: what its log says after the last entry, and the step from one entry to the next
 * (specs/01 §7).
 *
 * Every `AccountState` comes out of these steps, so whoever holds one holds a verified log.
 */
import { type AccountId, equalBytes } from '@sotto/wire';
import { requiredSigners, type SignerGroups, satisfiesSigners } from './log-authorisation.ts';
import { type AccountContent, badLog, checkContent, includesBytes } from './log-content.ts';
import { deriveAccountId, hasValidSignatures, type LogEntryRecord } from './log-entry.ts';
import { applyOperation } from './log-transition.ts';

export interface LogHead {
  readonly sequence: number;
  /** 32 bytes. */
  readonly hash: Uint8Array;
}

/** Genesis or the last checkpoint: from where a later checkpoint is believed although entries between are gone. */
export interface LogAnchor {
  readonly sequence: number;
  readonly authorityKeys: readonly Uint8Array[];
}

/** A verified account log and what it says. */
export interface AccountState extends AccountContent {
  readonly accountId: AccountId;
  readonly head: LogHead;
  readonly anchor: LogAnchor;
  /** Encoded `LogEntry`s: genesis first, then those that compaction has kept. */
  readonly entries: readonly Uint8Array[];
}

const NO_CONTENT: AccountContent = {
  authorities: [],
  devices: [],
  revokedDeviceIds: [],
  mailboxes: [],
  removedAuthorityKeys: [],
};

/**
 * The state after genesis, which every authority that it names must have signed.
 * @throws {VerifyError} `bad-log`
 */
export function startLog(entry: LogEntryRecord): AccountState {
  const { operation, sequence, previousHash } = entry;
  if (operation.kind !== 'genesis' || sequence !== 0 || previousHash.length !== 0) {
    throw badLog('log does not start with genesis');
  }
  const accountId = deriveAccountId(entry.body);
  checkSigners(entry, accountId, requiredSigners(operation, NO_CONTENT, []));
  const content = { ...NO_CONTENT, authorities: operation.authorities };
  checkContent(content);
  return { ...content, accountId, head: headOf(entry), anchor: anchorAt(entry, content), entries: [entry.bytes] };
}

/**
 * The state after the entry that directly follows.
 * @throws {VerifyError} `bad-log`
 */
export function extendLog(state: AccountState, entry: LogEntryRecord): AccountState {
  if (entry.sequence !== state.head.sequence + 1 || !equalBytes(entry.previousHash, state.head.hash)) {
    throw badLog('entry does not follow the one before');
  }
  const { operation } = entry;
  checkSigners(entry, state.accountId, requiredSigners(operation, state, state.anchor.authorityKeys));
  const content = applyOperation(contentOf(state), operation);
  checkContent(content);
  const anchor = operation.kind === 'checkpoint' ? anchorAt(entry, content) : state.anchor;
  if (!content.authorities.some(({ publicKey }) => includesBytes(anchor.authorityKeys, publicKey))) {
    throw badLog('no authority of the last checkpoint would be left; write a checkpoint first');
  }
  return next(state, entry, content, anchor);
}

/**
 * The state after a checkpoint in front of which a compacted log has dropped entries. Only an anchor may be followed by
 * one, and an authority that the anchor names must have signed it. Devices never sign checkpoints.
 * @throws {VerifyError} `bad-log`
 */
export function jumpToCheckpoint(state: AccountState, entry: LogEntryRecord): AccountState {
  const { operation, sequence, previousHash } = entry;
  const dropped = sequence - state.head.sequence - 1;
  if (operation.kind !== 'checkpoint' || dropped < 1 || previousHash.length !== state.head.hash.length) {
    throw badLog('entries are missing');
  }
  if (state.head.sequence !== state.anchor.sequence) throw badLog('entries are missing after an entry that was kept');
  const { content } = operation;
  checkContent(content);
  checkSigners(entry, state.accountId, requiredSigners(operation, content, state.anchor.authorityKeys));
  return next(state, entry, content, anchorAt(entry, content));
}

function checkSigners(entry: LogEntryRecord, accountId: AccountId, groups: SignerGroups): void {
  if (!satisfiesSigners(entry, groups)) throw badLog('signed by nobody who may, or by somebody who may not');
  if (!hasValidSignatures(entry, accountId)) throw badLog('signature does not hold');
}

function next(state: AccountState, entry: LogEntryRecord, content: AccountContent, anchor: LogAnchor): AccountState {
  const { accountId, entries } = state;
  return { ...content, accountId, head: headOf(entry), anchor, entries: [...entries, entry.bytes] };
}

/** What a checkpoint of this state says. */
export function contentOf(state: AccountState): AccountContent {
  const { authorities, devices, revokedDeviceIds, mailboxes, removedAuthorityKeys } = state;
  return { authorities, devices, revokedDeviceIds, mailboxes, removedAuthorityKeys };
}

function headOf({ sequence, hash }: LogEntryRecord): LogHead {
  return { sequence, hash };
}

function anchorAt({ sequence }: LogEntryRecord, content: AccountContent): LogAnchor {
  return { sequence, authorityKeys: content.authorities.map(({ publicKey }) => publicKey) };
}
