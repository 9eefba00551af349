/**
 * `MessageStore` on SQL (specs/09): a person's database, every content sealed.
 *
 * Owns the queries and the life of the store. Must not know: which SQLite runs them, what a session or a message means.
 */
import type {
  AcknowledgementRecord,
  ChangedMessage,
  Clock,
  ContactRecord,
  ConversationRecord,
  CustodyRecord,
  Durability,
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
  type MessageId,
  type SessionId,
  type Topic,
  UsageError,
} from '@sotto/wire';
import { statementsOf } from './change-statements.ts';
import { CommitQueue } from './commit-queue.ts';
import { emptyLog, IdleCheckpoint } from './idle-checkpoint.ts';
import { MessagePages } from './message-pages.ts';
import { outboxStatement, statusNumber } from './outbox-queries.ts';
import { giveBackPages, pruneExpired } from './prune.ts';
import type { SealedTable } from './sealed-table.ts';
import type { SqlDriver, SqlRow, SqlStatement, SqlValue } from './sql-driver.ts';
import { storageError } from './sql-fault.ts';
import { PREKEY_KINDS } from './table-layouts.ts';
import type { Tables } from './tables.ts';

export class SealedMessageStore implements MessageStore {
  readonly #driver: SqlDriver;
  readonly #tables: Tables;
  readonly #commits: CommitQueue;
  readonly #pages: MessagePages;
  readonly #checkpoint: IdleCheckpoint;
  #closed: Promise<void> | undefined;

  constructor(driver: SqlDriver, tables: Tables, clock: Clock) {
    this.#driver = driver;
    this.#tables = tables;
    this.#commits = new CommitQueue(driver);
    this.#pages = new MessagePages(driver, tables);
    this.#checkpoint = new IdleCheckpoint(driver, clock);
  }

  async commit(changes: readonly StoreChange[], durability: Durability = 'full'): Promise<void> {
    this.#requireOpen();
    await this.#run(statementsOf(this.#tables, changes), durability);
  }

  async setting(name: string): Promise<Uint8Array | undefined> {
    const { setting } = this.#tables;
    return (await this.#one(setting, 'WHERE key = ?', setting.tag('key', name)))?.value;
  }

  async prekey(kind: PrekeyRecord['kind'], id: number): Promise<PrekeyRecord | undefined> {
    const { prekey } = this.#tables;
    return this.#one(prekey, 'WHERE key = ?', prekey.tag('key', kind, id));
  }

  async prekeys(kind: PrekeyRecord['kind']): Promise<readonly PrekeyRecord[]> {
    const found = await this.#list(this.#tables.prekey, 'WHERE kind = ?', PREKEY_KINDS.indexOf(kind));
    return found.sort((a, b) => a.id - b.id);
  }

  async contact(accountId: AccountId): Promise<ContactRecord | undefined> {
    const { contact } = this.#tables;
    return this.#one(contact, 'WHERE key = ?', contact.tag('key', accountId));
  }

  async contacts(): Promise<readonly ContactRecord[]> {
    const found = await this.#list(this.#tables.contact, '');
    return found.sort((a, b) => a.addedAtMs - b.addedAtMs || compareBytes(a.accountId, b.accountId));
  }

  async peerDevice(accountId: AccountId, deviceId: DeviceId): Promise<PeerDeviceRecord | undefined> {
    const { peerDevice } = this.#tables;
    return this.#one(peerDevice, 'WHERE key = ?', peerDevice.tag('key', accountId, deviceId));
  }

  async peerDevices(accountId: AccountId): Promise<readonly PeerDeviceRecord[]> {
    const { peerDevice } = this.#tables;
    const found = await this.#list(peerDevice, 'WHERE account = ?', peerDevice.tag('account', accountId));
    return found.sort((a, b) => compareBytes(a.deviceId, b.deviceId));
  }

  async session(id: SessionId): Promise<SessionRecord | undefined> {
    const { session } = this.#tables;
    return this.#one(session, 'WHERE key = ?', session.tag('key', id));
  }

  async sessions(accountId: AccountId, deviceId: DeviceId): Promise<readonly SessionRecord[]> {
    const { session } = this.#tables;
    const found = await this.#list(session, 'WHERE device = ?', session.tag('device', accountId, deviceId));
    return found.sort((a, b) => b.generation - a.generation || compareBytes(b.id, a.id));
  }

  async sessionTrace(id: SessionId): Promise<SessionTraceRecord | undefined> {
    const { session, sessionTrace } = this.#tables;
    return this.#one(sessionTrace, 'WHERE key = ?', session.tag('key', id));
  }

  async topic(topic: Topic): Promise<TopicRecord | undefined> {
    const table = this.#tables.topic;
    return this.#one(table, 'WHERE key = ?', table.tag('key', topic));
  }

  async topics(): Promise<readonly TopicRecord[]> {
    const found = await this.#list(this.#tables.topic, '');
    return found.sort((a, b) => a.createdAtMs - b.createdAtMs || compareBytes(a.topic, b.topic));
  }

  async message(conversation: AccountId, messageId: MessageId): Promise<MessageRecord | undefined> {
    const { message } = this.#tables;
    const [row] = await this.#rows(message.select('WHERE key = ?'), message.key(conversation, messageId));
    return row && message.open(row);
  }

  async messages(conversation: AccountId, query: MessageQuery): Promise<readonly MessageRecord[]> {
    this.#requireOpen();
    requireLimit(query.limit);
    return this.#pages.page(conversation, query);
  }

  async effects(conversation: AccountId, target: MessageId): Promise<readonly MessageRecord[]> {
    this.#requireOpen();
    return this.#pages.effects(conversation, target);
  }

  async waitingEffects(conversation: AccountId, limit: number): Promise<readonly MessageRecord[]> {
    this.#requireOpen();
    requireLimit(limit);
    return this.#pages.waitingEffects(conversation, limit);
  }

  async expiredMessages(nowMs: number, limit: number): Promise<readonly MessageRecord[]> {
    this.#requireOpen();
    requireLimit(limit);
    return this.#pages.expired(nowMs, limit);
  }

  async messagesChangedSince(revision: number, limit: number): Promise<readonly ChangedMessage[]> {
    this.#requireOpen();
    requireLimit(limit);
    return this.#pages.changedSince(revision, limit);
  }

  async lastRevision(): Promise<number> {
    this.#requireOpen();
    return this.#pages.lastRevision();
  }

  async nextExpiryAtMs(): Promise<number | undefined> {
    this.#requireOpen();
    return this.#pages.nextExpiryAtMs();
  }

  async conversation(id: AccountId): Promise<ConversationRecord | undefined> {
    const { conversation } = this.#tables;
    return this.#one(conversation, 'WHERE key = ?', conversation.tag('key', id));
  }

  async conversations(): Promise<readonly ConversationRecord[]> {
    const found = await this.#list(this.#tables.conversation, '');
    return found.sort((a, b) => compareBytes(a.conversation, b.conversation));
  }

  async lastClock(): Promise<number> {
    this.#requireOpen();
    return this.#pages.lastClock();
  }

  async unreadCount(conversation: AccountId): Promise<number> {
    this.#requireOpen();
    return this.#pages.unreadCount(conversation);
  }

  async unread(conversation: AccountId, limit: number): Promise<readonly MessageRecord[]> {
    this.#requireOpen();
    requireLimit(limit);
    return this.#pages.unread(conversation, limit);
  }

  async notices(conversation: AccountId, limit: number): Promise<readonly NoticeRecord[]> {
    requireLimit(limit);
    const { notice } = this.#tables;
    const rest = 'WHERE conversation = ? ORDER BY clock DESC LIMIT ?';
    const found = await this.#list(notice, rest, notice.tag('conversation', conversation), limit);
    return found.sort((a, b) => b.clock - a.clock || compareBytes(b.noticeId, a.noticeId));
  }

  async outboxEntry(envelopeId: EnvelopeId): Promise<OutboxRecord | undefined> {
    const { outbox } = this.#tables;
    return this.#one(outbox, 'WHERE key = ?', outbox.tag('key', envelopeId));
  }

  async outbox(query: OutboxQuery): Promise<readonly OutboxRecord[]> {
    requireLimit(query.limit);
    const { sql, values } = outboxStatement(this.#tables, query);
    return (await this.#rows(sql, ...values)).map((row) => this.#tables.outbox.open(row));
  }

  async outboxCount(): Promise<{ readonly pending: number; readonly custody: number }> {
    const sql = 'SELECT count(*) AS total FROM outbox WHERE status = ?';
    const [[pending], [custody]] = await Promise.all([
      this.#rows(sql, statusNumber('pending')),
      this.#rows(sql, statusNumber('custody')),
    ]);
    return { pending: Number(pending?.['total']), custody: Number(custody?.['total']) };
  }

  async nextAttemptAtMs(): Promise<number | undefined> {
    const sql = 'SELECT min(next_attempt_at_ms) AS due FROM outbox WHERE status = ?';
    const [row] = await this.#rows(sql, statusNumber('pending'));
    return typeof row?.['due'] === 'number' ? row['due'] : undefined;
  }

  async unsealed(conversation: AccountId): Promise<readonly UnsealedRecord[]> {
    const { unsealed } = this.#tables;
    const found = await this.#list(unsealed, 'WHERE conversation = ?', unsealed.tag('conversation', conversation));
    return found.sort((a, b) => a.sequence - b.sequence);
  }

  async custody(envelopeId: EnvelopeId): Promise<readonly CustodyRecord[]> {
    const { custody, outbox } = this.#tables;
    return this.#list(custody, 'WHERE envelope = ? ORDER BY row', outbox.tag('key', envelopeId));
  }

  async stream(conversation: AccountId, deviceId: DeviceId): Promise<StreamRecord | undefined> {
    const { stream } = this.#tables;
    return this.#one(stream, 'WHERE key = ?', stream.tag('key', conversation, deviceId));
  }

  async streams(conversation: AccountId): Promise<readonly StreamRecord[]> {
    const { stream } = this.#tables;
    const found = await this.#list(stream, 'WHERE conversation = ?', stream.tag('conversation', conversation));
    return found.sort((a, b) => compareBytes(a.deviceId, b.deviceId));
  }

  async seenEnvelope(envelopeId: EnvelopeId): Promise<SeenEnvelopeRecord | undefined> {
    const { seenEnvelope } = this.#tables;
    return this.#one(seenEnvelope, 'WHERE key = ?', seenEnvelope.tag('key', envelopeId));
  }

  async hasReplay(key: Uint8Array): Promise<boolean> {
    const rows = await this.#rows('SELECT 1 FROM replay WHERE key = ?', this.#tables.replayTag(key));
    return rows.length > 0;
  }

  async acknowledgements(limit: number): Promise<readonly AcknowledgementRecord[]> {
    requireLimit(limit);
    return this.#list(this.#tables.acknowledgement, 'ORDER BY row LIMIT ?', limit);
  }

  async pendingReceipts(limit: number): Promise<readonly PendingReceiptRecord[]> {
    requireLimit(limit);
    return this.#list(this.#tables.pendingReceipt, 'ORDER BY row LIMIT ?', limit);
  }

  async prune(nowMs: number): Promise<number> {
    this.#requireOpen();
    const deleted = await pruneExpired((statement) => this.#run([statement], 'full'), nowMs);
    if (deleted > 0) await giveBackPages(this.#driver);
    return deleted;
  }

  /** Whether the database file is sound: structure, indexes, references. Reads all of it. */
  async isIntact(): Promise<boolean> {
    const [found] = await this.#rows('PRAGMA integrity_check(1)');
    const broken = await this.#rows('PRAGMA foreign_key_check');
    return found?.['integrity_check'] === 'ok' && broken.length === 0;
  }

  /** Finishes what was committed, empties the write-ahead log, closes the file, wipes the keys. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    await this.#commits.idle();
    await this.#checkpoint.stop();
    try {
      await emptyLog(this.#driver);
    } finally {
      await this.#driver.close();
      this.#tables.keys.wipe();
    }
  }

  #requireOpen(): void {
    if (this.#closed !== undefined) throw new UsageError('closed', 'the store is closed');
  }

  /** Commits statements as one; the number of rows changed. */
  async #run(statements: readonly SqlStatement[], durability: Durability): Promise<number> {
    const outcome = await this.#commits.add(statements, durability);
    this.#checkpoint.noteCommit();
    if (outcome.done) return outcome.changes;
    // Keys are put by replacing, so the one value that can be there already is a name.
    if (outcome.fault === 'unique') throw new UsageError('contact-exists', 'another contact has this name');
    throw storageError(outcome.fault, outcome.cause);
  }

  async #rows(sql: string, ...values: readonly SqlValue[]): Promise<readonly SqlRow[]> {
    this.#requireOpen();
    return this.#driver.all(sql, values);
  }

  async #list<Value>(table: SealedTable<Value>, rest: string, ...values: readonly SqlValue[]): Promise<Value[]> {
    return (await this.#rows(table.select(rest), ...values)).map((row) => table.open(row));
  }

  async #one<Value>(table: SealedTable<Value>, rest: string, key: Uint8Array): Promise<Value | undefined> {
    return (await this.#list(table, rest, key))[0];
  }
}

/** @throws {UsageError} `invalid-argument` */
function requireLimit(limit: number): void {
  if (!Number.isSafeInteger(limit) || limit < 1) throw new UsageError('invalid-argument', 'limit must be at least 1');
}
