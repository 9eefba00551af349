/** What the sessions of one mailbox share. */
import type { Clock } from '@sotto/ports';
import type { MailboxArchive } from './archive.ts';
import type { MailboxPolicy } from './mailbox-policy.ts';
import type { ReceiptSigner } from './receipt-signer.ts';
import type { RequesterRates } from './requester-rates.ts';
import type { Signatures } from './signatures.ts';
import type { Subscribers } from './subscribers.ts';
import type { TopicAccess } from './topic-access.ts';

export interface MailboxContext {
  readonly archive: MailboxArchive;
  readonly signatures: Signatures;
  readonly receipts: ReceiptSigner;
  readonly rates: RequesterRates;
  readonly policy: MailboxPolicy;
  readonly clock: Clock;
  readonly access: TopicAccess;
  readonly subscribers: Subscribers;
}
