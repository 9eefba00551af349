/** How many envelopes may still be put into the outbox. Counts in the store only when it has to (specs/08 §7). */
import type { MessageStore } from '@sotto/ports';
import { LIMITS, LimitError } from '@sotto/wire';

export class OutboxRoom {
  readonly #store: MessageStore;
  #left = 0;

  constructor(store: MessageStore) {
    this.#store = store;
  }

  /** Takes room for `envelopes`. @throws {LimitError} `quota` when MAX_OUTBOX_ENVELOPES have not arrived yet */
  async take(envelopes: number): Promise<void> {
    if (this.#left < envelopes) {
      const { pending, custody } = await this.#store.outboxCount();
      this.#left = LIMITS.MAX_OUTBOX_ENVELOPES - pending - custody;
    }
    if (this.#left < envelopes) {
      throw new LimitError('quota', 'too many messages wait to be delivered', {
        facts: { max: LIMITS.MAX_OUTBOX_ENVELOPES },
        hint: 'Wait until some of them have arrived.',
      });
    }
    this.#left -= envelopes;
  }
}
