/** All tables of the in-memory store and what each change does to them (specs/09). */
import type {
  AcknowledgementRecord,
  ContactRecord,
  ConversationRecord,
  CustodyRecord,
  MessageRecord,
  NoticeRecord,
  OutboxRecord,
  PeerDeviceRecord,
  PendingReceiptRecord,
  PrekeyRecord,
  SeenEnvelopeRecord,
  SessionRecord,
  SessionTraceRecord,
  SettingRecord,
  StoreChange,
  StreamRecord,
  TopicRecord,
  UnsealedRecord,
} from '@sotto/ports';
import { formatHex, LIMITS, LimitError, UsageError } from '@sotto/wire';
import { MemoryTable, type Undo } from './memory-table.ts';

/** When a message was put last. */
interface RevisionRecord extends Pick<MessageRecord, 'conversation' | 'messageId'> {
  readonly revision: number;
}

interface ReplayRecord {
  readonly key: Uint8Array;
  readonly expiresAtMs: number;
}

/** The key of a record: its identifying parts, joined so that no two keys look alike. */
export function keyOf(...parts: readonly (Uint8Array | string | number)[]): string {
  return JSON.stringify(parts.map((part) => (part instanceof Uint8Array ? formatHex(part) : part)));
}

/** Names are compared without case and in one Unicode form. */
function foldName(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}

export function createTables() {
  return {
    settings: new MemoryTable<SettingRecord>((r) => keyOf(r.name)),
    prekeys: new MemoryTable<PrekeyRecord>((r) => keyOf(r.kind, r.id)),
    contacts: new MemoryTable<ContactRecord>((r) => keyOf(r.accountId)),
    peerDevices: new MemoryTable<PeerDeviceRecord>((r) => keyOf(r.accountId, r.deviceId)),
    sessions: new MemoryTable<SessionRecord>((r) => keyOf(r.id)),
    sessionTraces: new MemoryTable<SessionTraceRecord>((r) => keyOf(r.sessionId)),
    conversations: new MemoryTable<ConversationRecord>((r) => keyOf(r.conversation)),
    notices: new MemoryTable<NoticeRecord>((r) => keyOf(r.conversation, r.noticeId)),
    topics: new MemoryTable<TopicRecord>((r) => keyOf(r.topic)),
    messages: new MemoryTable<MessageRecord>((r) => keyOf(r.conversation, r.messageId)),
    messageRevisions: new MemoryTable<RevisionRecord>((r) => keyOf(r.conversation, r.messageId)),
    lastRevision: new MemoryTable<{ readonly revision: number }>(() => 'last'),
    outbox: new MemoryTable<OutboxRecord>((r) => keyOf(r.envelopeId)),
    unsealed: new MemoryTable<UnsealedRecord>((r) => keyOf(r.conversation, r.messageId)),
    custody: new MemoryTable<CustodyRecord>((r) => keyOf(r.envelopeId, r.mailbox)),
    streams: new MemoryTable<StreamRecord>((r) => keyOf(r.conversation, r.deviceId)),
    seenEnvelopes: new MemoryTable<SeenEnvelopeRecord>((r) => keyOf(r.envelopeId)),
    replays: new MemoryTable<ReplayRecord>((r) => keyOf(r.key)),
    acknowledgements: new MemoryTable<AcknowledgementRecord>((r) => keyOf(r.envelopeId, r.topic, r.mailbox)),
    pendingReceipts: new MemoryTable<PendingReceiptRecord>((r) => keyOf(r.accountId, r.deviceId, r.messageId, r.kind)),
  };
}

export type MemoryTables = ReturnType<typeof createTables>;

export function forkTables(tables: MemoryTables): MemoryTables {
  return {
    settings: tables.settings.fork(),
    prekeys: tables.prekeys.fork(),
    contacts: tables.contacts.fork(),
    peerDevices: tables.peerDevices.fork(),
    sessions: tables.sessions.fork(),
    sessionTraces: tables.sessionTraces.fork(),
    conversations: tables.conversations.fork(),
    notices: tables.notices.fork(),
    topics: tables.topics.fork(),
    messages: tables.messages.fork(),
    messageRevisions: tables.messageRevisions.fork(),
    lastRevision: tables.lastRevision.fork(),
    outbox: tables.outbox.fork(),
    unsealed: tables.unsealed.fork(),
    custody: tables.custody.fork(),
    streams: tables.streams.fork(),
    seenEnvelopes: tables.seenEnvelopes.fork(),
    replays: tables.replays.fork(),
    acknowledgements: tables.acknowledgements.fork(),
    pendingReceipts: tables.pendingReceipts.fork(),
  };
}

type Change<Kind extends StoreChange['kind']> = Extract<StoreChange, { kind: Kind }>;
type Apply<Kind extends StoreChange['kind']> = (tables: MemoryTables, change: Change<Kind>) => readonly Undo[];

function putSetting(tables: MemoryTables, { record }: Change<'put-setting'>): readonly Undo[] {
  if (record.value.length > LIMITS.MAX_SETTING_BYTES) {
    throw new LimitError('too-large', 'setting too large', { facts: { maxBytes: LIMITS.MAX_SETTING_BYTES } });
  }
  return [tables.settings.put(record)];
}

function putMessage(tables: MemoryTables, { record }: Change<'put-message'>): readonly Undo[] {
  const { conversation, messageId } = record;
  const revision = (tables.lastRevision.get('last')?.revision ?? 0) + 1;
  return [
    tables.messages.put(record),
    tables.messageRevisions.put({ conversation, messageId, revision }),
    tables.lastRevision.put({ revision }),
  ];
}

function putContact(tables: MemoryTables, { record }: Change<'put-contact'>): readonly Undo[] {
  const key = tables.contacts.keyOf(record);
  const name = foldName(record.name);
  const others = tables.contacts.select(
    (other) => tables.contacts.keyOf(other) !== key && foldName(other.name) === name,
  );
  if (others.length > 0) throw new UsageError('contact-exists', 'another contact has this name');
  return [tables.contacts.put(record)];
}

function setMessageState(tables: MemoryTables, change: Change<'set-message-state'>): readonly Undo[] {
  const message = tables.messages.get(keyOf(change.conversation, change.messageId));
  if (message === undefined) return [];
  const { failure: _, ...rest } = message;
  const failure = change.failure === undefined ? {} : { failure: change.failure };
  return [tables.messages.put({ ...rest, state: change.state, ...failure })];
}

/** Deletes a session and what is remembered of it. */
function deleteSession(tables: MemoryTables, { id }: Change<'delete-session'>): readonly Undo[] {
  return [tables.sessionTraces.delete(keyOf(id)), tables.sessions.delete(keyOf(id))];
}

/** What is remembered belongs to a session. */
function putSessionTrace(tables: MemoryTables, { record }: Change<'put-session-trace'>): readonly Undo[] {
  return tables.sessions.get(keyOf(record.sessionId)) === undefined ? [] : [tables.sessionTraces.put(record)];
}

/** Deletes an outbox row and the custody that belongs to it. */
function deleteOutbox(tables: MemoryTables, envelopeId: Uint8Array): readonly Undo[] {
  const key = keyOf(envelopeId);
  const custody = tables.custody.select((record) => keyOf(record.envelopeId) === key);
  return [...custody.map((record) => tables.custody.delete(tables.custody.keyOf(record))), tables.outbox.delete(key)];
}

/** Custody belongs to an outbox row; a receipt that comes after the row is gone has nobody waiting for it. */
function putCustody(tables: MemoryTables, { record }: Change<'put-custody'>): readonly Undo[] {
  if (tables.outbox.get(keyOf(record.envelopeId)) === undefined) return [];
  return [tables.custody.put(record)];
}

const APPLY: { readonly [Kind in StoreChange['kind']]: Apply<Kind> } = {
  'put-setting': putSetting,
  'delete-setting': (tables, { name }) => [tables.settings.delete(keyOf(name))],
  'put-prekey': (tables, { record }) => [tables.prekeys.put(record)],
  'delete-prekey': (tables, { prekey }) => [tables.prekeys.delete(keyOf(prekey.kind, prekey.id))],
  'put-contact': putContact,
  'put-peer-device': (tables, { record }) => [tables.peerDevices.put(record)],
  'put-session': (tables, { record }) => [tables.sessions.put(record)],
  'delete-session': deleteSession,
  'put-session-trace': putSessionTrace,
  'put-topic': (tables, { record }) => [tables.topics.put(record)],
  'delete-topic': (tables, { topic }) => [tables.topics.delete(keyOf(topic))],
  'put-message': putMessage,
  'set-message-state': setMessageState,
  'put-conversation': (tables, { record }) => [tables.conversations.put(record)],
  'put-notice': (tables, { record }) => [tables.notices.put(record)],
  'delete-notice': (tables, { conversation, noticeId }) => [tables.notices.delete(keyOf(conversation, noticeId))],
  'put-outbox': (tables, { record }) => [tables.outbox.put(record)],
  'delete-outbox': (tables, { envelopeId }) => deleteOutbox(tables, envelopeId),
  'put-unsealed': (tables, { record }) => [tables.unsealed.put(record)],
  'delete-unsealed': (tables, change) => [tables.unsealed.delete(keyOf(change.conversation, change.messageId))],
  'put-custody': putCustody,
  'put-stream': (tables, { record }) => [tables.streams.put(record)],
  'put-seen-envelope': (tables, { record }) => [tables.seenEnvelopes.put(record)],
  'put-replay': (tables, { key, expiresAtMs }) => [tables.replays.put({ key, expiresAtMs })],
  'put-acknowledgement': (tables, { record }) => [tables.acknowledgements.put(record)],
  'delete-acknowledgement': (tables, { record }) => [
    tables.acknowledgements.delete(tables.acknowledgements.keyOf(record)),
  ],
  'put-pending-receipt': (tables, { record }) => [tables.pendingReceipts.put(record)],
  'delete-pending-receipt': (tables, { record }) => [
    tables.pendingReceipts.delete(tables.pendingReceipts.keyOf(record)),
  ],
};

/** Applies all changes in order, or none: when one is refused the ones before it are taken back. */
export function applyChanges(tables: MemoryTables, changes: readonly StoreChange[]): void {
  const undos: Undo[] = [];
  try {
    for (const change of changes) undos.push(...(APPLY[change.kind] as Apply<typeof change.kind>)(tables, change));
  } catch (error) {
    for (const undo of undos.reverse()) undo();
    throw error;
  }
}

/** Deletes what has expired. Returns the number of records deleted. */
export function pruneTables(tables: MemoryTables, nowMs: number): number {
  const expired = (record: { readonly expiresAtMs: number }) => record.expiresAtMs <= nowMs;
  const seen = tables.seenEnvelopes.select(expired);
  const replays = tables.replays.select(expired);
  const isFinished = (row: OutboxRecord) => row.status !== 'pending' && row.status !== 'custody';
  const rows = tables.outbox.select((row) => expired(row) && isFinished(row));
  for (const record of seen) tables.seenEnvelopes.delete(tables.seenEnvelopes.keyOf(record));
  for (const record of replays) tables.replays.delete(tables.replays.keyOf(record));
  for (const row of rows) deleteOutbox(tables, row.envelopeId);
  return seen.length + replays.length + rows.length;
}
