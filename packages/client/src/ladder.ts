/**
 * Writes down how far envelopes came, and with them the state of the message they carry, in one transaction; then tells
 * whoever listens (specs/08 §7).
 */
import type { OutboxRecord, StoreChange } from '@sotto/ports';
import { type AccountId, equalBytes, formatHex, type MessageId } from '@sotto/wire';
import type { ClientContext } from './context.ts';
import { deliveryState, isStepUp } from './delivery-state.ts';
import type { MessageViews } from './message-view.ts';

const MAX_ROWS_PER_MESSAGE = 64;
/** How long the rows of a delivered message stay as evidence. */
const EVIDENCE_MS = 7 * 86_400_000;

interface MessageKey {
  readonly conversation: AccountId;
  readonly messageId: MessageId;
}

/** Changes to commit, and what to do once they are. */
export interface LadderStep {
  readonly changes: readonly StoreChange[];
  announce(): Promise<void>;
}

export class Ladder {
  readonly #context: ClientContext;
  readonly #views: MessageViews;

  constructor(context: ClientContext, views: MessageViews) {
    this.#context = context;
    this.#views = views;
  }

  /**
   * What to store for changed rows and for the messages they carry; `announce` tells listeners once it is stored.
   * Control rows that are done are deleted.
   */
  async prepare(rows: readonly OutboxRecord[]): Promise<LadderStep> {
    const changes = rows.map((row) => this.#rowChange(row));
    const touched = new Map<string, MessageKey>();
    for (const { messageId, accountId } of rows) {
      if (messageId) touched.set(formatHex(messageId), { conversation: accountId, messageId });
    }
    for (const key of touched.values()) {
      const change = await this.#messageChange(key, rows);
      if (change) changes.push(change);
    }
    return { changes, announce: () => this.#announce([...touched.values()]) };
  }

  async commit(rows: readonly OutboxRecord[], extra: readonly StoreChange[]): Promise<void> {
    const step = await this.prepare(rows);
    await this.#context.store.commit([...extra, ...step.changes]);
    await step.announce();
  }

  /** The receiver says that it has read these messages of ours. */
  async prepareRead(conversation: AccountId, messageIds: readonly MessageId[]): Promise<LadderStep> {
    const changes: StoreChange[] = [];
    const touched: MessageKey[] = [];
    for (const messageId of messageIds) {
      const message = await this.#context.store.message(conversation, messageId);
      if (message?.direction !== 'out' || !isStepUp(message.state, 'read')) continue;
      changes.push({ kind: 'set-message-state', conversation, messageId, state: 'read' });
      touched.push({ conversation, messageId });
    }
    return { changes, announce: () => this.#announce(touched) };
  }

  #rowChange(row: OutboxRecord): StoreChange {
    const done = row.status !== 'pending';
    if (row.messageId === undefined && done) return { kind: 'delete-outbox', envelopeId: row.envelopeId };
    if (row.status !== 'delivered') return { kind: 'put-outbox', record: row };
    // Delivered: the bytes are no longer needed, only the fact that this device has it.
    const evidence = { ...row, envelope: new Uint8Array(0), content: new Uint8Array(0), writeKey: new Uint8Array(0) };
    const expiresAtMs = this.#context.clock.nowMs() + EVIDENCE_MS;
    return { kind: 'put-outbox', record: { ...evidence, expiresAtMs, nextAttemptAtMs: expiresAtMs } };
  }

  async #messageChange(
    { conversation, messageId }: MessageKey,
    changed: readonly OutboxRecord[],
  ): Promise<StoreChange | undefined> {
    const { store } = this.#context;
    const message = await store.message(conversation, messageId);
    if (message === undefined) return undefined;
    const stored = await store.outbox({ messageId, limit: MAX_ROWS_PER_MESSAGE });
    const replaced = new Map(changed.map((row) => [formatHex(row.envelopeId), row]));
    const rows = stored.map((row) => replaced.get(formatHex(row.envelopeId)) ?? row);
    const waiting = (await store.unsealed(conversation)).some((entry) => equalBytes(entry.messageId, messageId));
    const { state, failure } = deliveryState(rows, waiting);
    if (!isStepUp(message.state, state)) return undefined;
    return { kind: 'set-message-state', conversation, messageId, state, ...(failure === undefined ? {} : { failure }) };
  }

  async #announce(touched: readonly MessageKey[]): Promise<void> {
    if (!this.#context.events.has('message-state')) return;
    for (const { conversation, messageId } of touched) {
      const message = await this.#context.store.message(conversation, messageId);
      if (message) this.#context.events.emit('message-state', await this.#views.view(message));
    }
  }
}
