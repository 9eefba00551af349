/**
 * The proof that a request comes from the owner of a topic: a signature by the read key over the challenge of this
 * stream (specs/06 §5; attack E5).
 */
import { LABELS, type Topic } from '@sotto/wire';
import type { ProviderOption } from './provider.ts';
import { sign, verifySignature } from './signature.ts';

export type OwnerOperation = 'open' | 'subscribe' | 'fetch' | 'acknowledge' | 'close';

export interface OwnerProofFields {
  /** Ed25519 public key of the mailbox, 32 bytes: a proof shown to one mailbox is worth nothing at another. */
  readonly mailboxKey: Uint8Array;
  /** 32 random bytes of the mailbox, fresh for each stream. */
  readonly challenge: Uint8Array;
  readonly operation: OwnerOperation;
  readonly topic: Topic;
}

export interface ProveOwnerOptions extends OwnerProofFields, ProviderOption {
  /** Secret half, 32 bytes. */
  readonly readKey: Uint8Array;
}

export interface VerifyOwnerOptions extends OwnerProofFields, ProviderOption {
  /** Public half, 32 bytes. */
  readonly readKey: Uint8Array;
  readonly proof: Uint8Array;
}

export function proveOwner(options: ProveOwnerOptions): Uint8Array {
  const { readKey, mailboxKey, challenge, operation, topic, ...option } = options;
  const parts = [mailboxKey, challenge, operation, topic];
  return sign({ label: LABELS.ownerProof, secretKey: readKey, parts, ...option });
}

export function verifyOwner(options: VerifyOwnerOptions): boolean {
  const { readKey, mailboxKey, challenge, operation, topic, proof, ...option } = options;
  const parts = [mailboxKey, challenge, operation, topic];
  return verifySignature({ label: LABELS.ownerProof, publicKey: readKey, signature: proof, parts, ...option });
}
