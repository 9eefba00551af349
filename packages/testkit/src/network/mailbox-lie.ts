/** The ways in which a mailbox can lie or drop (attacks B3, E4, E5 and specs/06 "Security considerations"). */
import { signCustodyReceipt, signingKeyPair } from '@sotto/crypto';
import { asEnvelopeId, asTopic, type CustodyReceipt, type EnvelopeId, type Topic } from '@sotto/wire';
import type { SeededPrng } from '../seeded-random.ts';

export const MAILBOX_LIES = [
  /** A true receipt, but nothing is kept. */
  'drop-after-receipt',
  'receipt-by-other-key',
  'receipt-for-other-envelope',
  'receipt-for-other-topic',
  'receipt-already-expired',
  'flip-receipt-bits',
  /** Envelopes of other topics are handed out as this topic's. */
  'other-topic',
  /** Acknowledged envelopes are kept and handed out again, and each one is pushed twice. */
  'replay',
  /** One bit of every envelope handed out is wrong. */
  'flip-bits',
  /** Envelopes are kept and never handed out. */
  'withhold',
  /** The directory hands out what was published first, whatever came later. */
  'stale-directory',
  /** The directory says of every log that it has a newer one, and hands out none. */
  'claim-newer-log',
  /** One bit of the log and of every bundle handed out is wrong. */
  'flip-directory-bits',
  /** The same one-time prekey is handed out again and again (attack A9). */
  'repeat-prekeys',
] as const;

export type MailboxLie = (typeof MAILBOX_LIES)[number];

export interface ReceiptFields {
  readonly secretKey: Uint8Array;
  readonly mailboxKey: Uint8Array;
  readonly topic: Topic;
  readonly envelopeId: EnvelopeId;
  readonly receivedAtMs: number;
  readonly expiresAtMs: number;
}

/** Signs a receipt as this mailbox does: truly, or with the lies that it tells. */
export function signReceipt(fields: ReceiptFields, lies: ReadonlySet<MailboxLie>, prng: SeededPrng): CustodyReceipt {
  const told = { ...fields };
  if (lies.has('receipt-by-other-key')) told.secretKey = signingKeyPair(prng.bytes(32)).secretKey;
  if (lies.has('receipt-for-other-envelope')) told.envelopeId = asEnvelopeId(prng.bytes(32));
  if (lies.has('receipt-for-other-topic')) told.topic = asTopic(prng.bytes(32));
  if (lies.has('receipt-already-expired')) told.expiresAtMs = told.receivedAtMs - 1;
  const receipt = signCustodyReceipt(told);
  if (lies.has('flip-receipt-bits')) receipt.signature = flipBit(receipt.signature, prng);
  return receipt;
}

/** A copy with one seeded bit changed; empty bytes stay empty. */
export function flipBit(bytes: Uint8Array, prng: SeededPrng): Uint8Array {
  const flipped = new Uint8Array(bytes);
  if (flipped.length === 0) return flipped;
  const bit = prng.integer(0, flipped.length * 8 - 1);
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return flipped;
}
