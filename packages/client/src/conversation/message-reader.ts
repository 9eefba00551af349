/** Reading a conversation: pages in any direction, what is known of one message, what was read (specs/08, specs/11). */
import type { ContactRecord, MessagePosition, MessageRecord, StoreChange } from '@sotto/ports';
import { asMessageId, formatHex } from '@sotto/wire';
import type { ClientContext } from '../context.ts';
import type { DeviceDelivery, MessageInfo, MessageView, PageOptions } from '../conversation-views.ts';
import { clockAt } from '../hybrid-clock.ts';
import type { DeliveryEvidence, MessageViews } from '../message-view.ts';
import { type MessageFinder, parseId } from './message-finder.ts';

const DEFAULT_PAGE = 200;
const MAX_PAGE = 1_000;
const MAX_READ_AT_ONCE = 1_000;
const FIRST_ID = asMessageId(new Uint8Array(16));

export class MessageReader {
  readonly #context: ClientContext;
  readonly #views: MessageViews;
  readonly #finder: MessageFinder;

  constructor(context: ClientContext, parts: { readonly messageViews: MessageViews; readonly finder: MessageFinder }) {
    this.#context = context;
    this.#views = parts.messageViews;
    this.#finder = parts.finder;
  }

  /** Oldest first. @throws {UsageError} `invalid-argument` for an id that is not of this conversation */
  async page(contact: ContactRecord, options: PageOptions): Promise<readonly MessageView[]> {
    const limit = Math.min(MAX_PAGE, Math.max(1, options.limit ?? DEFAULT_PAGE));
    const records = await this.#records(contact.accountId, options, limit);
    return await Promise.all(records.map((message) => this.#views.view(message)));
  }

  async info(id: string): Promise<MessageInfo> {
    const record = await this.#finder.any(id);
    const evidence = await this.#views.evidence(record);
    const isTheirs = record.direction === 'in';
    return {
      message: await this.#views.of(record, evidence),
      storedAtMs: record.storedAtMs,
      devices: isTheirs ? [] : deviceDeliveries(evidence),
      ...(isTheirs ? { from: { device: formatHex(record.senderDevice), sequence: record.sequence } } : {}),
    };
  }

  /** The person has seen everything: receipts are owed, and timers of theirs start to run. Returns how many were unread. */
  async markRead({ accountId, status }: ContactRecord): Promise<number> {
    const { locks, ledger, store, preferences, conversations, clock } = this.#context;
    const givesReceipts = status === 'contact' && preferences.receipts;
    return await locks.run(formatHex(accountId), async () => {
      const { markedUnreadAtMs, ...record } = conversations.get(accountId);
      if (markedUnreadAtMs !== undefined) await ledger.commit([{ kind: 'put-conversation', record }]);
      for (let total = 0; ; ) {
        const unread = await store.unread(accountId, MAX_READ_AT_ONCE);
        if (unread.length === 0) return total;
        const nowMs = clock.nowMs();
        await ledger.commit(unread.flatMap((message) => readChanges(message, givesReceipts, nowMs)));
        await this.#announceTimers(unread);
        total += unread.length;
      }
    });
  }

  /** The time of these has begun to run, which can be seen. */
  async #announceTimers(read: readonly MessageRecord[]): Promise<void> {
    const { events, store } = this.#context;
    if (!events.has('message-changed')) return;
    for (const { conversation, messageId, expiresAfterSeconds } of read) {
      const message = expiresAfterSeconds === undefined ? undefined : await store.message(conversation, messageId);
      if (message !== undefined) events.emit('message-changed', await this.#views.view(message));
    }
  }

  async #records(
    conversation: ContactRecord['accountId'],
    { before, after, afterPlace, around, fromMs }: PageOptions,
    limit: number,
  ): Promise<readonly MessageRecord[]> {
    const { store } = this.#context;
    const from = async (position: MessagePosition, count = limit) =>
      count < 1 ? [] : await store.messages(conversation, { after: position, limit: count });
    if (after !== undefined) return await from(await this.#finder.in(conversation, after));
    if (afterPlace !== undefined) return await from({ clock: afterPlace.order, messageId: parseId(afterPlace.id) });
    if (fromMs !== undefined) return await from({ clock: Math.max(0, clockAt(fromMs) - 1), messageId: FIRST_ID });
    const middle = around === undefined ? undefined : await this.#finder.in(conversation, around);
    const end = middle ?? (before === undefined ? undefined : await this.#finder.in(conversation, before));
    const count = middle ? Math.floor((limit - 1) / 2) : limit;
    const page = count < 1 ? [] : await store.messages(conversation, { limit: count, ...(end ? { before: end } : {}) });
    const older = [...page].reverse();
    return middle ? [...older, middle, ...(await from(middle, limit - older.length - 1))] : older;
  }
}

function readChanges(message: MessageRecord, givesReceipts: boolean, nowMs: number): StoreChange[] {
  const { conversation, messageId, senderDevice: deviceId, expiresAfterSeconds } = message;
  const receipt = { accountId: conversation, deviceId, messageId };
  const read: StoreChange =
    expiresAfterSeconds === undefined
      ? { kind: 'set-message-state', conversation, messageId, state: 'read' }
      : {
          kind: 'put-message',
          record: { ...message, state: 'read', expiresAtMs: nowMs + expiresAfterSeconds * 1000 },
        };
  if (!givesReceipts) return [read];
  // Who has read it has it: one receipt says both.
  return [
    read,
    { kind: 'delete-pending-receipt', record: { ...receipt, kind: 'delivered' } },
    { kind: 'put-pending-receipt', record: { ...receipt, kind: 'read' } },
  ];
}

function deviceDeliveries({ rows, custody }: DeliveryEvidence): DeviceDelivery[] {
  return rows.map(({ envelopeId, deviceId, status, failure, attempts, nextAttemptAtMs }) => ({
    device: formatHex(deviceId),
    status,
    attempts,
    ...(failure === undefined ? {} : { failure }),
    ...(status === 'pending' ? { nextAttemptAtMs } : {}),
    custody: custody
      .filter((receipt) => formatHex(receipt.envelopeId) === formatHex(envelopeId))
      .map(({ mailbox, expiresAtMs }) => ({ mailbox, untilMs: expiresAtMs })),
  }));
}
