/**
 * What a mailbox must implement to be served by `createMailboxServer` (specs/06, specs/02): types only.
 *
 * The server owns streams, frames, decoding, request ids and back pressure. The service owns topics, proofs, envelopes,
 * receipts and prekeys; it must not know libp2p. Whatever the service throws reaches a remote peer as the one refusal
 * `UNAVAILABLE`; expected outcomes are returned, never thrown.
 */
import type {
  Acknowledge,
  CloseTopic,
  CountOneTimePrekeys,
  CustodyReceipt,
  Fetch,
  LookUpAccount,
  MailboxLimits,
  OneTimePrekey,
  OpenTopic,
  PublishAccount,
  Put,
  RefusalCode,
  Subscribe,
  TakeOneTimePrekey,
  Topic,
  UploadOneTimePrekeys,
} from '@sotto/wire';

/** Who asks, as far as the transport can tell. For rate limits only: neither is ever logged or stored with a topic. */
export interface Requester {
  /** IP address of the remote end, without port. Many clients may share one. */
  readonly remoteAddress: string;
  /** Throw-away PeerId of the remote end. */
  readonly peerId: string;
}

/** One mailbox stream. Owner proofs of its requests are checked against its challenge. */
export interface RequestContext extends Requester {
  /** 32 random bytes, fresh for this stream and sent in its Hello. */
  readonly challenge: Uint8Array;
}

/** A typed no. `retryAfterSeconds` 0 or absent: no advice. */
export interface Refused {
  readonly kind: 'refused';
  readonly code: RefusalCode;
  readonly retryAfterSeconds?: number;
}

/** An envelope on its way to a subscriber. */
export interface PushedEnvelope {
  readonly topic: Topic;
  /** Position in the topic, at least 1; grows with every envelope. */
  readonly cursor: number;
  /** Encoded `Envelope`, as it was put. */
  readonly envelope: Uint8Array;
}

/** Where a session pushes deliveries. Bounded: a slow reader costs no memory. */
export interface DeliverySink {
  /**
   * Takes one delivery for sending, in order. `false`: not taken, because the reader is slow or gone; offer nothing
   * more until the handler of `onDrain` is called, then go on from the store after the last cursor taken.
   */
  offer(delivery: PushedEnvelope): boolean;
  /** Sets the one handler that is called whenever there is room again after an offer was not taken. */
  onDrain(handler: () => void): void;
  /** Ends the stream: every topic of it has been taken over by another reader. */
  end(): void;
}

export type PutOutcome = { readonly kind: 'receipt'; readonly receipt: CustodyReceipt } | Refused;
export type DoneOutcome = { readonly kind: 'done' } | Refused;
export type SubscribeOutcome =
  | {
      readonly kind: 'subscribed';
      /** One per topic of the request, in order. `accepted: false` for an unknown topic and for a wrong key alike. */
      readonly topics: readonly { readonly accepted: boolean; readonly replaced: boolean }[];
    }
  | Refused;
export type FetchOutcome =
  | {
      readonly kind: 'page';
      /** Oldest first; together at most MAX_PAGE_BYTES, so that the page fits a frame. */
      readonly envelopes: readonly { readonly cursor: number; readonly envelope: Uint8Array }[];
      /** Whether the topic holds more after the last of them. */
      readonly more: boolean;
    }
  | Refused;

/**
 * One stream of a client, reader or depositor. Requests are as decoded: shapes are protobuf's, every length, range
 * and proof is still to be checked here. Several requests of one session may be under way at once.
 */
export interface MailboxSession {
  /** Opens a topic, or confirms that it is open. Proof: operation `open`. */
  open(request: OpenTopic): Promise<DoneOutcome>;
  /**
   * Stores an envelope; the receipt comes after fsync. Idempotent by envelope id: what the receipt says stays the same.
   * Proof: for the first put to a topic; empty when this session has shown one.
   */
  put(request: Put): Promise<PutOutcome>;
  /**
   * Adds topics to the subscription of this session; a topic that it had before starts over from the oldest envelope.
   * Deliveries go to the sink and may start before the answer. Proofs: operation `subscribe`.
   */
  subscribe(request: Subscribe): Promise<SubscribeOutcome>;
  /** Proof: operation `fetch`. */
  fetch(request: Fetch): Promise<FetchOutcome>;
  /** Proof: operation `acknowledge`. */
  acknowledge(request: Acknowledge): Promise<DoneOutcome>;
  /** Closes a topic and deletes what it holds. Proof: operation `close`. */
  close(request: CloseTopic): Promise<DoneOutcome>;
  limits(): Promise<MailboxLimits>;
  /** The stream is gone: drop subscriptions. Called exactly once; no request comes afterwards. Must not throw. */
  end(): void;
}

export interface MailboxService {
  /** Starts the session of one new stream. Must not throw. */
  startSession(context: RequestContext, sink: DeliverySink): MailboxSession;
}

export type PublishOutcome = { readonly kind: 'published' } | Refused;
export type LookUpOutcome =
  | { readonly kind: 'found'; readonly accountLog: Uint8Array; readonly bundles: readonly Uint8Array[] }
  | Refused;
export type TakeOutcome = { readonly kind: 'taken'; readonly prekey: OneTimePrekey | undefined } | Refused;
export type CountOutcome = { readonly kind: 'count'; readonly remaining: number } | Refused;

/** The directory that a mailbox offers beside its topics. Requests are as decoded, as in `MailboxSession`. */
export interface DirectoryService {
  publish(requester: Requester, request: PublishAccount): Promise<PublishOutcome>;
  /** An unknown account is a refusal `NOT_FOUND`. */
  lookUp(requester: Requester, request: LookUpAccount): Promise<LookUpOutcome>;
  upload(requester: Requester, request: UploadOneTimePrekeys): Promise<PublishOutcome>;
  take(requester: Requester, request: TakeOneTimePrekey): Promise<TakeOutcome>;
  count(requester: Requester, request: CountOneTimePrekeys): Promise<CountOutcome>;
}
