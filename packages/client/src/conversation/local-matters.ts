/** What a person sets for a conversation and nobody else learns: drafts, pins, mute, archive, marks (specs/11 §7). */
import type { ContactRecord, ConversationRecord, StoreChange } from '@sotto/ports';
import { encodeUtf8, formatHex, LIMITS, LimitError } from '@sotto/wire';
import { contactId } from '../contact-book.ts';
import type { ClientContext } from '../context.ts';
import { parseId } from './message-finder.ts';

export class LocalMatters {
  readonly #context: ClientContext;

  constructor(context: ClientContext) {
    this.#context = context;
  }

  /** @throws {LimitError} `too-large` above MAX_TEXT_BYTES @throws {UsageError} `invalid-argument` for an id that is none */
  async setDraft(
    contact: ContactRecord,
    draft: { readonly text: string; readonly replyTo?: string } | undefined,
  ): Promise<void> {
    const length = encodeUtf8(draft?.text ?? '').length;
    if (length > LIMITS.MAX_TEXT_BYTES) {
      throw new LimitError('too-large', 'the draft is too long', {
        facts: { maxBytes: LIMITS.MAX_TEXT_BYTES, length },
      });
    }
    const replyTo = draft?.replyTo === undefined ? undefined : parseId(draft.replyTo);
    const isEmpty = draft === undefined || (draft.text === '' && replyTo === undefined);
    await this.#update(contact, ({ draft: _, ...record }, changedAtMs) =>
      isEmpty ? record : { ...record, draft: { text: draft.text, changedAtMs, ...(replyTo ? { replyTo } : {}) } },
    );
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
