/**
 * Writes down how far envelopes came, and with them the state of the message they carry, in one transaction; then tells
 * whoever listens (specs/08 §7).
 */
import type { CustodyRecord, DeliveryState, MessageRecord, OutboxRecord, StoreChange } from '@sotto/ports';
import { type AccountId, equalBytes, formatHex, type MessageId } from '@sotto/wire';
import { DELETION } from './content/deletion.ts';
import type { ClientContext } from './context.ts';
import type { MessageView } from './conversation-views.ts';
import { deliveryState, isStepUp } from './delivery-state.ts';
import type { MessageViews } from './message-view.ts';
import { type MessagesUnderWay, withCustody, withKnownRow } from './messages-under-way.ts';

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
  readonly #underWay: MessagesUnderWay;

  constructor(
    context: ClientContext,
    parts: { readonly messageViews: MessageViews; readonly underWay: MessagesUnderWay },
  ) {
    this.#context = context;
    this.#views = parts.messageViews;
    this.#underWay = parts.underWay;
  }

  /**
   * An attempt to send a row has ended as `after` says. Nothing is written when somebody else finished it meanwhile: a
   * receipt came in, or it was sealed anew.
   */
  async attempted(after: OutboxRecord, receipts: readonly CustodyRecord[]): Promise<void> {
    const { locks, ledger } = this.#context;
    const step = await locks.run(formatHex(after.accountId), async () => {
      const current = await this.#current(after);
      if (current === undefined || current.status === 'delivered') return NOTHING;
      const prepared = await this.prepare([after], receipts);
      const custody = receipts.map((record): StoreChange => ({ kind: 'put-custody', record }));
      // After a power cut the same bytes are sent again, and whoever holds them says so again.
      await ledger.commit([...custody, ...prepared.changes], 'relaxed');
      return prepared;
    });
    await step.announce();
  }

  /**
   * What to store for changed rows of one contact and for the messages they carry; `announce` tells listeners once it is
   * stored. Control rows that are done are deleted. The caller holds the lock of the contact and commits.
   */
  async prepare(rows: readonly OutboxRecord[], receipts: readonly CustodyRecord[] = []): Promise<LadderStep> {
    const touched = new Map<string, OutboxRecord>();
    for (const row of rows) if (row.messageId) touched.set(formatHex(row.messageId), row);
    const steps = await Promise.all([...touched.values()].map((row) => this.#messageStep(row, rows, receipts)));
    return {
      changes: [
        ...(await Promise.all(rows.map(async (row) => this.#rowChange(row, await this.#isRemoved(row))))),
        ...steps.flatMap(({ changes }) => changes),
      ],
      announce: async () => {
        for (const step of steps) await step.announce();
      },
    };
  }

  /** The receiver says that it has read these messages of ours. The caller holds the lock and commits. */
  async prepareRead(conversation: AccountId, messageIds: readonly MessageId[]): Promise<LadderStep> {
    const messages = await Promise.all(messageIds.map((id) => this.#context.store.message(conversation, id)));
    const steps = messages.flatMap((message) =>
      message?.direction === 'out' && isStepUp(message.state, 'read')
        ? [this.#step(message, { state: 'read' }, (after) => this.#views.view(after))]
        : [],
    );
    return {
      changes: steps.flatMap(({ changes }) => changes),
      announce: async () => {
        for (const step of steps) await step.announce();
      },
    };
  }

  #rowChange(row: OutboxRecord, isRemoved: boolean): StoreChange {
    const isDone = row.status !== 'pending';
    if (row.messageId === undefined && isDone) return { kind: 'delete-outbox', envelopeId: row.envelopeId };
    if (row.status === 'pending' || row.status === 'custody') return { kind: 'put-outbox', record: row };
    // Nobody tries a message again that was deleted or has disappeared.
    if (row.status !== 'delivered' && isRemoved) return { kind: 'delete-outbox', envelopeId: row.envelopeId };
    if (row.status !== 'delivered') {
      const keptUntilMs = this.#context.clock.nowMs() + RETRY_KEPT_MS;
      return { kind: 'put-outbox', record: { ...row, expiresAtMs: keptUntilMs, nextAttemptAtMs: keptUntilMs } };
    }
    // Delivered: the bytes are no longer needed, only the fact that this device has it.
    const evidence = { ...row, envelope: new Uint8Array(0), content: new Uint8Array(0), writeKey: new Uint8Array(0) };
    const expiresAtMs = this.#context.clock.nowMs() + EVIDENCE_MS;
    return { kind: 'put-outbox', record: { ...evidence, expiresAtMs, nextAttemptAtMs: expiresAtMs } };
  }

  async #isRemoved({ accountId, messageId }: OutboxRecord): Promise<boolean> {
    const underWay = messageId && (await this.#underWay.find(accountId, messageId));
    // A deletion leaves nothing of itself, and is tried again like anything else.
    if (!underWay || underWay.message.type === DELETION.type) return false;
    const { visibility } = underWay.message;
    return visibility === 'deleted' || visibility === 'gone';
  }

  async #current({ accountId, messageId, envelopeId }: OutboxRecord): Promise<OutboxRecord | undefined> {
    const underWay = messageId && (await this.#underWay.find(accountId, messageId));
    if (!underWay) return await this.#context.store.outboxEntry(envelopeId);
    return underWay.rows.find((row) => equalBytes(row.envelopeId, envelopeId));
  }

  /** The state that the rows of a message prove together, `changed` among them. */
  async #messageStep(
    { accountId: conversation, messageId }: OutboxRecord,
    changed: readonly OutboxRecord[],
    receipts: readonly CustodyRecord[],
  ): Promise<LadderStep> {
    const before = messageId && (await this.#underWay.find(conversation, messageId));
    if (!before) return NOTHING;
    const { message, rows, custody, isUnsealed } = receipts.reduce(withCustody, changed.reduce(withKnownRow, before));
    const next = deliveryState(rows, isUnsealed);
    const evidence = { rows, custody };
    return this.#step(message, isStepUp(message.state, next.state) ? next : undefined, async (after) =>
      this.#views.of(after, evidence),
    );
  }

  #step(
    message: MessageRecord,
    next: { readonly state: DeliveryState; readonly failure?: string } | undefined,
    view: (after: MessageRecord) => Promise<MessageView>,
  ): LadderStep {
    const { conversation, messageId } = message;
    const { failure: _, ...rest } = message;
    const after: MessageRecord = next ? { ...rest, ...next } : message;
    const { events } = this.#context;
    return {
      changes: next ? [{ kind: 'set-message-state', conversation, messageId, ...next }] : [],
      announce: async () => {
        if (events.has('message-state')) events.emit('message-state', await view(after));
      },
    };
  }
}
