/**
 * Messages of ours that wait for somebody, as the store has them: what the ladder asks for at every step (specs/08 §7).
 *
 * Follows every commit, so nothing has to be read again. Knows nothing of how far a message must come.
 */
import type { CustodyRecord, MessageRecord, MessageStore, OutboxRecord, StoreChange } from '@sotto/ports';
import { type AccountId, type EnvelopeId, equalBytes, formatHex, type MessageId } from '@sotto/wire';
import { BoundedMap } from './bounded-map.ts';
import type { Remembering } from './ledger.ts';

/** Their envelopes are held as well: at most 64 KiB for each device. */
const MAX_REMEMBERED = 64;
const MAX_ROWS_PER_MESSAGE = 64;

export interface MessageUnderWay {
  readonly message: MessageRecord;
  readonly rows: readonly OutboxRecord[];
  /** Receipts of all of its rows. */
  readonly custody: readonly CustodyRecord[];
  /** Whether it still has to be sealed for a device. */
  readonly isUnsealed: boolean;
}

export class MessagesUnderWay implements Remembering {
  readonly #store: MessageStore;
  readonly #known = new BoundedMap<string, MessageUnderWay>(MAX_REMEMBERED);
  /** Counts what could make a slow read wrong. */
  #changes = 0;

  constructor(store: MessageStore) {
    this.#store = store;
  }

  /** What the store has of a message; `undefined` when it has no such message. */
  async find(conversation: AccountId, messageId: MessageId): Promise<MessageUnderWay | undefined> {
    const key = formatHex(messageId);
    const known = this.#known.get(key);
    if (known && equalBytes(known.message.conversation, conversation)) return known;
    const before = this.#changes;
    const read = await this.#read(conversation, messageId);
    if (read && isUnderWay(read) && this.#changes === before) this.#remember(read);
    return read;
  }

  committed(changes: readonly StoreChange[]): void {
    this.#changes += 1;
    for (const change of changes) this.#follow(change);
    for (const entry of this.#known.values()) if (!isUnderWay(entry)) this.#known.delete(keyOf(entry));
  }

  async reload(): Promise<void> {
    this.#changes += 1;
    this.#known.clear();
  }

  #follow(change: StoreChange): void {
    switch (change.kind) {
      case 'put-message':
        // One that is not known here is new, and has nothing yet; or it is not under way, and forgotten below.
        if (change.record.direction === 'out')
          this.#remember({ ...this.#knownOf(change.record), message: change.record });
        break;
      case 'set-message-state':
        this.#update(change.messageId, (entry) => ({ ...entry, message: withState(entry.message, change) }));
        break;
      case 'put-outbox':
        if (change.record.messageId) this.#update(change.record.messageId, (entry) => withRow(entry, change.record));
        break;
      case 'delete-outbox':
        this.#updateCarrier(change.envelopeId, (entry) => withoutRow(entry, change.envelopeId));
        break;
      case 'put-custody':
        this.#updateCarrier(change.record.envelopeId, (entry) => withCustody(entry, change.record));
        break;
      case 'put-unsealed':
        this.#update(change.record.messageId, (entry) => ({ ...entry, isUnsealed: true }));
        break;
      case 'delete-unsealed':
        this.#update(change.messageId, (entry) => ({ ...entry, isUnsealed: false }));
        break;
    }
  }

  #knownOf({ messageId }: MessageRecord): Omit<MessageUnderWay, 'message'> {
    return this.#known.get(formatHex(messageId)) ?? { rows: [], custody: [], isUnsealed: false };
  }

  #update(messageId: MessageId, next: (entry: MessageUnderWay) => MessageUnderWay): void {
    const entry = this.#known.get(formatHex(messageId));
    if (entry) this.#remember(next(entry));
  }

  /** Changes the message that an envelope carries, if it is one that is remembered. */
  #updateCarrier(envelopeId: EnvelopeId, next: (entry: MessageUnderWay) => MessageUnderWay): void {
    const isCarried = ({ rows }: MessageUnderWay) => rows.some((row) => equalBytes(row.envelopeId, envelopeId));
    const carried = [...this.#known.values()].find(isCarried);
    if (carried) this.#remember(next(carried));
  }

  #remember(entry: MessageUnderWay): void {
    this.#known.set(keyOf(entry), entry);
  }

  async #read(conversation: AccountId, messageId: MessageId): Promise<MessageUnderWay | undefined> {
    const [message, rows, unsealed] = await Promise.all([
      this.#store.message(conversation, messageId),
      this.#store.outbox({ messageId, limit: MAX_ROWS_PER_MESSAGE }),
      this.#store.unsealed(conversation),
    ]);
    if (message === undefined) return undefined;
    const custody = await Promise.all(rows.map(({ envelopeId }) => this.#store.custody(envelopeId)));
    const isUnsealed = unsealed.some((waiting) => equalBytes(waiting.messageId, messageId));
    return { message, rows, custody: custody.flat(), isUnsealed };
  }
}

function keyOf({ message }: MessageUnderWay): string {
  return formatHex(message.messageId);
}

/** Whether the next step is likely to come soon. */
function isUnderWay({ rows, isUnsealed }: MessageUnderWay): boolean {
  return isUnsealed || rows.some(({ status }) => status === 'pending');
}

function withState(
  { failure: _, ...message }: MessageRecord,
  { state, failure }: Pick<MessageRecord, 'state' | 'failure'>,
): MessageRecord {
  return { ...message, state, ...(failure === undefined ? {} : { failure }) };
}

function withRow(entry: MessageUnderWay, row: OutboxRecord): MessageUnderWay {
  const replaced = withKnownRow(entry, row);
  return replaced === entry ? { ...entry, rows: [...entry.rows, row] } : replaced;
}

/** With the row in the place of the one of the same envelope; unchanged when there is none. */
export function withKnownRow(entry: MessageUnderWay, row: OutboxRecord): MessageUnderWay {
  const index = entry.rows.findIndex(({ envelopeId }) => equalBytes(envelopeId, row.envelopeId));
  return index < 0 ? entry : { ...entry, rows: entry.rows.with(index, row) };
}

/** Its receipts go with it. */
function withoutRow(entry: MessageUnderWay, gone: EnvelopeId): MessageUnderWay {
  return {
    ...entry,
    rows: entry.rows.filter(({ envelopeId }) => !equalBytes(envelopeId, gone)),
    custody: entry.custody.filter(({ envelopeId }) => !equalBytes(envelopeId, gone)),
  };
}

/** A newer receipt of a mailbox replaces the older one. */
export function withCustody(entry: MessageUnderWay, receipt: CustodyRecord): MessageUnderWay {
  const others = entry.custody.filter(
    ({ envelopeId, mailbox }) => mailbox !== receipt.mailbox || !equalBytes(envelopeId, receipt.envelopeId),
  );
  return { ...entry, custody: [...others, receipt] };
}
