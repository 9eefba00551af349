/** Signatures that a mailbox checks and makes, as values that can cross to another thread. */
import {
  type SignCustodyReceiptOptions,
  signCustodyReceipt,
  type VerifyDepositOptions,
  type VerifyOwnerOptions,
  verifyDeposit,
  verifyOwner,
} from '@sotto/crypto';
import type { CustodyReceipt } from '@sotto/wire';
import type { MailboxIdentity } from './mailbox-identity.ts';

type Ours = 'mailboxKey' | 'secretKey' | 'provider';

export interface SignatureJobs {
  readonly deposit: Omit<VerifyDepositOptions, Ours>;
  readonly owner: Omit<VerifyOwnerOptions, Ours>;
  readonly receipt: Omit<SignCustodyReceiptOptions, Ours>;
}

export interface SignatureResults {
  readonly deposit: boolean;
  readonly owner: boolean;
  readonly receipt: CustodyReceipt;
}

export type SignatureKind = keyof SignatureJobs;

export type SignatureJob = {
  readonly [Kind in SignatureKind]: { readonly kind: Kind; readonly fields: SignatureJobs[Kind] };
}[SignatureKind];

export type SignatureResult = SignatureResults[SignatureKind];

export function performSignature(job: SignatureJob, { mailboxKey, secretKey }: MailboxIdentity): SignatureResult {
  switch (job.kind) {
    case 'deposit':
      return verifyDeposit({ ...job.fields, mailboxKey });
    case 'owner':
      return verifyOwner({ ...job.fields, mailboxKey });
    case 'receipt':
      return signCustodyReceipt({ ...job.fields, mailboxKey, secretKey });
  }
}
