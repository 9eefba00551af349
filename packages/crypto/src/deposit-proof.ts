/**
 * The right to put envelopes into a topic: a signature by the write key over the challenge of this stream (specs/06 §4;
 * attacks E5, E7).
 *
 * Names no envelope: what comes on the stream afterwards is authenticated by the connection, and a mailbox keeps nothing
 * that would show a third party who deposited.
 */
import { LABELS, type Topic } from '@sotto/wire';
import type { ProviderOption } from './provider.ts';
import { sign, verifySignature } from './signature.ts';

export interface DepositProofFields {
  /** Ed25519 public key of the mailbox, 32 bytes: a proof shown to one mailbox is worth nothing at another. */
  readonly mailboxKey: Uint8Array;
  /** 32 random bytes of the mailbox, fresh for each stream. */
  readonly challenge: Uint8Array;
  readonly topic: Topic;
}

export interface ProveDepositOptions extends DepositProofFields, ProviderOption {
  /** Secret half, 32 bytes. */
  readonly writeKey: Uint8Array;
}

export interface VerifyDepositOptions extends DepositProofFields, ProviderOption {
  /** Public half, 32 bytes. */
  readonly writeKey: Uint8Array;
  readonly proof: Uint8Array;
}

/** Returns 64 bytes. */
export function proveDeposit({ writeKey, mailboxKey, challenge, topic, ...option }: ProveDepositOptions): Uint8Array {
  const parts = [mailboxKey, challenge, topic];
  return sign({ label: LABELS.depositProof, secretKey: writeKey, parts, ...option });
}

export function verifyDeposit(options: VerifyDepositOptions): boolean {
  const { writeKey, mailboxKey, challenge, topic, proof, ...option } = options;
  const parts = [mailboxKey, challenge, topic];
  return verifySignature({ label: LABELS.depositProof, publicKey: writeKey, signature: proof, parts, ...option });
}
