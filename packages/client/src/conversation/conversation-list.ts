/** Conversations as an app lists them. */
import type { ContactRecord } from '@sotto/ports';
import { formatHex } from '@sotto/wire';
import { contactId } from '../contact-book.ts';
import type { ClientContext } from '../context.ts';
import type { ConversationView, DraftView } from '../conversation-views.ts';
import type { MessageViews } from '../message-view.ts';
import { isMuted } from './conversation-book.ts';
import type { Typing } from './typing.ts';

export class ConversationList {
  readonly #context: ClientContext;
  readonly #views: MessageViews;
  readonly #typing: Typing;

  constructor(context: ClientContext, parts: { readonly messageViews: MessageViews; readonly typing: Typing }) {
    this.#context = context;
    this.#views = parts.messageViews;
    this.#typing = parts.typing;
  }

  /** Pinned ones first, then by what happened last. */
  async all(): Promise<readonly ConversationView[]> {
    const views = await Promise.all(this.#context.contacts.all().map((contact) => this.view(contact)));
    return views.sort(
      (a, b) =>
        Number(b.isPinned) - Number(a.isPinned) || b.lastActivityMs - a.lastActivityMs || (a.name < b.name ? -1 : 1),
    );
  }

  async view(contact: ContactRecord): Promise<ConversationView> {
    const { store, conversations, clock } = this.#context;
    const { accountId, name, status, addedAtMs } = contact;
    const [[last], unread, streams] = await Promise.all([
      store.messages(accountId, { limit: 1 }),
      store.unreadCount(accountId),
      store.streams(accountId),
    ]);
    const record = conversations.get(accountId);
    const { pinnedAtMs, archivedAtMs, markedUnreadAtMs, mutedUntilMs } = record;
    const muted = isMuted(record, clock.nowMs());
    const draft = draftView(record.draft);
    return {
      contact: contactId(contact),
      name,
      status,
      ...(last ? { last: await this.#views.view(last) } : {}),
      lastActivityMs: Math.max(last?.storedAtMs ?? addedAtMs, draft?.changedAtMs ?? 0),
      unread,
      isMarkedUnread: markedUnreadAtMs !== undefined,
      missing: streams.reduce((sum, { missing }) => sum + missing.length, 0),
      isPinned: pinnedAtMs !== undefined,
      isMuted: muted,
      ...(muted && mutedUntilMs !== undefined ? { mutedUntilMs } : {}),
      isArchived: archivedAtMs !== undefined,
      isTyping: this.#typing.isTyping(accountId),
      timerSeconds: conversations.timerSeconds(accountId),
      ...(draft ? { draft } : {}),
    };
  }
}

function draftView(draft: ReturnType<ClientContext['conversations']['get']>['draft']): DraftView | undefined {
  if (draft === undefined) return undefined;
  const { text, replyTo, changedAtMs } = draft;
  return { text, changedAtMs, ...(replyTo ? { replyTo: formatHex(replyTo) } : {}) };
}
