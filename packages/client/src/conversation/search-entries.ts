/** What the search index has of messages that have changed: what they say now, or nothing (specs/11 §7). */
import type { ChangedMessage, MessageRecord, MessageStore, SearchEntry } from '@sotto/ports';
import { formatHex } from '@sotto/wire';
import { TIMER } from '../content/timer.ts';
import { termsOf } from './search-terms.ts';

interface SearchEntriesParts {
  readonly store: MessageStore;
  readonly text: (message: MessageRecord) => Promise<string>;
}

export interface ChangedEntries {
  readonly found: readonly SearchEntry[];
  /** What must not be found. */
  readonly hidden: readonly SearchEntry[];
}

export class SearchEntries {
  readonly #parts: SearchEntriesParts;

  constructor(parts: SearchEntriesParts) {
    this.#parts = parts;
  }

  /** Of these messages, and of those that they change. */
  async of(changed: readonly ChangedMessage[]): Promise<ChangedEntries> {
    const { store } = this.#parts;
    const messages = new Map<string, MessageRecord>();
    const note = (message: MessageRecord) =>
      messages.set(`${formatHex(message.conversation)}/${formatHex(message.messageId)}`, message);
    for (const { message } of changed) {
      note(message);
      const { conversation, target } = message;
      const changedMessage = target && (await store.message(conversation, target));
      if (changedMessage) note(changedMessage);
    }
    const entries = await Promise.all([...messages.values()].map((message) => this.#entry(message)));
    return {
      found: entries.filter(({ terms }) => terms.length > 0),
      hidden: entries.filter(({ terms }) => terms.length === 0),
    };
  }

  /** Without terms when it must not be found. */
  async #entry(message: MessageRecord): Promise<SearchEntry> {
    const { conversation, messageId, clock } = message;
    const text = isFindable(message) ? await this.#parts.text(message) : '';
    return { conversation, messageId, clock, terms: termsOf(text).map(({ term }) => term) };
  }
}

function isFindable({ visibility, type }: MessageRecord): boolean {
  return visibility === undefined && type !== TIMER.type;
}
