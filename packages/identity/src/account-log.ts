/**
 * The owner's side of an account log: founding it, appending to it, encoding it (specs/01 §5).
 *
 * Owns the making of entries. What it makes has passed the same checks that everybody else applies.
 */
import { hashLabelled, type KeyPair, type RandomBytes } from '@sotto/crypto';
import {
  type AccountId,
  AccountLogSchema,
  AuthorityKind,
  create,
  DecodeError,
  encodeMessage,
  LABELS,
  LIMITS,
  LimitError,
  type MailboxAddress,
  UsageError,
  VerifyError,
} from '@sotto/wire';
import { type DeviceKeys, toDevice } from './device-keys.ts';
import { decodeLogEntry, deriveAccountId, type EntryFields, encodeEntryBody, signLogEntry } from './log-entry.ts';
import { GENESIS_SALT_BYTES, type LogOperation } from './log-operation.ts';
import { type AccountState, contentOf, extendLog, startLog } from './log-state.ts';

/** What can be appended: everything but genesis. */
export type AccountOperation = Exclude<LogOperation, { kind: 'genesis' }>;

export interface NewAccount {
  readonly recoveryKey: KeyPair;
  readonly firstDevice: DeviceKeys;
  /** At most MAX_MAILBOXES; may be empty and set later. */
  readonly mailboxes: readonly MailboxAddress[];
  /**
   * Draws the salt of an account that its recovery key alone does not name. Absent: salt and time follow from the key, so
   * that whoever has the recovery words knows the account id (`accountIdOf`).
   */
  readonly random?: RandomBytes;
  readonly nowMs: number;
}

/**
 * Founds an account: genesis with the recovery key as its only authority, the first device, and its mailboxes.
 * The recovery key is not needed again until a device is lost or an authority changes.
 * @throws {UsageError} `invalid-argument` when a part breaks a rule of the log
 */
export function createAccountLog({ recoveryKey, firstDevice, mailboxes, random, nowMs }: NewAccount): AccountState {
  const { publicKey } = recoveryKey;
  const fields = random ? genesisOf(publicKey, random(GENESIS_SALT_BYTES), nowMs) : namedGenesis(publicKey);
  const genesis = signLogEntry({ ...fields, signers: [recoveryKey] });
  const founded = asCaller(() => startLog(decodeLogEntry(genesis)));
  const withDevice = appendOperation({
    state: founded,
    operation: { kind: 'addDevice', device: toDevice(firstDevice) },
    signers: [recoveryKey, firstDevice.signingKey],
    nowMs,
  });
  if (mailboxes.length === 0) return withDevice;
  return appendOperation({
    state: withDevice,
    operation: { kind: 'setMailboxes', mailboxes },
    signers: [firstDevice.signingKey],
    nowMs,
  });
}

/** The id of the account that was founded with this recovery key, and nothing random beside it (specs/01 §3). */
export function accountIdOf(recoveryPublicKey: Uint8Array): AccountId {
  return deriveAccountId(encodeEntryBody(namedGenesis(recoveryPublicKey)));
}

function namedGenesis(publicKey: Uint8Array): EntryFields {
  const salt = hashLabelled(LABELS.genesisSalt, publicKey).subarray(0, GENESIS_SALT_BYTES);
  return genesisOf(publicKey, salt, 0);
}

function genesisOf(publicKey: Uint8Array, salt: Uint8Array, createdAtMs: number): EntryFields {
  return {
    sequence: 0,
    previousHash: new Uint8Array(0),
    createdAtMs,
    operation: { kind: 'genesis', authorities: [{ kind: AuthorityKind.RECOVERY_KEY, publicKey }], salt },
  };
}

export interface Append {
  readonly state: AccountState;
  readonly operation: AccountOperation;
  /** Ed25519 key pairs; the authorisation matrix of specs/01 §6 says whose. */
  readonly signers: readonly KeyPair[];
  readonly nowMs: number;
}

/**
 * Appends one signed entry and returns the new state; `state` is not changed.
 *
 * @throws {UsageError} `invalid-argument` when others would refuse the entry: not authorised, no sense, a rule broken
 * @throws {LimitError} `too-large` when the log is full; a checkpoint (for which room is kept) and `compactLog` free it
 */
export function appendOperation({ state, operation, signers, nowMs }: Append): AccountState {
  const bytes = signLogEntry({
    accountId: state.accountId,
    sequence: state.head.sequence + 1,
    previousHash: state.head.hash,
    createdAtMs: nowMs,
    operation,
    signers,
  });
  const extended = asCaller(() => extendLog(state, decodeLogEntry(bytes)));
  const reserve = operation.kind === 'checkpoint' ? 0 : LIMITS.MAX_LOG_ENTRY_BYTES;
  if (encodeAccountLog(extended).length > LIMITS.MAX_LOG_BYTES - reserve) {
    throw new LimitError('too-large', 'account log is full', {
      facts: { maxBytes: LIMITS.MAX_LOG_BYTES },
      hint: 'Write a checkpoint with the recovery words.',
    });
  }
  return extended;
}

/** The checkpoint of `state`: needs the signature of an authority that the last checkpoint (or genesis) names too. */
export function checkpointOf(state: AccountState): AccountOperation {
  return { kind: 'checkpoint', content: contentOf(state) };
}

/** The log as it travels: an `AccountLog`, at most MAX_LOG_BYTES. */
export function encodeAccountLog({ entries }: AccountState): Uint8Array {
  return encodeMessage(AccountLogSchema, create(AccountLogSchema, { entries: [...entries] }));
}

/** Runs the checks that others will run; what they refuse is here the caller's mistake. */
function asCaller<Result>(check: () => Result): Result {
  try {
    return check();
  } catch (error) {
    if (error instanceof VerifyError || error instanceof DecodeError) {
      throw new UsageError('invalid-argument', error.message, { cause: error });
    }
    throw error;
  }
}
