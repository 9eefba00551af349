/**
 * The right to put an envelope into a topic: a signature by the write key for one mailbox (specs/06 §4; attack E7).
 */
import { type EnvelopeId, LABELS, type Topic } from '@sotto/wire';
import type { ProviderOption } from './provider.ts';
import { sign, verifySignature } from './signature.ts';

export interface DepositFields {
  /** Ed25519 public key of the mailbox, 32 bytes: a deposit for one mailbox is worth nothing at another. */
  readonly mailboxKey: Uint8Array;
  readonly topic: Topic;
  readonly envelopeId: EnvelopeId;
}

export interface SignDepositOptions extends DepositFields, ProviderOption {
  /** Secret half, 32 bytes. */
  readonly writeKey: Uint8Array;
}

export interface VerifyDepositOptions extends DepositFields, ProviderOption {
  /** Public half, 32 bytes. */
  readonly writeKey: Uint8Array;
  readonly signature: Uint8Array;
}

export function signDeposit({ writeKey, mailboxKey, topic, envelopeId, ...option }: SignDepositOptions): Uint8Array {
  const parts = [mailboxKey, topic, envelopeId];
  return sign({ label: LABELS.depositSignature, secretKey: writeKey, parts, ...option });
}

export function verifyDeposit(options: VerifyDepositOptions): boolean {
  const { writeKey, mailboxKey, topic, envelopeId, signature, ...option } = options;
  const parts = [mailboxKey, topic, envelopeId];
  return verifySignature({ label: LABELS.depositSignature, publicKey: writeKey, signature, parts, ...option });
}
