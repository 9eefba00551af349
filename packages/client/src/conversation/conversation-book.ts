/**
 * What a person has set for each conversation, and the timer of each, in memory as the store has it (specs/11 §6, §7).
 *
 * Follows every commit. Nothing of it is sent.
 */
import type { ConversationRecord, MessageStore, StoreChange } from '@sotto/ports';
import { type AccountId, formatHex, type MessageId } from '@sotto/wire';
import type { Remembering } from '../ledger.ts';
import { byPlace } from './picture.ts';

export class ConversationBook implements Remembering {
  readonly #store: MessageStore;
  readonly #records = new Map<string, ConversationRecord>();

  private constructor(store: MessageStore) {
    this.#store = store;
  }

  static async load(store: MessageStore): Promise<ConversationBook> {
    const book = new ConversationBook(store);
    await book.reload();
    return book;
  }

  async reload(): Promise<void> {
    const records = await this.#store.conversations();
    this.#records.clear();
    for (const record of records) this.#records.set(formatHex(record.conversation), record);
  }

  committed(changes: readonly StoreChange[]): void {
    for (const change of changes) {
      if (change.kind === 'put-conversation') this.#records.set(formatHex(change.record.conversation), change.record);
    }
  }

  get(conversation: AccountId): ConversationRecord {
    return this.#records.get(formatHex(conversation)) ?? { conversation };
  }

  /** 0: messages stay. */
  timerSeconds(conversation: AccountId): number {
    return this.get(conversation).timer?.seconds ?? 0;
  }

  /** What a timer changes: the last one by clock, then by message id, counts. */
  timerChanges(
    conversation: AccountId,
    timer: { readonly seconds: number; readonly clock: number; readonly messageId: MessageId },
  ): StoreChange[] {
    const record = this.get(conversation);
    if (record.timer && byPlace(record.timer, timer) >= 0) return [];
    const { seconds, clock, messageId } = timer;
    return [{ kind: 'put-conversation', record: { ...record, timer: { seconds, clock, messageId } } }];
  }

  /** A message that came takes its conversation out of the archive, unless it is muted. */
  arrivalChanges(conversation: AccountId, nowMs: number): StoreChange[] {
    const { archivedAtMs, ...record } = this.get(conversation);
    if (archivedAtMs === undefined || isMuted(record, nowMs)) return [];
    return [{ kind: 'put-conversation', record }];
  }
}

export function isMuted({ mutedUntilMs }: ConversationRecord, nowMs: number): boolean {
  return mutedUntilMs !== undefined && mutedUntilMs > nowMs;
}
