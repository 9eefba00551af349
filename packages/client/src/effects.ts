/**
 * Reads what changes a message, and remembers of which messages nothing is stored that does: most have nothing, and each
 * is asked about at every step of its way. Follows every commit.
 *
 * Must not know: what an effect means (specs/11 §1).
 */
import type { MessageRecord, MessageStore, StoreChange } from '@sotto/ports';
import { type AccountId, formatHex, type MessageId } from '@sotto/wire';
import { BoundedMap } from './bounded-map.ts';
import type { Remembering } from './ledger.ts';

const MAX_REMEMBERED = 256;
const NONE: readonly MessageRecord[] = [];

export class Effects implements Remembering {
  readonly #store: MessageStore;
  /** Messages without effects, each with its conversation. */
  readonly #without = new BoundedMap<string, true>(MAX_REMEMBERED);
  /** Counts what could make a slow read wrong. */
  #changes = 0;

  constructor(store: MessageStore) {
    this.#store = store;
  }

  /** What is stored that names this message as its target, oldest first. */
  async on(conversation: AccountId, target: MessageId): Promise<readonly MessageRecord[]> {
    const key = keyOf(conversation, target);
    if (this.#without.get(key)) return NONE;
    const before = this.#changes;
    const read = await this.#store.effects(conversation, target);
    if (read.length === 0 && this.#changes === before) this.#without.set(key, true);
    return read;
  }

  /** An id that was drawn a moment ago: nobody can have named it yet. */
  drawn(conversation: AccountId, messageId: MessageId): void {
    this.#without.set(keyOf(conversation, messageId), true);
  }

  committed(changes: readonly StoreChange[]): void {
    for (const change of changes) {
      if (change.kind !== 'put-message' || change.record.target === undefined) continue;
      this.#changes += 1;
      this.#without.delete(keyOf(change.record.conversation, change.record.target));
    }
  }

  async reload(): Promise<void> {
    this.#changes += 1;
    this.#without.clear();
  }
}

function keyOf(conversation: AccountId, messageId: MessageId): string {
  return `${formatHex(messageId)} ${formatHex(conversation)}`;
}
