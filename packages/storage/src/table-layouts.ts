/**
 * Every table of sealed records but that of messages: the layout of its record and the columns that rows are found by.
 *
 * A column holds a tag of a sensitive value, or a plain number: a kind, a status, a time.
 */
import type {
  AcknowledgementRecord,
  ContactRecord,
  ConversationRecord,
  CustodyRecord,
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
import { foldName } from './contact-name.ts';
import * as layouts from './record-layouts.ts';
import type { TableLayout } from './sealed-table.ts';

export const PREKEY_KINDS = ['signed', 'kem', 'one-time'] as const satisfies readonly PrekeyRecord['kind'][];

export const SETTING: TableLayout<SettingRecord> = {
  table: 'setting',
  version: 1,
  record: layouts.setting,
  columns: { key: ({ name }, tag) => tag(name) },
};

export const PREKEY: TableLayout<PrekeyRecord> = {
  table: 'prekey',
  version: 1,
  record: layouts.prekey,
  columns: { key: ({ kind, id }, tag) => tag(kind, id), kind: ({ kind }) => PREKEY_KINDS.indexOf(kind) },
};

export const CONTACT: TableLayout<ContactRecord> = {
  table: 'contact',
  version: 1,
  record: layouts.contact,
  columns: { key: ({ accountId }, tag) => tag(accountId), name: ({ name }, tag) => tag(foldName(name)) },
};

export const PEER_DEVICE: TableLayout<PeerDeviceRecord> = {
  table: 'peer_device',
  version: 1,
  record: layouts.peerDevice,
  columns: {
    key: ({ accountId, deviceId }, tag) => tag(accountId, deviceId),
    account: ({ accountId }, tag) => tag(accountId),
  },
  fixed: ['account'],
};

export const SESSION: TableLayout<SessionRecord> = {
  table: 'session',
  version: 1,
  record: layouts.session,
  columns: {
    key: ({ id }, tag) => tag(id),
    device: ({ accountId, deviceId }, tag) => tag(accountId, deviceId),
  },
  fixed: ['device'],
};

export const SESSION_TRACE: TableLayout<SessionTraceRecord> = {
  table: 'session_trace',
  version: 1,
  record: layouts.sessionTrace,
  // The key of the session that it belongs to.
  columns: { key: ({ sessionId }, _, keys) => keys.tag(SESSION.table, 'key', sessionId) },
};

export const CONVERSATION: TableLayout<ConversationRecord> = {
  table: 'conversation',
  version: 1,
  record: layouts.conversation,
  columns: { key: ({ conversation }, tag) => tag(conversation) },
};

export const NOTICE: TableLayout<NoticeRecord> = {
  table: 'notice',
  version: 1,
  record: layouts.notice,
  columns: {
    key: ({ conversation, noticeId }, tag) => tag(conversation, noticeId),
    conversation: ({ conversation }, tag) => tag(conversation),
    clock: ({ clock }) => clock,
  },
};

export const TOPIC: TableLayout<TopicRecord> = {
  table: 'topic',
  version: 1,
  record: layouts.topicRecord,
  columns: { key: ({ topic }, tag) => tag(topic) },
};

export const OUTBOX: TableLayout<OutboxRecord> = {
  table: 'outbox',
  version: 1,
  record: layouts.outbox,
  columns: {
    key: ({ envelopeId }, tag) => tag(envelopeId),
    device: ({ accountId, deviceId }, tag) => tag(accountId, deviceId),
    message: ({ messageId }, tag) => (messageId === undefined ? null : tag(messageId)),
    status: ({ status }) => layouts.OUTBOX_STATUSES.indexOf(status),
    created_at_ms: ({ createdAtMs }) => createdAtMs,
    expires_at_ms: ({ expiresAtMs }) => expiresAtMs,
    next_attempt_at_ms: ({ nextAttemptAtMs }) => nextAttemptAtMs,
  },
  fixed: ['device', 'created_at_ms'],
};

export const UNSEALED: TableLayout<UnsealedRecord> = {
  table: 'unsealed',
  version: 1,
  record: layouts.unsealed,
  columns: {
    key: ({ conversation, messageId }, tag) => tag(conversation, messageId),
    conversation: ({ conversation }, tag) => tag(conversation),
  },
  fixed: ['conversation'],
};

export const CUSTODY: TableLayout<CustodyRecord> = {
  table: 'custody',
  version: 1,
  record: layouts.custody,
  columns: {
    key: ({ envelopeId, mailbox }, tag) => tag(envelopeId, mailbox),
    // The key of the outbox row that it belongs to.
    envelope: ({ envelopeId }, _, keys) => keys.tag(OUTBOX.table, 'key', envelopeId),
  },
  fixed: ['envelope'],
};

export const STREAM: TableLayout<StreamRecord> = {
  table: 'stream',
  version: 1,
  record: layouts.stream,
  columns: {
    key: ({ conversation, deviceId }, tag) => tag(conversation, deviceId),
    conversation: ({ conversation }, tag) => tag(conversation),
  },
  fixed: ['conversation'],
};

export const SEEN_ENVELOPE: TableLayout<SeenEnvelopeRecord> = {
  table: 'seen_envelope',
  version: 1,
  record: layouts.seenEnvelope,
  columns: { key: ({ envelopeId }, tag) => tag(envelopeId), expires_at_ms: ({ expiresAtMs }) => expiresAtMs },
};

export const ACKNOWLEDGEMENT: TableLayout<AcknowledgementRecord> = {
  table: 'acknowledgement',
  version: 1,
  record: layouts.acknowledgement,
  columns: { key: ({ envelopeId, topic, mailbox }, tag) => tag(envelopeId, topic, mailbox) },
};

export const PENDING_RECEIPT: TableLayout<PendingReceiptRecord> = {
  table: 'pending_receipt',
  version: 1,
  record: layouts.pendingReceipt,
  columns: {
    key: ({ accountId, deviceId, messageId, kind }, tag) => tag(accountId, deviceId, messageId, kind),
  },
};
