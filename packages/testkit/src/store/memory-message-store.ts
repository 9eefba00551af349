/**
 * `MessageStore` in memory, for fast tests. Passes the same suite as a real store.
 *
 * Beyond the port: `snapshot`, `powerCut` and `restore` for crash and rollback tests (attack B8), `failAt` for commits
 * that fail.
 */
import type {
  AcknowledgementRecord,
  ChangedMessage,
  ContactRecord,
  ConversationRecord,
  CustodyRecord,
  Durability,
  MessagePosition,
  MessageQuery,
  MessageRecord,
  MessageStore,
  NoticeRecord,
  OutboxQuery,
  OutboxRecord,
  PeerDeviceRecord,
  PendingReceiptRecord,
  PrekeyRecord,
  SeenEnvelopeRecord,
  SessionRecord,
  SessionTraceRecord,
  StoreChange,
  StreamRecord,
  TopicRecord,
  UnsealedRecord,
} from '@sotto/ports';
import {
  type AccountId,
  compareBytes,
  type DeviceId,
  type EnvelopeId,
  equalBytes,
  LIMITS,
  LimitError,
  type MessageId,
  type SessionId,
  type Topic,
  UsageError,
} from '@sotto/wire';
import { type CommitFault, CommitFaults, storageFault } from './commit-faults.ts';
import { applyChanges, createTables, forkTables, keyOf, type MemoryTables, pruneTables } from './memory-tables.ts';

/** Everything a store held at one moment. Opaque; give it to `MemoryMessageStore.restore`. */
export interface StoreSnapshot {
  readonly tables: MemoryTables;
}

function checkLimit(limit: number): void {
  if (!Number.isSafeInteger(limit) || limit < 1) throw new UsageError('invalid-argument', 'limit must be at least 1');
}

function byPosition(a: MessagePosition, b: MessagePosition): number {
  return a.clock - b.clock || compareBytes(a.messageId, b.messageId);
}

function hasPlace({ visibility }: MessageRecord): boolean {
  return visibility === undefined || visibility === 'deleted';
}

export class MemoryMessageStore implements MessageStore {
  readonly #tables: MemoryTables;
  /** As after the last full commit, and the relaxed ones since then. */
  readonly #durable: MemoryTables;
  readonly #relaxed: (readonly StoreChange[])[] = [];
  readonly #faults = new CommitFaults();
  #state: 'open' | 'closed' | 'crashed' = 'open';

  constructor(snapshot?: StoreSnapshot) {
    this.#tables = snapshot ? forkTables(snapshot.tables) : createTables();
    this.#durable = forkTables(this.#tables);
  }

  /** A new store that holds what the snapshot holds. */
  static restore(snapshot: StoreSnapshot): MemoryMessageStore {
    return new MemoryMessageStore(snapshot);
  }

  /** Works on a closed and on a crashed store too: it is what the disk holds. */
  snapshot(): StoreSnapshot {
    return { tables: forkTables(this.#tables) };
  }

  /** As `snapshot`, after a power cut that took every relaxed commit since the last full one. */
  powerCut(): StoreSnapshot {
    return { tables: forkTables(this.#durable) };
  }

  /** Makes the `n`-th commit from now fail; 1 is the next one. */
  failAt(n: number, fault: CommitFault): void {
    this.#faults.failAt(n, fault);
  }

  /** Commits asked for so far, failed ones included. */
  get commits(): number {
    return this.#faults.commits;
  }

  /** Everything fails from now on with `storage`, as for a process that died. */
  crash(): void {
    this.#state = 'crashed';
  }

  async commit(changes: readonly StoreChange[], durability: Durability = 'full'): Promise<void> {
    const tables = this.#open();
    if (changes.length > LIMITS.MAX_STORE_CHANGES) {
      throw new LimitError('too-many', 'too many changes', { facts: { max: LIMITS.MAX_STORE_CHANGES } });
    }
    const fault = this.#faults.next();
    if (fault?.when !== 'before') {
      applyChanges(tables, changes);
      this.#relaxed.push(changes);
      if (durability === 'full') this.#makeDurable();
    }
    if (fault === undefined) return;
    if (fault.crash) this.crash();
    throw fault.error ?? storageFault();
  }

  async setting(name: string): Promise<Uint8Array | undefined> {
    return this.#open().settings.get(keyOf(name))?.value;
  }

  async prekey(kind: PrekeyRecord['kind'], id: number): Promise<PrekeyRecord | undefined> {
    return this.#open().prekeys.get(keyOf(kind, id));
  }

  async prekeys(kind: PrekeyRecord['kind']): Promise<readonly PrekeyRecord[]> {
    const found = this.#open().prekeys.select((prekey) => prekey.kind === kind);
    return found.sort((a, b) => a.id - b.id);
  }

  async contact(accountId: AccountId): Promise<ContactRecord | undefined> {
    return this.#open().contacts.get(keyOf(accountId));
  }

  async contacts(): Promise<readonly ContactRecord[]> {
    const found = this.#open().contacts.select();
    return found.sort((a, b) => a.addedAtMs - b.addedAtMs || compareBytes(a.accountId, b.accountId));
  }

  async peerDevice(accountId: AccountId, deviceId: DeviceId): Promise<PeerDeviceRecord | undefined> {
    return this.#open().peerDevices.get(keyOf(accountId, deviceId));
  }

  async peerDevices(accountId: AccountId): Promise<readonly PeerDeviceRecord[]> {
    const found = this.#open().peerDevices.select((device) => equalBytes(device.accountId, accountId));
    return found.sort((a, b) => compareBytes(a.deviceId, b.deviceId));
  }

  async session(id: SessionId): Promise<SessionRecord | undefined> {
    return this.#open().sessions.get(keyOf(id));
  }

  async sessions(accountId: AccountId, deviceId: DeviceId): Promise<readonly SessionRecord[]> {
    const found = this.#open().sessions.select(
      (session) => equalBytes(session.accountId, accountId) && equalBytes(session.deviceId, deviceId),
    );
    return found.sort((a, b) => b.generation - a.generation || compareBytes(b.id, a.id));
  }

  async sessionTrace(id: SessionId): Promise<SessionTraceRecord | undefined> {
    return this.#open().sessionTraces.get(keyOf(id));
  }

  async topic(topic: Topic): Promise<TopicRecord | undefined> {
    return this.#open().topics.get(keyOf(topic));
  }

  async topics(): Promise<readonly TopicRecord[]> {
    const found = this.#open().topics.select();
    return found.sort((a, b) => a.createdAtMs - b.createdAtMs || compareBytes(a.topic, b.topic));
  }

  async message(conversation: AccountId, messageId: MessageId): Promise<MessageRecord | undefined> {
    return this.#open().messages.get(keyOf(conversation, messageId));
  }

  async messages(conversation: AccountId, query: MessageQuery): Promise<readonly MessageRecord[]> {
    checkLimit(query.limit);
    const { before, after, which = 'shown', limit } = query;
    const found = this.#open().messages.select(
      (message) =>
        equalBytes(message.conversation, conversation) &&
        (which === 'all' || hasPlace(message)) &&
        (before === undefined || byPosition(message, before) < 0) &&
        (after === undefined || byPosition(message, after) > 0),
    );
    return found.sort((a, b) => (after === undefined ? byPosition(b, a) : byPosition(a, b))).slice(0, limit);
  }

  async effects(conversation: AccountId, target: MessageId): Promise<readonly MessageRecord[]> {
    const found = this.#open().messages.select(
      (message) =>
        equalBytes(message.conversation, conversation) &&
        message.target !== undefined &&
        equalBytes(message.target, target),
    );
    return found.sort(byPosition);
  }

  async waitingEffects(conversation: AccountId, limit: number): Promise<readonly MessageRecord[]> {
    checkLimit(limit);
    const found = this.#open().messages.select(
      (message) => equalBytes(message.conversation, conversation) && message.visibility === 'waiting',
    );
    return found.sort(byPosition).slice(0, limit);
  }

  async expiredMessages(nowMs: number, limit: number): Promise<readonly MessageRecord[]> {
    checkLimit(limit);
    const found = this.#open().messages.select(({ expiresAtMs }) => expiresAtMs !== undefined && expiresAtMs <= nowMs);
    return found.sort((a, b) => (a.expiresAtMs ?? 0) - (b.expiresAtMs ?? 0)).slice(0, limit);
  }

  async messagesChangedSince(revision: number, limit: number): Promise<readonly ChangedMessage[]> {
    checkLimit(limit);
    const { messages, messageRevisions } = this.#open();
    const changed = messageRevisions.select((record) => record.revision > revision);
    return changed
      .sort((a, b) => a.revision - b.revision)
      .slice(0, limit)
      .flatMap(({ conversation, messageId, revision: number }) => {
        const message = messages.get(keyOf(conversation, messageId));
        return message ? [{ revision: number, message }] : [];
      });
  }

  async lastRevision(): Promise<number> {
    return Math.max(
      0,
      ...this.#open()
        .messageRevisions.select()
        .map(({ revision }) => revision),
    );
  }

  async nextExpiryAtMs(): Promise<number | undefined> {
    const times = this.#open()
      .messages.select()
      .flatMap(({ expiresAtMs }) => expiresAtMs ?? []);
    return times.length === 0 ? undefined : times.reduce((first, next) => Math.min(first, next));
  }

  async conversation(conversation: AccountId): Promise<ConversationRecord | undefined> {
    return this.#open().conversations.get(keyOf(conversation));
  }

  async conversations(): Promise<readonly ConversationRecord[]> {
    const found = this.#open().conversations.select();
    return found.sort((a, b) => compareBytes(a.conversation, b.conversation));
  }

  async lastClock(): Promise<number> {
    const { messages, notices } = this.#open();
    return [...messages.select(), ...notices.select()].reduce((last, { clock }) => Math.max(last, clock), 0);
  }

  async unreadCount(conversation: AccountId): Promise<number> {
    return this.#unread(conversation).length;
  }

  async unread(conversation: AccountId, limit: number): Promise<readonly MessageRecord[]> {
    checkLimit(limit);
    return this.#unread(conversation).sort(byPosition).slice(0, limit);
  }

  #unread(conversation: AccountId): MessageRecord[] {
    return this.#open().messages.select(
      (message) =>
        equalBytes(message.conversation, conversation) &&
        message.direction === 'in' &&
        message.state !== 'read' &&
        message.visibility === undefined,
    );
  }

  async notices(conversation: AccountId, limit: number): Promise<readonly NoticeRecord[]> {
    checkLimit(limit);
    const found = this.#open().notices.select((notice) => equalBytes(notice.conversation, conversation));
    return found.sort((a, b) => b.clock - a.clock || compareBytes(b.noticeId, a.noticeId)).slice(0, limit);
  }

  async outboxEntry(envelopeId: EnvelopeId): Promise<OutboxRecord | undefined> {
    return this.#open().outbox.get(keyOf(envelopeId));
  }

  async outbox(query: OutboxQuery): Promise<readonly OutboxRecord[]> {
    checkLimit(query.limit);
    const { dueAtMs, statuses, device, messageId } = query;
    const found = this.#open().outbox.select(
      (row) =>
        (dueAtMs === undefined || row.nextAttemptAtMs <= dueAtMs) &&
        (statuses === undefined || statuses.includes(row.status)) &&
        (device === undefined ||
          (equalBytes(row.accountId, device.accountId) && equalBytes(row.deviceId, device.deviceId))) &&
        (messageId === undefined || (row.messageId !== undefined && equalBytes(row.messageId, messageId))),
    );
    return found.sort((a, b) => a.createdAtMs - b.createdAtMs).slice(0, query.limit);
  }

  async outboxCount(): Promise<{ readonly pending: number; readonly custody: number }> {
    const { outbox } = this.#open();
    return {
      pending: outbox.select((row) => row.status === 'pending').length,
      custody: outbox.select((row) => row.status === 'custody').length,
    };
  }

  async nextAttemptAtMs(): Promise<number | undefined> {
    const due = this.#open().outbox.select((row) => row.status === 'pending');
    return due.length === 0 ? undefined : Math.min(...due.map((row) => row.nextAttemptAtMs));
  }

  async unsealed(conversation: AccountId): Promise<readonly UnsealedRecord[]> {
    const found = this.#open().unsealed.select((record) => equalBytes(record.conversation, conversation));
    return found.sort((a, b) => a.sequence - b.sequence);
  }

  async custody(envelopeId: EnvelopeId): Promise<readonly CustodyRecord[]> {
    return this.#open().custody.select((record) => equalBytes(record.envelopeId, envelopeId));
  }

  async stream(conversation: AccountId, deviceId: DeviceId): Promise<StreamRecord | undefined> {
    return this.#open().streams.get(keyOf(conversation, deviceId));
  }

  async streams(conversation: AccountId): Promise<readonly StreamRecord[]> {
    const found = this.#open().streams.select((stream) => equalBytes(stream.conversation, conversation));
    return found.sort((a, b) => compareBytes(a.deviceId, b.deviceId));
  }

  async seenEnvelope(envelopeId: EnvelopeId): Promise<SeenEnvelopeRecord | undefined> {
    return this.#open().seenEnvelopes.get(keyOf(envelopeId));
  }

  async hasReplay(key: Uint8Array): Promise<boolean> {
    return this.#open().replays.get(keyOf(key)) !== undefined;
  }

  async acknowledgements(limit: number): Promise<readonly AcknowledgementRecord[]> {
    checkLimit(limit);
    return this.#open().acknowledgements.select().slice(0, limit);
  }

  async pendingReceipts(limit: number): Promise<readonly PendingReceiptRecord[]> {
    checkLimit(limit);
    return this.#open().pendingReceipts.select().slice(0, limit);
  }

  async prune(nowMs: number): Promise<number> {
    const deleted = pruneTables(this.#open(), nowMs);
    this.#makeDurable();
    pruneTables(this.#durable, nowMs);
    return deleted;
  }

  async close(): Promise<void> {
    if (this.#state === 'open') this.#state = 'closed';
  }

  #makeDurable(): void {
    for (const changes of this.#relaxed.splice(0)) applyChanges(this.#durable, changes);
  }

  #open(): MemoryTables {
    if (this.#state === 'crashed') throw storageFault();
    if (this.#state === 'closed') throw new UsageError('closed', 'the store is closed');
    return this.#tables;
  }
}
