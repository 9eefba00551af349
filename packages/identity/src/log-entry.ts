/**
 * One entry of an account log: its signed body, its hash, its signatures (specs/01 §4).
 *
 * Owns the bytes of an entry. Must not know: whether a signer had the right to sign, or what the entry does.
 * Hash and signatures are taken over the received body, never over a re-encoding. The hash leaves the signatures out,
 * so that nobody can make a second entry of one content by signing it again.
 */
import { hashLabelled, type KeyPair, sign, verifySignature } from '@sotto/crypto';
import {
  type AccountId,
  asAccountId,
  compareBytes,
  create,
  DecodeError,
  decodeMessage,
  encodeMessage,
  LABELS,
  LIMITS,
  LogEntryBodySchema,
  LogEntrySchema,
  LogSignatureSchema,
} from '@sotto/wire';
import { fromWireOperation, type LogOperation, toWireOperation } from './log-operation.ts';
import { refuseUnknownFields } from './strict-message.ts';
import { fromUint64, toUint64 } from './uint64.ts';

const ENTRY_VERSION = 1;
/** Every authority and every device, at most. */
const MAX_SIGNATURES = LIMITS.MAX_AUTHORITIES + LIMITS.MAX_DEVICES;

export interface EntryFields {
  /** 0 for genesis, then one more each time. */
  readonly sequence: number;
  /** Hash of the entry before; empty for genesis. */
  readonly previousHash: Uint8Array;
  readonly createdAtMs: number;
  readonly operation: LogOperation;
}

export interface EntrySignature {
  /** Ed25519, 32 bytes. */
  readonly signerKey: Uint8Array;
  readonly signature: Uint8Array;
}

/** A decoded entry. Its signatures have not been checked: see `hasValidSignatures`. */
export interface LogEntryRecord extends EntryFields {
  /** The whole encoded entry. */
  readonly bytes: Uint8Array;
  /** What is hashed and signed. */
  readonly body: Uint8Array;
  readonly hash: Uint8Array;
  readonly signatures: readonly EntrySignature[];
}

/** The account that a genesis body founds: its labelled hash. */
export function deriveAccountId(genesisBody: Uint8Array): AccountId {
  return asAccountId(hashLabelled(LABELS.accountId, genesisBody));
}

/**
 * Encodes and signs an entry. `accountId` is left out for genesis, whose own hash it is.
 * Signers are put in ascending order of their keys; naming one twice counts once.
 */
export function signLogEntry(
  fields: EntryFields & { readonly accountId?: AccountId; readonly signers: readonly KeyPair[] },
): Uint8Array {
  const body = encodeEntryBody(fields);
  const accountId = fields.accountId ?? deriveAccountId(body);
  const signers = [...fields.signers].sort((a, b) => compareBytes(a.publicKey, b.publicKey));
  const distinct = signers.filter(
    ({ publicKey }, i) => i === 0 || compareBytes(publicKey, signers[i - 1]?.publicKey ?? publicKey) !== 0,
  );
  const signatures = distinct.map(({ publicKey, secretKey }) =>
    create(LogSignatureSchema, {
      signerKey: publicKey,
      signature: sign({ label: LABELS.logEntrySignature, secretKey, parts: [accountId, body] }),
    }),
  );
  return encodeMessage(LogEntrySchema, create(LogEntrySchema, { body, signatures }));
}

/** What is hashed and signed. */
export function encodeEntryBody(fields: EntryFields): Uint8Array {
  return encodeMessage(
    LogEntryBodySchema,
    create(LogEntryBodySchema, {
      version: ENTRY_VERSION,
      sequence: toUint64(fields.sequence),
      previousHash: fields.previousHash,
      createdAtMs: toUint64(fields.createdAtMs),
      operation: toWireOperation(fields.operation),
    }),
  );
}

/**
 * Decodes one entry, which keeps views of `bytes`.
 *
 * @throws {LimitError} `too-large` above MAX_LOG_ENTRY_BYTES
 * @throws {DecodeError} `malformed`, `not-canonical`, `wrong-version`, `wrong-length`, `unknown-type`
 */
export function decodeLogEntry(bytes: Uint8Array): LogEntryRecord {
  const { body, signatures } = refuseUnknownFields(decodeMessage(LogEntrySchema, bytes, LIMITS.MAX_LOG_ENTRY_BYTES));
  const decoded = refuseUnknownFields(decodeMessage(LogEntryBodySchema, body, LIMITS.MAX_LOG_ENTRY_BYTES));
  if (decoded.version !== ENTRY_VERSION) throw new DecodeError('wrong-version', 'log entry of another version');
  if (signatures.length > MAX_SIGNATURES) throw new DecodeError('malformed', 'too many signatures');
  return {
    bytes,
    body,
    hash: hashLabelled(LABELS.logEntryHash, body),
    sequence: fromUint64(decoded.sequence),
    previousHash: decoded.previousHash,
    createdAtMs: fromUint64(decoded.createdAtMs),
    operation: fromWireOperation(decoded.operation),
    signatures,
  };
}

/** Whether the entry has signatures, in strictly ascending order of signers, and every one holds for this account. */
export function hasValidSignatures(entry: LogEntryRecord, accountId: AccountId): boolean {
  const { body, signatures } = entry;
  if (signatures.length === 0) return false;
  return signatures.every(({ signerKey, signature }, i) => {
    const before = signatures[i - 1];
    if (before !== undefined && compareBytes(before.signerKey, signerKey) >= 0) return false;
    const parts = [accountId, body];
    return verifySignature({ label: LABELS.logEntrySignature, publicKey: signerKey, signature, parts });
  });
}
