/**
 * The custody receipt: a mailbox's signed statement "I hold envelope H of topic T until time E" (specs/06 §6).
 *
 * One signature may cover many: it is over the root of a tree whose leaves are the bodies, and each receipt carries its
 * own way up, so that it needs no other. A receipt is worth something to whoever knows which mailbox, topic and envelope
 * it is about; everything else about it is refused with one code.
 */

import {
  type CustodyReceipt,
  type CustodyReceiptBody,
  CustodyReceiptBodySchema,
  decodeMessage,
  type EnvelopeId,
  equalBytes,
  LABELS,
  LIMITS,
  SottoError,
  type Topic,
  UsageError,
  VerifyError,
} from '@sotto/wire';
import { platformProvider } from '#platform';
import type { ProviderOption } from './provider.ts';
import { layOutReceiptBodies } from './receipt-body-layout.ts';
import { receiptTree, rootOf } from './receipt-tree.ts';
import { sign, verifySignature } from './signature.ts';

const RECEIPT_VERSION = 1;
const MAX_RECEIPT_BODY_BYTES = 256;
/** Both times are below 2^53, so that they are exact as numbers. */
const LAST_MS = BigInt(Number.MAX_SAFE_INTEGER);

/** What one receipt says. */
export interface CustodyStatement {
  readonly topic: Topic;
  readonly envelopeId: EnvelopeId;
  readonly receivedAtMs: number;
  readonly expiresAtMs: number;
}

interface ReceiptSigner extends ProviderOption {
  /** Ed25519 seed of the mailbox, 32 bytes. */
  readonly secretKey: Uint8Array;
  /** The public key that belongs to it. */
  readonly mailboxKey: Uint8Array;
}

export interface SignCustodyReceiptOptions extends CustodyStatement, ReceiptSigner {}

export interface SignCustodyReceiptsOptions extends ReceiptSigner {
  /** 1 … MAX_RECEIPTS_PER_SIGNATURE. */
  readonly statements: readonly CustodyStatement[];
}

/** A receipt with a signature of its own. */
export function signCustodyReceipt(options: SignCustodyReceiptOptions): CustodyReceipt {
  const [receipt] = signCustodyReceipts({ ...options, statements: [options] });
  if (receipt === undefined) throw wrongNumber(0);
  return receipt;
}

/**
 * Signs all statements at once and returns a receipt for each, in their order. Which receipts are made together shows in
 * none of their bodies.
 * @throws {UsageError} `invalid-argument` for no statement, or more than MAX_RECEIPTS_PER_SIGNATURE
 */
export function signCustodyReceipts(options: SignCustodyReceiptsOptions): CustodyReceipt[] {
  const { secretKey, mailboxKey, statements, provider = platformProvider } = options;
  const count = statements.length;
  if (count < 1 || count > LIMITS.MAX_RECEIPTS_PER_SIGNATURE) throw wrongNumber(count);
  const bodies = layOutReceiptBodies(
    statements.map(({ topic, envelopeId, receivedAtMs, expiresAtMs }) => {
      return { version: RECEIPT_VERSION, mailboxKey, topic, envelopeId, receivedAtMs, expiresAtMs };
    }),
  );
  const { root, paths } = receiptTree(bodies);
  const signature = sign({ label: LABELS.custodyReceiptSignature, secretKey, parts: [count, root], provider });
  // What `create` of their schema makes, without looking at the schema.
  return bodies.map((body, index): CustodyReceipt => {
    return { $typeName: 'sotto.v1.CustodyReceipt', body, signature, index, count, path: paths[index] ?? [] };
  });
}

export interface VerifyCustodyReceiptOptions extends ProviderOption {
  readonly receipt: CustodyReceipt;
  /** What the receipt must be about. */
  readonly mailboxKey: Uint8Array;
  readonly topic: Topic;
  readonly envelopeId: EnvelopeId;
}

/** @throws {VerifyError} `bad-receipt` unless this mailbox signed for this envelope of this topic. */
export function verifyCustodyReceipt(options: VerifyCustodyReceiptOptions): CustodyReceiptBody {
  const { receipt, mailboxKey, topic, envelopeId, provider = platformProvider } = options;
  const body = decodeBody(receipt.body);
  const isAboutThis =
    body.version === RECEIPT_VERSION &&
    equalBytes(body.mailboxKey, mailboxKey) &&
    equalBytes(body.topic, topic) &&
    equalBytes(body.envelopeId, envelopeId) &&
    body.expiresAtMs > body.receivedAtMs &&
    body.expiresAtMs <= LAST_MS;
  if (!isAboutThis || !isSigned(receipt, mailboxKey, provider)) throw badReceipt();
  return body;
}

function isSigned(
  receipt: CustodyReceipt,
  publicKey: Uint8Array,
  provider: NonNullable<ProviderOption['provider']>,
): boolean {
  const { signature, count } = receipt;
  // Before anything is hashed; it bounds the path as well.
  if (count > LIMITS.MAX_RECEIPTS_PER_SIGNATURE || receipt.$unknown?.length) return false;
  const root = rootOf(receipt);
  if (root === undefined) return false;
  return verifySignature({
    label: LABELS.custodyReceiptSignature,
    publicKey,
    signature,
    parts: [count, root],
    provider,
  });
}

function decodeBody(bytes: Uint8Array): CustodyReceiptBody {
  try {
    return decodeMessage(CustodyReceiptBodySchema, bytes, MAX_RECEIPT_BODY_BYTES);
  } catch (cause) {
    if (cause instanceof SottoError) throw badReceipt(cause);
    throw cause;
  }
}

function wrongNumber(count: number): UsageError {
  return new UsageError('invalid-argument', 'number of receipts out of range', { facts: { count } });
}

function badReceipt(cause?: unknown): VerifyError {
  return new VerifyError('bad-receipt', 'custody receipt refused', { cause });
}
