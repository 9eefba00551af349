/**
 * The custody receipt: a mailbox's signed statement "I hold envelope H of topic T until time E" (specs/06 §6).
 *
 * The signature is over the received bytes of the body. A receipt is worth something to whoever knows which mailbox,
 * topic and envelope it is about; everything else about it is refused with one code.
 */

import {
  type CustodyReceipt,
  type CustodyReceiptBody,
  CustodyReceiptBodySchema,
  CustodyReceiptSchema,
  create,
  decodeMessage,
  type EnvelopeId,
  encodeMessage,
  equalBytes,
  LABELS,
  SottoError,
  type Topic,
  VerifyError,
} from '@sotto/wire';
import { platformProvider } from '#platform';
import type { ProviderOption } from './provider.ts';
import { sign, verifySignature } from './signature.ts';

const RECEIPT_VERSION = 1;
const MAX_RECEIPT_BODY_BYTES = 256;

export interface SignCustodyReceiptOptions extends ProviderOption {
  /** Ed25519 seed of the mailbox, 32 bytes. */
  readonly secretKey: Uint8Array;
  /** The public key that belongs to it. */
  readonly mailboxKey: Uint8Array;
  readonly topic: Topic;
  readonly envelopeId: EnvelopeId;
  readonly receivedAtMs: number;
  readonly expiresAtMs: number;
}

export function signCustodyReceipt(options: SignCustodyReceiptOptions): CustodyReceipt {
  const { secretKey, mailboxKey, topic, envelopeId, receivedAtMs, expiresAtMs } = options;
  const body = encodeMessage(
    CustodyReceiptBodySchema,
    create(CustodyReceiptBodySchema, {
      version: RECEIPT_VERSION,
      mailboxKey,
      topic,
      envelopeId,
      receivedAtMs: BigInt(receivedAtMs),
      expiresAtMs: BigInt(expiresAtMs),
    }),
  );
  const signature = sign({
    label: LABELS.custodyReceiptSignature,
    secretKey,
    parts: [body],
    provider: options.provider ?? platformProvider,
  });
  return create(CustodyReceiptSchema, { body, signature });
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
    body.expiresAtMs > body.receivedAtMs;
  const label = LABELS.custodyReceiptSignature;
  const { signature } = receipt;
  if (!isAboutThis || !verifySignature({ label, publicKey: mailboxKey, signature, parts: [receipt.body], provider })) {
    throw badReceipt();
  }
  return body;
}

function decodeBody(bytes: Uint8Array): CustodyReceiptBody {
  try {
    return decodeMessage(CustodyReceiptBodySchema, bytes, MAX_RECEIPT_BODY_BYTES);
  } catch (cause) {
    if (cause instanceof SottoError) throw badReceipt(cause);
    throw cause;
  }
}

function badReceipt(cause?: unknown): VerifyError {
  return new VerifyError('bad-receipt', 'custody receipt refused', { cause });
}
