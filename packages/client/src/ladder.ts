/**
 * Writes down how far envelopes came, and with them the state of the message they carry, in one transaction; then tells
 * whoever listens (specs/08 §7).
 */
import type { CustodyRecord, DeliveryState, MessageRecord, OutboxRecord, StoreChange } from '@sotto/ports';
import { type AccountId, equalBytes, formatHex, type MessageId } from '@sotto/wire';
import type { ClientContext } from './context.ts';
import { deliveryState, isStepUp } from './delivery-state.ts';
import type { MessageViews } from './message-view.ts';

const MAX_ROWS_PER_MESSAGE = 64;
/** How long the rows of a delivered message stay as evidence. */
const EVIDENCE_MS = 7 * 86_400_000;
/** How long a message that failed or expired can be tried again: its rows hold what was to be sent. */
const RETRY_KEPT_MS = 365 * 86_400_000;

/** Changes to commit, and what to do once they are. */
export interface LadderStep {
  readonly changes: readonly StoreChange[];
  announce(): Promise<void>;
}

const NOTHING: LadderStep = { changes: [], announce: async () => {} };

export class Ladder {
  readonly #context: ClientContext;
  readonly #views: MessageViews;

  constructor(context: ClientContext, views: MessageViews) {
    this.#context = context;
    this.#views = views;
  }

  /**
   * An attempt to send a row has ended as `after` says. Nothing is written when somebody else finished it meanwhile: a
   * receipt came in, or it was sealed anew.
   */
  async attempted(after: OutboxRecord, receipts: readonly CustodyRecord[]): Promise<void> {
    const { store, locks, ledger } = this.#context;
    const step = await locks.run(formatHex(after.accountId), async () => {
      const current = await store.outboxEntry(after.envelopeId);
      if (current === undefined || current.status === 'delivered') return NOTHING;
      const prepared = await this.prepare([after]);
      const custody = receipts.map((record): StoreChange => ({ kind: 'put-custody', record }));
      await ledger.commit([...custody, ...prepared.changes]);
      return prepared;
    });
    await step.announce();
  }

  /**
   * What to store for changed rows of one contact and for the messages they carry; `announce` tells listeners once it is
   * stored. Control rows that are done are deleted. The caller holds the lock of the contact and commits.
   */
  async prepare(rows: readonly OutboxRecord[]): Promise<LadderStep> {
    const touched = new Map<string, OutboxRecord>();
    for (const row of rows) if (row.messageId) touched.set(formatHex(row.messageId), row);
    const steps = await Promise.all([...touched.values()].map((row) => this.#messageStep(row, rows)));
    return {
      changes: [...rows.map((row) => this.#rowChange(row)), ...steps.flatMap(({ changes }) => changes)],
      announce: async () => {
        for (const step of steps) await step.announce();
      },
    };
  }

  /** The receiver says that it has read these messages of ours. The caller holds the lock and commits. */
  async prepareRead(conversation: AccountId, messageIds: readonly MessageId[]): Promise<LadderStep> {
    const messages = await Promise.all(messageIds.map((id) => this.#context.store.message(conversation, id)));
    const steps = messages.flatMap((message) =>
      message?.direction === 'out' && isStepUp(message.state, 'read') ? [this.#step(message, { state: 'read' })] : [],
    );
    return {
      changes: steps.flatMap(({ changes }) => changes),
      announce: async () => {
        for (const step of steps) await step.announce();
      },
    };
  }

  #rowChange(row: OutboxRecord): StoreChange {
    const isDone = row.status !== 'pending';
    if (row.messageId === undefined && isDone) return { kind: 'delete-outbox', envelopeId: row.envelopeId };
    if (row.status === 'pending' || row.status === 'custody') return { kind: 'put-outbox', record: row };
    if (row.status !== 'delivered') {
      const keptUntilMs = this.#context.clock.nowMs() + RETRY_KEPT_MS;
      return { kind: 'put-outbox', record: { ...row, expiresAtMs: keptUntilMs, nextAttemptAtMs: keptUntilMs } };
    }
    // Delivered: the bytes are no longer needed, only the fact that this device has it.
    const evidence = { ...row, envelope: new Uint8Array(0), content: new Uint8Array(0), writeKey: new Uint8Array(0) };
    const expiresAtMs = this.#context.clock.nowMs() + EVIDENCE_MS;
    return { kind: 'put-outbox', record: { ...evidence, expiresAtMs, nextAttemptAtMs: expiresAtMs } };
  }

  /** The state that the rows of a message prove together, `changed` among them. */
  async #messageStep(
    { accountId: conversation, messageId }: OutboxRecord,
    changed: readonly OutboxRecord[],
  ): Promise<LadderStep> {
    const { store } = this.#context;
    if (messageId === undefined) return NOTHING;
    const [message, stored, unsealed] = await Promise.all([
      store.message(conversation, messageId),
      store.outbox({ messageId, limit: MAX_ROWS_PER_MESSAGE }),
      store.unsealed(conversation),
    ]);
    if (message === undefined) return NOTHING;
    const replaced = new Map(changed.map((row) => [formatHex(row.envelopeId), row]));
    const rows = stored.map((row) => replaced.get(formatHex(row.envelopeId)) ?? row);
    const isWaiting = unsealed.some((entry) => equalBytes(entry.messageId, messageId));
    const next = deliveryState(rows, isWaiting);
    return this.#step(message, isStepUp(message.state, next.state) ? next : undefined);
  }

  #step(
    message: MessageRecord,
    next: { readonly state: DeliveryState; readonly failure?: string } | undefined,
  ): LadderStep {
    const { conversation, messageId } = message;
    const { failure: _, ...rest } = message;
    const after: MessageRecord = next ? { ...rest, ...next } : message;
    return {
      changes: next ? [{ kind: 'set-message-state', conversation, messageId, ...next }] : [],
      announce: () => this.#announce(after),
    };
  }

  async #announce(message: MessageRecord): Promise<void> {
    if (!this.#context.events.has('message-state')) return;
    this.#context.events.emit('message-state', await this.#views.view(message));
  }
}
