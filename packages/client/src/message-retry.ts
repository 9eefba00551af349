/** What failed or expired is tried again, because the person wants it (specs/08 §7). */
import type { MessageRecord, OutboxRecord, StoreChange } from '@sotto/ports';
import { formatHex } from '@sotto/wire';
import type { Composer } from './composer.ts';
import type { ClientContext } from './context.ts';
import type { Outbox } from './outbox.ts';
import { commitSealed } from './sealed-commit.ts';

const MAX_ROWS_PER_MESSAGE = 64;

export class MessageRetry {
  readonly #context: ClientContext;
  readonly #composer: Composer;
  readonly #outbox: Outbox;

  constructor(context: ClientContext, parts: { readonly composer: Composer; readonly outbox: Outbox }) {
    this.#context = context;
    this.#composer = parts.composer;
    this.#outbox = parts.outbox;
  }

  /**
   * Seals the message anew for every device whose envelope failed or expired: the keys of the old one may be gone at the
   * receiver. Does nothing for a message that is on its way.
   */
  async retry({ conversation, messageId }: MessageRecord): Promise<void> {
    const contact = this.#context.contacts.get(conversation);
    if (contact === undefined) return;
    const rows = await this.#context.locks.run(formatHex(conversation), async () => {
      const { store, links } = this.#context;
      const failed = await store.outbox({ messageId, statuses: ['failed', 'expired'], limit: MAX_ROWS_PER_MESSAGE });
      const queued: StoreChange = { kind: 'set-message-state', conversation, messageId, state: 'queued' };
      const fresh: OutboxRecord[] = [];
      for (const row of failed) {
        const link = await links.load(row.accountId, row.deviceId);
        const { sealed, changes } = await this.#composer.reseal(contact, link, { rows: [row] });
        if (sealed.length > 0) await commitSealed(this.#context, sealed, [...changes, queued]);
        fresh.push(...sealed.map(({ outbox }) => outbox));
      }
      return fresh;
    });
    await this.#outbox.sendNow(rows);
  }
}
