/**
 * A person's database (specs/09). Records are plain values; the implementation seals every content field under the
 * store key. `commit` is atomic, and durable when it resolves unless asked otherwise. A suite in `@sotto/testkit` says what every
 * implementation must do.
 */
import type { AccountId, DeviceId, EnvelopeId, MessageId, SessionId, Topic } from '@sotto/wire';

/** A named value of the device itself: keys, settings, the own account log. At most 256 KiB. */
export interface SettingRecord {
  readonly name: string;
  readonly value: Uint8Array;
}

/** A secret half of a prekey. `kind` and `id` identify it. */
export interface PrekeyRecord {
  readonly kind: 'signed' | 'kem' | 'one-time';
  readonly id: number;
  readonly createdAtMs: number;
  /** From when on it is no longer published; it is deleted after a grace time. */
  readonly retiredAtMs?: number;
  /** `one-time`: the mailbox that hands it out. */
  readonly mailbox?: string;
  /** Encoded secret; the format is the identity package's. */
  readonly secret: Uint8Array;
}

export interface ContactRecord {
  readonly accountId: AccountId;
  /** `request`: a stranger wrote and was not answered yet. */
  readonly status: 'contact' | 'request' | 'blocked';
  /** Local name; unique among records, compared without case. */
  readonly name: string;
  /** What they call themselves. */
  readonly claimedName: string;
  /** Encoded, verified `AccountLog`. */
  readonly accountLog: Uint8Array;
  /** Hash over authorities and device keys that the person has verified; absent: never verified. */
  readonly verifiedKeys?: Uint8Array;
  /** Hash over authorities and device keys that the person has seen last; differs from the log's: ask before sending. */
  readonly acceptedKeys: Uint8Array;
  readonly addedAtMs: number;
}

/** One device of a contact: how to write to it and how it writes to us. */
export interface PeerDeviceRecord {
  readonly accountId: AccountId;
  readonly deviceId: DeviceId;
  /** Number of the newest bundle seen; lower ones are refused. */
  readonly bundleNumber: number;
  /** Where to put envelopes for this device, once it has told us. */
  readonly address?: {
    readonly number: number;
    readonly mailboxes: readonly string[];
    readonly topic: Topic;
    readonly writeKey: Uint8Array;
    readonly peerId: string;
    readonly directAddresses: readonly string[];
  };
  /** From the newest bundle: where and to which key introductions go until the device has answered. */
  readonly introduction?: {
    /** X25519 public key that introductions are sealed to. */
    readonly signedPrekey: Uint8Array;
    readonly mailboxes: readonly string[];
    readonly topic: Topic;
    readonly writeKey: Uint8Array;
  };
  /** Number of the newest address of ours that this device has been sent. */
  readonly ourAddressNumber: number;
  /** The head of our log that this device said it sees. */
  readonly seenHead?: { readonly sequence: number; readonly hash: Uint8Array };
}

export interface SessionRecord {
  readonly id: SessionId;
  readonly accountId: AccountId;
  readonly deviceId: DeviceId;
  readonly generation: number;
  /** 0: stale, it was in a store that was copied or restored; it opens, and seals nothing any more (specs/03 §5). */
  readonly createdAtMs: number;
  /** When a message was opened with it last; 0: never. */
  readonly lastOpenedAtMs: number;
  /** Encoded session of `@sotto/crypto`. */
  readonly state: Uint8Array;
}

/** What is remembered of the packets that a session opened, to see that it exists twice (specs/08 §9; attack B7). */
export interface SessionTraceRecord {
  readonly sessionId: SessionId;
  /** Encoded; the format is the client's. */
  readonly trace: Uint8Array;
}

/** A topic of ours: `intro` for strangers, `peer` for one device of one contact. */
export interface TopicRecord {
  readonly topic: Topic;
  readonly purpose: 'intro' | 'peer';
  /** `peer`: whose device writes there. */
  readonly peer?: { readonly accountId: AccountId; readonly deviceId: DeviceId };
  /** Encoded credentials. */
  readonly credentials: Uint8Array;
  readonly mailboxes: readonly string[];
  readonly createdAtMs: number;
  /** From when on it is no longer given out; closed after TOPIC_GRACE_SECONDS. */
  readonly retiredAtMs?: number;
}

export type DeliveryState = 'queued' | 'custody' | 'delivered' | 'read' | 'expired' | 'failed';

/**
 * What a message is to its conversation (specs/11 §1). `deleted`: it stands in its place, without what it said; `effect`: it
 * changes its target; `waiting`: an effect whose target is not here; `gone`: nothing is left but that it came, and of a
 * deletion of ours its target.
 */
export type MessageVisibility = 'deleted' | 'effect' | 'waiting' | 'gone';

/** A message of a conversation, ours or theirs. A conversation is named by the contact's account id. */
export interface MessageRecord {
  readonly conversation: AccountId;
  readonly messageId: MessageId;
  readonly direction: 'in' | 'out';
  readonly senderDevice: DeviceId;
  readonly sequence: number;
  readonly clock: number;
  readonly sentAtMs: number;
  readonly storedAtMs: number;
  readonly type: string;
  readonly typeVersion: number;
  readonly body: Uint8Array;
  readonly fallback: string;
  /** Ours: how far it came. Theirs: `delivered` until shown, then `read`. */
  readonly state: DeliveryState;
  /** Why it failed, in the words of an error code. */
  readonly failure?: string;
  /** Absent: it is shown in its place. */
  readonly visibility?: MessageVisibility;
  /** Of an effect: the message that it changes. */
  readonly target?: MessageId;
  /** The timer that it was composed under. */
  readonly expiresAfterSeconds?: number;
  /** When what it says is removed here. */
  readonly expiresAtMs?: number;
}

/** What a person has set for a conversation, and its timer (specs/11 §6, §7). */
export interface ConversationRecord {
  readonly conversation: AccountId;
  /** The last one by clock, then message id. */
  readonly timer?: { readonly seconds: number; readonly clock: number; readonly messageId: MessageId };
  readonly draft?: { readonly text: string; readonly replyTo?: MessageId; readonly changedAtMs: number };
  readonly pinnedAtMs?: number;
  readonly mutedUntilMs?: number;
  readonly archivedAtMs?: number;
  /** The person wants to come back to it. */
  readonly markedUnreadAtMs?: number;
}

/** Something that happened to a conversation and that the person must see; it has a place among its messages. */
export interface NoticeRecord {
  /** The contact; our own account when it concerns no contact. */
  readonly conversation: AccountId;
  /** 16 random bytes. */
  readonly noticeId: MessageId;
  /** What happened: a word of specs/08 §10. Unknown words come from newer versions. */
  readonly kind: string;
  /** Of what `kind` says; grows when its meaning changes. */
  readonly kindVersion: number;
  /** The device that it is about; absent: it is about the whole account. */
  readonly deviceId?: DeviceId;
  readonly clock: number;
  readonly noticedAtMs: number;
}

/**
 * An envelope on its way to one device. Carries the sealed bytes: a resend is the same bytes. One that failed or expired
 * stays, with its content, as long as the message can be tried again.
 */
export interface OutboxRecord {
  readonly envelopeId: EnvelopeId;
  readonly accountId: AccountId;
  readonly deviceId: DeviceId;
  /** The message it carries; absent for control content. */
  readonly messageId?: MessageId;
  /** Sequence of the message in the conversation; 0 for control content. */
  readonly sequence: number;
  readonly sessionId: SessionId;
  readonly envelope: Uint8Array;
  readonly mailboxes: readonly string[];
  readonly topic: Topic;
  readonly writeKey: Uint8Array;
  /** Encoded `Content`: what the delivery proof is computed from, and what a lost session seals again. */
  readonly content: Uint8Array;
  readonly status: 'pending' | 'custody' | 'delivered' | 'expired' | 'failed';
  readonly failure?: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly attempts: number;
  readonly nextAttemptAtMs: number;
}

/**
 * A message that waits to be sealed for devices that have no envelope of it: its receiver has no keys yet, or it is tried
 * again.
 */
export interface UnsealedRecord {
  readonly conversation: AccountId;
  readonly messageId: MessageId;
  readonly sequence: number;
  /** Encoded `Content`. */
  readonly content: Uint8Array;
}

/** A verified custody receipt for an envelope of the outbox. */
export interface CustodyRecord {
  readonly envelopeId: EnvelopeId;
  readonly mailbox: string;
  /** Encoded `CustodyReceipt`. */
  readonly receipt: Uint8Array;
  readonly expiresAtMs: number;
}

/** An envelope that was opened and stored, so that a copy of it can be answered the same way. */
export interface SeenEnvelopeRecord {
  readonly envelopeId: EnvelopeId;
  /** 32 bytes; empty when the sender gets none. */
  readonly deliveryProof: Uint8Array;
  /** Whom a copy is receipted to; absent for control content. */
  readonly receipt?: { readonly accountId: AccountId; readonly deviceId: DeviceId; readonly messageId: MessageId };
  readonly expiresAtMs: number;
}

/** What has been seen of the sequence of one device in one conversation. `ours` for our own sending side. */
export interface StreamRecord {
  readonly conversation: AccountId;
  readonly deviceId: DeviceId;
  /** Highest sequence seen or sent. */
  readonly sequence: number;
  /** Hash of the content with that sequence. */
  readonly hash: Uint8Array;
  /** Sequences below it that have not arrived; at most MAX_RESEND_IDS are asked for at once. */
  readonly missing: readonly number[];
}

/** A mailbox that must still be told to delete an envelope. */
export interface AcknowledgementRecord {
  readonly envelopeId: EnvelopeId;
  readonly topic: Topic;
  readonly mailbox: string;
}

/** A message of a contact that waits to be receipted. */
export interface PendingReceiptRecord {
  readonly accountId: AccountId;
  readonly deviceId: DeviceId;
  readonly messageId: MessageId;
  readonly kind: 'delivered' | 'read';
}

/** One change of a transaction. `put` replaces the record with the same key. */
export type StoreChange =
  | { readonly kind: 'put-setting'; readonly record: SettingRecord }
  | { readonly kind: 'delete-setting'; readonly name: string }
  | { readonly kind: 'put-prekey'; readonly record: PrekeyRecord }
  | { readonly kind: 'delete-prekey'; readonly prekey: { readonly kind: PrekeyRecord['kind']; readonly id: number } }
  | { readonly kind: 'put-contact'; readonly record: ContactRecord }
  | { readonly kind: 'put-peer-device'; readonly record: PeerDeviceRecord }
  | { readonly kind: 'put-session'; readonly record: SessionRecord }
  | { readonly kind: 'delete-session'; readonly id: SessionId }
  | { readonly kind: 'put-session-trace'; readonly record: SessionTraceRecord }
  | { readonly kind: 'put-topic'; readonly record: TopicRecord }
  | { readonly kind: 'delete-topic'; readonly topic: Topic }
  | { readonly kind: 'put-message'; readonly record: MessageRecord }
  | {
      readonly kind: 'set-message-state';
      readonly conversation: AccountId;
      readonly messageId: MessageId;
      readonly state: DeliveryState;
      readonly failure?: string;
    }
  | { readonly kind: 'put-conversation'; readonly record: ConversationRecord }
  | { readonly kind: 'put-notice'; readonly record: NoticeRecord }
  | { readonly kind: 'delete-notice'; readonly conversation: AccountId; readonly noticeId: MessageId }
  | { readonly kind: 'put-outbox'; readonly record: OutboxRecord }
  | { readonly kind: 'delete-outbox'; readonly envelopeId: EnvelopeId }
  | { readonly kind: 'put-unsealed'; readonly record: UnsealedRecord }
  | { readonly kind: 'delete-unsealed'; readonly conversation: AccountId; readonly messageId: MessageId }
  | { readonly kind: 'put-custody'; readonly record: CustodyRecord }
  | { readonly kind: 'put-stream'; readonly record: StreamRecord }
  | { readonly kind: 'put-seen-envelope'; readonly record: SeenEnvelopeRecord }
  | { readonly kind: 'put-replay'; readonly key: Uint8Array; readonly expiresAtMs: number }
  | { readonly kind: 'put-acknowledgement'; readonly record: AcknowledgementRecord }
  | { readonly kind: 'delete-acknowledgement'; readonly record: AcknowledgementRecord }
  | { readonly kind: 'put-pending-receipt'; readonly record: PendingReceiptRecord }
  | { readonly kind: 'delete-pending-receipt'; readonly record: PendingReceiptRecord };

export interface OutboxQuery {
  /** Only rows whose next attempt is due at this time. */
  readonly dueAtMs?: number;
  readonly statuses?: readonly OutboxRecord['status'][];
  readonly device?: { readonly accountId: AccountId; readonly deviceId: DeviceId };
  readonly messageId?: MessageId;
  /** At most this many, oldest first. */
  readonly limit: number;
}

/** A place in a conversation; a message need not stand there. */
export interface MessagePosition {
  readonly clock: number;
  readonly messageId: MessageId;
}

/** A message, and the number of the change that put it. */
export interface ChangedMessage {
  readonly revision: number;
  readonly message: MessageRecord;
}

export interface MessageQuery {
  /** Newest first from here: messages strictly before this position. */
  readonly before?: MessagePosition;
  /** Oldest first from here: messages strictly after this position. Not together with `before`. */
  readonly after?: MessagePosition;
  /** `shown`: what has a place in the conversation, which is the default; `all`: effects and what is gone too. */
  readonly which?: 'shown' | 'all';
  readonly limit: number;
}

/**
 * What survives. `full`: everything, a power cut too, once the commit has resolved. `relaxed`: the end of the process;
 * a power cut may take it back, with every relaxed commit after it, as long as no full one has followed. Only for what
 * can be learnt again, and whose loss uses no key twice (specs/09 §4).
 */
export type Durability = 'full' | 'relaxed';

export interface MessageStore {
  /**
   * All changes or none, in the order of the calls, whatever their durability; `full` unless said otherwise.
   * @throws {UnavailableError} storage @throws {LimitError} disk-full
   */
  commit(changes: readonly StoreChange[], durability?: Durability): Promise<void>;

  setting(name: string): Promise<Uint8Array | undefined>;
  prekey(kind: PrekeyRecord['kind'], id: number): Promise<PrekeyRecord | undefined>;
  prekeys(kind: PrekeyRecord['kind']): Promise<readonly PrekeyRecord[]>;
  contact(accountId: AccountId): Promise<ContactRecord | undefined>;
  contacts(): Promise<readonly ContactRecord[]>;
  peerDevice(accountId: AccountId, deviceId: DeviceId): Promise<PeerDeviceRecord | undefined>;
  peerDevices(accountId: AccountId): Promise<readonly PeerDeviceRecord[]>;
  session(id: SessionId): Promise<SessionRecord | undefined>;
  /** Sessions with one device, best first: by generation, then id, both descending. */
  sessions(accountId: AccountId, deviceId: DeviceId): Promise<readonly SessionRecord[]>;
  /** Goes with its session. */
  sessionTrace(id: SessionId): Promise<SessionTraceRecord | undefined>;
  topic(topic: Topic): Promise<TopicRecord | undefined>;
  topics(): Promise<readonly TopicRecord[]>;
  message(conversation: AccountId, messageId: MessageId): Promise<MessageRecord | undefined>;
  /** One page of a conversation by clock, then message id: newest first; oldest first with `after`. */
  messages(conversation: AccountId, query: MessageQuery): Promise<readonly MessageRecord[]>;
  /** The highest clock of any message or notice; 0 when there is none. */
  lastClock(): Promise<number>;
  /** Effects on one message, waiting ones too, oldest first: by clock, then message id. */
  effects(conversation: AccountId, target: MessageId): Promise<readonly MessageRecord[]>;
  /** Effects of a conversation that wait for their target, oldest first. */
  waitingEffects(conversation: AccountId, limit: number): Promise<readonly MessageRecord[]>;
  /** Messages whose time was over at `nowMs`, the longest over first. */
  expiredMessages(nowMs: number, limit: number): Promise<readonly MessageRecord[]>;
  /**
   * Messages that were put after a revision, as they are now, in the order in which they were put last; 0: all of them. A
   * revision is above all before it; a state that is set alone gives none.
   */
  messagesChangedSince(revision: number, limit: number): Promise<readonly ChangedMessage[]>;
  /** The revision of the message that was put last; 0 when there is none. */
  lastRevision(): Promise<number>;
  /** When the next message expires; `undefined`: none does. */
  nextExpiryAtMs(): Promise<number | undefined>;
  conversation(conversation: AccountId): Promise<ConversationRecord | undefined>;
  conversations(): Promise<readonly ConversationRecord[]>;
  /** Messages of the contact that have not been shown, of those that have a place and were not deleted. */
  unreadCount(conversation: AccountId): Promise<number>;
  unread(conversation: AccountId, limit: number): Promise<readonly MessageRecord[]>;
  /** The newest of a conversation, newest first: by clock, then id. */
  notices(conversation: AccountId, limit: number): Promise<readonly NoticeRecord[]>;
  outboxEntry(envelopeId: EnvelopeId): Promise<OutboxRecord | undefined>;
  outbox(query: OutboxQuery): Promise<readonly OutboxRecord[]>;
  outboxCount(): Promise<{ readonly pending: number; readonly custody: number }>;
  /** When the next pending row is due; `undefined`: none. */
  nextAttemptAtMs(): Promise<number | undefined>;
  /** Of one conversation, by sequence. */
  unsealed(conversation: AccountId): Promise<readonly UnsealedRecord[]>;
  custody(envelopeId: EnvelopeId): Promise<readonly CustodyRecord[]>;
  stream(conversation: AccountId, deviceId: DeviceId): Promise<StreamRecord | undefined>;
  streams(conversation: AccountId): Promise<readonly StreamRecord[]>;
  seenEnvelope(envelopeId: EnvelopeId): Promise<SeenEnvelopeRecord | undefined>;
  hasReplay(key: Uint8Array): Promise<boolean>;
  acknowledgements(limit: number): Promise<readonly AcknowledgementRecord[]>;
  pendingReceipts(limit: number): Promise<readonly PendingReceiptRecord[]>;
  /** Deletes what has expired: seen envelopes, replay entries, finished outbox rows. Returns the number deleted. */
  prune(nowMs: number): Promise<number>;
  close(): Promise<void>;
}
