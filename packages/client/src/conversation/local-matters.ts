/** What a person sets for a conversation and nobody else learns: drafts, pins, mute, archive, marks (specs/11 §7). */
import type { ContactRecord, ConversationRecord, StoreChange } from '@sotto/ports';
import { formatHex } from '@sotto/wire';
import { contactId } from '../contact-book.ts';
import type { ClientContext } from '../context.ts';
import type { DraftText } from '../conversation-views.ts';
import { draftChange } from './draft.ts';

export class LocalMatters {
  readonly #context: ClientContext;

  constructor(context: ClientContext) {
    this.#context = context;
  }

  /** @throws {LimitError} `too-large` above MAX_TEXT_BYTES @throws {UsageError} `invalid-argument` for an id that is none */
  async setDraft(contact: ContactRecord, draft: DraftText | undefined): Promise<void> {
    await this.#update(contact, draftChange(draft));
  }

  async pin(contact: ContactRecord, isPinned: boolean): Promise<void> {
    await this.#update(contact, ({ pinnedAtMs: _, ...record }, nowMs) =>
      isPinned ? { ...record, pinnedAtMs: nowMs } : record,
    );
  }

  /** `untilMs` 0: not muted. */
  async mute(contact: ContactRecord, untilMs: number): Promise<void> {
    await this.#update(contact, ({ mutedUntilMs: _, ...record }) =>
      untilMs > 0 ? { ...record, mutedUntilMs: Math.min(Math.floor(untilMs), Number.MAX_SAFE_INTEGER) } : record,
    );
  }

  async archive(contact: ContactRecord, isArchived: boolean): Promise<void> {
    await this.#update(contact, ({ archivedAtMs: _, ...record }, nowMs) =>
      isArchived ? { ...record, archivedAtMs: nowMs } : record,
    );
  }

  async markUnread(contact: ContactRecord): Promise<void> {
    await this.#update(contact, (record, nowMs) => ({ ...record, markedUnreadAtMs: nowMs }));
  }

  async #update(
    contact: ContactRecord,
    change: (record: ConversationRecord, nowMs: number) => ConversationRecord,
  ): Promise<void> {
    const { locks, ledger, conversations, clock, events } = this.#context;
    const { accountId } = contact;
    await locks.run(formatHex(accountId), async () => {
      const record = change(conversations.get(accountId), clock.nowMs());
      const put: StoreChange = { kind: 'put-conversation', record };
      await ledger.commit([put]);
    });
    events.emit('conversation', contactId(contact));
  }
}
