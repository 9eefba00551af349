/** The layout of every record in the database. What it says is law for databases that exist. */
import type {
  AcknowledgementRecord,
  ContactRecord,
  ConversationRecord,
  CustodyRecord,
  DeliveryState,
  MessageRecord,
  MessageVisibility,
  NoticeRecord,
  OutboxRecord,
  PeerDeviceRecord,
  PendingReceiptRecord,
  PrekeyRecord,
  SeenEnvelopeRecord,
  SessionRecord,
  SessionTraceRecord,
  SettingRecord,
  StreamRecord,
  TopicRecord,
  UnsealedRecord,
} from '@sotto/ports';
import { asAccountId, asDeviceId, asEnvelopeId, asMessageId, asSessionId, asTopic } from '@sotto/wire';
import { bytes, type Field, id, list, oneOf, optional, struct, text, uint } from './field.ts';

const accountId = id(asAccountId);
const deviceId = id(asDeviceId);
const envelopeId = id(asEnvelopeId);
export const messageId = id(asMessageId);
const sessionId = id(asSessionId);
const topic = id(asTopic);

export const setting: Field<SettingRecord> = struct<SettingRecord>({ name: text, value: bytes });

export const prekey: Field<PrekeyRecord> = struct<PrekeyRecord>({
  kind: oneOf('signed', 'kem', 'one-time'),
  id: uint,
  createdAtMs: uint,
  retiredAtMs: optional(uint),
  mailbox: optional(text),
  secret: bytes,
});

export const contact: Field<ContactRecord> = struct<ContactRecord>({
  accountId,
  status: oneOf('contact', 'request', 'blocked'),
  name: text,
  claimedName: text,
  accountLog: bytes,
  verifiedKeys: optional(bytes),
  acceptedKeys: bytes,
  addedAtMs: uint,
});

export const peerDevice: Field<PeerDeviceRecord> = struct<PeerDeviceRecord>({
  accountId,
  deviceId,
  bundleNumber: uint,
  address: optional(
    struct<NonNullable<PeerDeviceRecord['address']>>({
      number: uint,
      mailboxes: list(text),
      topic,
      writeKey: bytes,
      peerId: text,
      directAddresses: list(text),
    }),
  ),
  introduction: optional(
    struct<NonNullable<PeerDeviceRecord['introduction']>>({
      signedPrekey: bytes,
      mailboxes: list(text),
      topic,
      writeKey: bytes,
    }),
  ),
  ourAddressNumber: uint,
  seenHead: optional(struct<NonNullable<PeerDeviceRecord['seenHead']>>({ sequence: uint, hash: bytes })),
});

export const session: Field<SessionRecord> = struct<SessionRecord>({
  id: sessionId,
  accountId,
  deviceId,
  generation: uint,
  createdAtMs: uint,
  lastOpenedAtMs: uint,
  state: bytes,
});

export const sessionTrace: Field<SessionTraceRecord> = struct<SessionTraceRecord>({ sessionId, trace: bytes });

export const conversation: Field<ConversationRecord> = struct<ConversationRecord>({
  conversation: accountId,
  timer: optional(struct<NonNullable<ConversationRecord['timer']>>({ seconds: uint, clock: uint, messageId })),
  draft: optional(
    struct<NonNullable<ConversationRecord['draft']>>({ text, replyTo: optional(messageId), changedAtMs: uint }),
  ),
  pinnedAtMs: optional(uint),
  mutedUntilMs: optional(uint),
  archivedAtMs: optional(uint),
  markedUnreadAtMs: optional(uint),
});

export const notice: Field<NoticeRecord> = struct<NoticeRecord>({
  conversation: accountId,
  noticeId: messageId,
  kind: text,
  kindVersion: uint,
  deviceId: optional(deviceId),
  clock: uint,
  noticedAtMs: uint,
});

export const topicRecord: Field<TopicRecord> = struct<TopicRecord>({
  topic,
  purpose: oneOf('intro', 'peer'),
  peer: optional(struct<NonNullable<TopicRecord['peer']>>({ accountId, deviceId })),
  credentials: bytes,
  mailboxes: list(text),
  createdAtMs: uint,
  retiredAtMs: optional(uint),
});

/** A message without its state, which changes alone. */
export type MessageContent = Omit<MessageRecord, 'state' | 'failure'>;
export type MessageState = Pick<MessageRecord, 'state' | 'failure'>;
type FirstContent = Omit<MessageContent, 'visibility' | 'target' | 'expiresAfterSeconds' | 'expiresAtMs'>;

/** Words at their numbers in the database, where 0 is for a message that is shown. */
export const VISIBILITIES = ['deleted', 'effect', 'waiting', 'gone'] as const satisfies readonly MessageVisibility[];

const firstFields = {
  conversation: accountId,
  messageId,
  direction: oneOf('in', 'out'),
  senderDevice: deviceId,
  sequence: uint,
  clock: uint,
  sentAtMs: uint,
  storedAtMs: uint,
  type: text,
  typeVersion: uint,
  body: bytes,
  fallback: text,
} as const;

/** Layout 1, of databases of schema 1 and 2: a message that is shown and stays. */
export const FIRST_CONTENT: Field<FirstContent> = struct<FirstContent>(firstFields);

/** By layout version. */
export const MESSAGE_CONTENTS: Readonly<Record<number, Field<MessageContent>>> = {
  1: FIRST_CONTENT,
  2: struct<MessageContent>({
    ...firstFields,
    visibility: optional(oneOf(...VISIBILITIES)),
    target: optional(messageId),
    expiresAfterSeconds: optional(uint),
    expiresAtMs: optional(uint),
  }),
};

export const DELIVERY_STATES = [
  'queued',
  'custody',
  'delivered',
  'read',
  'expired',
  'failed',
] as const satisfies readonly DeliveryState[];

export const messageState: Field<MessageState> = struct<MessageState>({
  state: oneOf(...DELIVERY_STATES),
  failure: optional(text),
});

export const OUTBOX_STATUSES = [
  'pending',
  'custody',
  'delivered',
  'expired',
  'failed',
] as const satisfies readonly OutboxRecord['status'][];

export const outbox: Field<OutboxRecord> = struct<OutboxRecord>({
  envelopeId,
  accountId,
  deviceId,
  messageId: optional(messageId),
  sequence: uint,
  sessionId,
  envelope: bytes,
  mailboxes: list(text),
  topic,
  writeKey: bytes,
  content: bytes,
  status: oneOf(...OUTBOX_STATUSES),
  failure: optional(text),
  createdAtMs: uint,
  expiresAtMs: uint,
  attempts: uint,
  nextAttemptAtMs: uint,
});

export const unsealed: Field<UnsealedRecord> = struct<UnsealedRecord>({
  conversation: accountId,
  messageId,
  sequence: uint,
  content: bytes,
});

export const custody: Field<CustodyRecord> = struct<CustodyRecord>({
  envelopeId,
  mailbox: text,
  receipt: bytes,
  expiresAtMs: uint,
});

export const stream: Field<StreamRecord> = struct<StreamRecord>({
  conversation: accountId,
  deviceId,
  sequence: uint,
  hash: bytes,
  missing: list(uint),
});

export const seenEnvelope: Field<SeenEnvelopeRecord> = struct<SeenEnvelopeRecord>({
  envelopeId,
  deliveryProof: bytes,
  receipt: optional(struct<NonNullable<SeenEnvelopeRecord['receipt']>>({ accountId, deviceId, messageId })),
  expiresAtMs: uint,
});

export const acknowledgement: Field<AcknowledgementRecord> = struct<AcknowledgementRecord>({
  envelopeId,
  topic,
  mailbox: text,
});

export const pendingReceipt: Field<PendingReceiptRecord> = struct<PendingReceiptRecord>({
  accountId,
  deviceId,
  messageId,
  kind: oneOf('delivered', 'read'),
});
