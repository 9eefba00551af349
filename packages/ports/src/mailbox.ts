/**
 * The sender's and the owner's way to mailboxes (specs/06). Implementations speak the protocol, sign proofs with the
 * keys given, and map refusals to `LimitError` and `UnavailableError`; they verify nothing that the caller must verify.
 */
import type { CustodyReceipt, EnvelopeId, MailboxAddress, MailboxLimits, Topic, TopicKind } from '@sotto/wire';

/** Keys of a topic as its owner holds them. Keys are Ed25519: public 32 bytes, secret 32 bytes (seed). */
export interface TopicCredentials {
  readonly topic: Topic;
  readonly kind: TopicKind;
  readonly salt: Uint8Array;
  readonly readKey: { readonly publicKey: Uint8Array; readonly secretKey: Uint8Array };
  readonly writeKey: { readonly publicKey: Uint8Array; readonly secretKey: Uint8Array };
}

export interface StoredDelivery {
  readonly mailbox: MailboxAddress;
  readonly topic: Topic;
  readonly cursor: number;
  /** Encoded `Envelope`, as received: not yet checked. */
  readonly envelope: Uint8Array;
}

/** A live subscription at one mailbox. Ends by itself when the connection is lost. */
export interface MailboxSubscription {
  /** Per topic of the request, in order: whether the mailbox accepted it, and whether another reader was replaced. */
  readonly topics: readonly { readonly accepted: boolean; readonly replaced: boolean }[];
  /** Resolves when the subscription has ended, for whatever reason. Never rejects. */
  readonly ended: Promise<void>;
  close(): void;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

export interface PutRequest {
  readonly mailbox: MailboxAddress;
  readonly topic: Topic;
  readonly envelopeId: EnvelopeId;
  /** Encoded `Envelope`. */
  readonly envelope: Uint8Array;
  /** Secret half of the topic's write key. */
  readonly writeKey: Uint8Array;
}

export interface SubscribeRequest {
  readonly mailbox: MailboxAddress;
  readonly topics: readonly TopicCredentials[];
  /**
   * Called for stored envelopes, oldest first, then for new ones. Must not throw; order is kept per mailbox. While
   * promises that it returned are pending, only a bounded number of further deliveries is handed out.
   */
  readonly onDelivery: (delivery: StoredDelivery) => void | Promise<void>;
}

/** Owner's side. Uses a connection that is not the depositor's, so that a mailbox cannot join the two. */
export interface MailboxReader {
  /** Opens a topic, or confirms that it is open. Idempotent. */
  open(mailbox: MailboxAddress, topic: TopicCredentials, options?: CallOptions): Promise<void>;
  subscribe(request: SubscribeRequest, options?: CallOptions): Promise<MailboxSubscription>;
  /** One page of stored envelopes after `cursor` (0: from the oldest). */
  fetch(
    mailbox: MailboxAddress,
    topic: TopicCredentials,
    page: { readonly cursor: number; readonly limit: number },
    options?: CallOptions,
  ): Promise<{ readonly deliveries: readonly StoredDelivery[]; readonly more: boolean }>;
  /** Deletes envelopes of a queue topic: at most MAX_ACKNOWLEDGE_IDS. */
  acknowledge(
    mailbox: MailboxAddress,
    topic: TopicCredentials,
    envelopeIds: readonly EnvelopeId[],
    options?: CallOptions,
  ): Promise<void>;
  close(mailbox: MailboxAddress, topic: TopicCredentials, options?: CallOptions): Promise<void>;
  /** Whether a connection to this mailbox is open now. */
  isConnected(mailbox: MailboxAddress): boolean;
  limits(mailbox: MailboxAddress, options?: CallOptions): Promise<MailboxLimits>;
}

/** Sender's side, over a throw-away identity. */
export interface MailboxDepositor {
  /**
   * Puts one envelope. The receipt is as the mailbox sent it; the caller verifies it.
   * @throws {LimitError} too-large, quota, rate, admission-needed, disk-full
   * @throws {UnavailableError} unreachable, timeout, unknown-topic-or-key
   */
  put(request: PutRequest, options?: CallOptions): Promise<CustodyReceipt>;
}
