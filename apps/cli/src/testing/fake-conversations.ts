/** What a person has set for each conversation, in memory, for tests. */
import type { ContactView, ConversationView, MessageView } from '@sotto/client';

type Settings = Pick<ConversationView, 'isPinned' | 'isArchived' | 'isMarkedUnread' | 'timerSeconds'> & {
  readonly mutedUntilMs: number;
};

const NOTHING_SET: Settings = {
  isPinned: false,
  isArchived: false,
  isMarkedUnread: false,
  timerSeconds: 0,
  mutedUntilMs: 0,
};

export class FakeConversations {
  readonly #settings = new Map<string, Settings>();

  set(contact: string, change: Partial<Settings>): void {
    this.#settings.set(contact, { ...(this.#settings.get(contact) ?? NOTHING_SET), ...change });
  }

  view(contact: ContactView, last: MessageView | undefined, nowMs: number): ConversationView {
    const { id, name, status, unread, missing, lastActivityMs } = contact;
    const { mutedUntilMs, ...set } = this.#settings.get(id) ?? NOTHING_SET;
    const isMuted = mutedUntilMs > nowMs;
    return {
      contact: id,
      name,
      status,
      unread,
      missing,
      lastActivityMs,
      ...set,
      isMuted,
      ...(isMuted ? { mutedUntilMs } : {}),
      isTyping: false,
      ...(last ? { last } : {}),
    };
  }
}
