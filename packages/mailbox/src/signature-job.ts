/** Signatures that a mailbox checks, as values that can cross to another thread. */
import { type VerifyDepositOptions, type VerifyOwnerOptions, verifyDeposit, verifyOwner } from '@sotto/crypto';

type Ours = 'mailboxKey' | 'provider';

export interface SignatureJobs {
  readonly deposit: Omit<VerifyDepositOptions, Ours>;
  readonly owner: Omit<VerifyOwnerOptions, Ours>;
}

export type SignatureKind = keyof SignatureJobs;

export type SignatureJob = {
  readonly [Kind in SignatureKind]: { readonly kind: Kind; readonly fields: SignatureJobs[Kind] };
}[SignatureKind];

/** Whether the signature holds for this mailbox. */
export function checkSignature({ kind, fields }: SignatureJob, mailboxKey: Uint8Array): boolean {
  return kind === 'deposit' ? verifyDeposit({ ...fields, mailboxKey }) : verifyOwner({ ...fields, mailboxKey });
}
