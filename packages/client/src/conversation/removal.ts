/**
 * What is left of a message that was deleted or has disappeared, and what goes with it (specs/11 §5, §6).
 *
 * The row stays, empty: a copy of the message that comes later must not bring it back, and its number was used.
 */
import type { MessageRecord, MessageStore, StoreChange } from '@sotto/ports';

const MAX_ROWS_PER_MESSAGE = 64;
const EMPTY = new Uint8Array(0);

/** The record without anything that it said. */
export function emptied(record: MessageRecord, visibility: 'deleted' | 'gone'): MessageRecord {
  const { target: _, expiresAtMs: __, expiresAfterSeconds: ___, ...rest } = record;
  // A deleted message still disappears from the conversation in its time.
  const timer = visibility === 'deleted' && record.expiresAtMs !== undefined ? { expiresAtMs: record.expiresAtMs } : {};
  return { ...rest, ...timer, body: EMPTY, fallback: '', visibility };
}

export class Removal {
  readonly #store: MessageStore;

  constructor(store: MessageStore) {
    this.#store = store;
  }

  /** A message goes from this store, with its effects. The caller holds the lock of the contact and commits. */
  async changes(message: MessageRecord): Promise<StoreChange[]> {
    const effects = await this.#store.effects(message.conversation, message.messageId);
    return [
      ...[message, ...effects].map((record): StoreChange => ({ kind: 'put-message', record: emptied(record, 'gone') })),
      ...(await this.sendingChanges(message)),
    ];
  }

  /**
   * Takes away what was kept to try the message again. What is still on its way arrives, or its receiver would miss a
   * number for ever; its bytes go when it has.
   */
  async sendingChanges({ messageId, direction }: MessageRecord): Promise<StoreChange[]> {
    if (direction === 'in') return [];
    const rows = await this.#store.outbox({ messageId, statuses: ['failed', 'expired'], limit: MAX_ROWS_PER_MESSAGE });
    return rows.map(({ envelopeId }): StoreChange => ({ kind: 'delete-outbox', envelopeId }));
  }
}
