/**
 * The known part of one conversation: pages of messages that follow one another, of which only those near the person's
 * place are held. It ends with the newest message, unless the person went to a place far away. Pages that were let go can
 * be read again, so memory stays bounded however far somebody scrolls.
 *
 * Owns order, places and bounds. Must not know: where pages come from, notices, or what is on the screen.
 */
import type { MessageView } from '@sotto/client';

/** Messages of one page that is read at once. */
export const PAGE_SIZE = 100;
/** Messages that are held at most, besides the page that the person looks at and the newest one. */
const MAX_HELD = 1_500;

interface Page {
  /** Its oldest message. */
  first: MessageView;
  count: number;
  /** Oldest first; absent: let go. */
  messages: MessageView[] | undefined;
}

/** What to ask the store for so that a page is here again. */
export interface PageRequest {
  readonly page: number;
  readonly limit: number;
  /** The message after the page. */
  readonly before: string;
}

/** Order of a conversation: by clock, then by id (specs/08 §5). */
export function compareMessages(a: MessageView, b: MessageView): number {
  return a.order - b.order || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

export class MessageWindow {
  readonly #pages: Page[] = [];
  #firstKey = 0;
  #count = 0;
  #isComplete = false;
  #isAttached = true;
  #stretch = 0;

  /** How often it began anew at another place. */
  get stretch(): number {
    return this.#stretch;
  }

  /** Messages that are known. */
  get count(): number {
    return this.#count;
  }

  /** Nothing is older than the first one. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Where older messages are read from; absent: there is none yet, or nothing is older. */
  get olderThan(): string | undefined {
    return this.#isComplete ? undefined : this.#pages[0]?.first.id;
  }

  /** It ends with the newest message of the conversation. */
  get isAttached(): boolean {
    return this.#isAttached;
  }

  /** Where newer messages are read from; absent: the newest one is here. */
  get newerThan(): string | undefined {
    return this.#isAttached ? undefined : this.last?.id;
  }

  /** The last message that is known. */
  get last(): MessageView | undefined {
    return this.#pages.at(-1)?.messages?.at(-1);
  }

  /** The newest of the conversation; absent: there is none, or the person is far away from it. */
  get newest(): MessageView | undefined {
    return this.#isAttached ? this.last : undefined;
  }

  /** A name of the place that stays when older messages come in before it; another stretch may have the same. */
  keyAt(index: number): number {
    return this.#firstKey + index;
  }

  /** `undefined`: let go, or out of range. */
  at(index: number): MessageView | undefined {
    const found = this.#locate(index);
    return found?.page.messages?.[found.offset];
  }

  /** The first of the held messages, oldest first, that is wanted. */
  indexWhere(isWanted: (message: MessageView) => boolean): number | undefined {
    let start = 0;
    for (const { messages, count } of this.#pages) {
      const offset = messages?.findIndex(isWanted) ?? -1;
      if (offset >= 0) return start + offset;
      start += count;
    }
    return undefined;
  }

  /** A held message. */
  find(id: string): MessageView | undefined {
    const index = this.indexWhere((message) => message.id === id);
    return index === undefined ? undefined : this.at(index);
  }

  /** Puts older messages, oldest first, before all others. `isAll`: there are none before them. */
  prepend(messages: readonly MessageView[], isAll: boolean): void {
    const [first] = messages;
    this.#isComplete = isAll;
    if (first === undefined) return;
    this.#pages.unshift({ first, count: messages.length, messages: [...messages] });
    this.#firstKey -= messages.length;
    this.#count += messages.length;
  }

  /** Puts newer messages, oldest first, after all others. `isAll`: there are none after them. */
  append(messages: readonly MessageView[], isAll: boolean): void {
    const [first] = messages;
    this.#isAttached = isAll;
    if (first === undefined) return;
    this.#pages.push({ first, count: messages.length, messages: [...messages] });
    this.#count += messages.length;
  }

  /** Begins anew with messages of another place. */
  restart(messages: readonly MessageView[], ends: { readonly isOldest: boolean; readonly isNewest: boolean }): void {
    this.#pages.length = 0;
    this.#count = 0;
    this.#stretch++;
    this.prepend(messages, ends.isOldest);
    this.#isAttached = ends.isNewest;
  }

  /** Puts a message into its place, once. False: its place is not known yet, or it is here already. */
  insert(message: MessageView): boolean {
    if (!this.#isAttached && (this.last === undefined || compareMessages(message, this.last) > 0)) return false;
    const page = this.#pages.findLast(({ first }) => compareMessages(first, message) <= 0) ?? this.#pages[0];
    if (page === undefined) {
      this.#pages.push({ first: message, count: 1, messages: [message] });
      this.#count = 1;
      return true;
    }
    if (compareMessages(message, page.first) < 0 && !this.#isComplete) return false;
    if (page.messages?.some(({ id }) => id === message.id)) return false;
    if (page.messages) {
      const after = page.messages.findLastIndex((other) => compareMessages(other, message) < 0);
      page.messages.splice(after + 1, 0, message);
      page.first = page.messages[0] ?? message;
    }
    page.count++;
    this.#count++;
    if (page === this.#pages.at(-1)) this.#splitNewest(page);
    return true;
  }

  /** Puts a message in the place of the same one as it was. False: it is not held. */
  replace(message: MessageView): boolean {
    for (const { messages } of this.#pages.toReversed()) {
      const offset = messages?.findLastIndex(({ id }) => id === message.id) ?? -1;
      if (messages === undefined || offset < 0) continue;
      messages[offset] = message;
      return true;
    }
    return false;
  }

  /** Takes a message out. False: it is not held. */
  remove(id: string): boolean {
    const index = this.#pages.findIndex(
      ({ first, messages }) => first.id === id || messages?.some((message) => message.id === id),
    );
    const page = this.#pages[index];
    if (page === undefined) return false;
    if (page.messages === undefined) {
      // What follows it is not known here: it is read again when somebody comes by.
      this.#forgetBefore(index + 1);
      return true;
    }
    page.messages = page.messages.filter((message) => message.id !== id);
    page.count--;
    this.#count--;
    const [first] = page.messages;
    if (first === undefined) this.#pages.splice(index, 1);
    else page.first = first;
    return true;
  }

  /** What has to be read so that all from `start` to `end`, both included, is held. */
  missing(start: number, end: number): readonly PageRequest[] {
    return this.#between(start, end).flatMap(({ page, index }) => {
      const next = this.#pages[index + 1];
      if (page.messages !== undefined || next === undefined) return [];
      return [{ page: index, limit: page.count, before: next.first.id }];
    });
  }

  /** Fills a page that was let go. Were messages put in before it meanwhile, what is older is forgotten and read again. */
  fill({ page: index, before }: PageRequest, messages: readonly MessageView[]): void {
    const page = this.#pages[index];
    const [first] = messages;
    if (page === undefined || first === undefined || this.#pages[index + 1]?.first.id !== before) return;
    const isSame = first.id === page.first.id && messages.length === page.count;
    this.#count += messages.length - page.count;
    this.#pages[index] = { first, count: messages.length, messages: [...messages] };
    if (!isSame) this.#forgetBefore(index);
  }

  /** Lets go of the pages that are furthest from here, until few enough messages are held. */
  letGo(start: number, end: number): void {
    const near = this.#between(start, end).map(({ index }) => index);
    const [from, to] = [near[0] ?? 0, near.at(-1) ?? 0];
    const far = this.#pages
      .map((page, index) => ({ page, distance: index < from ? from - index : Math.max(0, index - to) }))
      .filter(({ page, distance }) => distance > 0 && page.messages !== undefined && page !== this.#pages.at(-1))
      .sort((a, b) => b.distance - a.distance);
    let held = far.reduce((sum, { page }) => sum + page.count, 0);
    for (const { page } of far) {
      if (held <= MAX_HELD) return;
      page.messages = undefined;
      held -= page.count;
    }
  }

  #forgetBefore(index: number): void {
    const forgotten = this.#pages.splice(0, index).reduce((sum, { count }) => sum + count, 0);
    this.#firstKey += forgotten;
    this.#count -= forgotten;
    this.#isComplete = false;
  }

  #locate(index: number): { readonly page: Page; readonly offset: number } | undefined {
    // Most look-ups are near the newest.
    let start = this.#count;
    for (let at = this.#pages.length - 1; at >= 0; at--) {
      const page = this.#pages[at];
      if (page === undefined || index >= this.#count) return undefined;
      start -= page.count;
      if (index >= start) return { page, offset: index - start };
    }
    return undefined;
  }

  #between(start: number, end: number): { readonly page: Page; readonly index: number }[] {
    const found: { page: Page; index: number }[] = [];
    let first = 0;
    for (const [index, page] of this.#pages.entries()) {
      if (first <= end && first + page.count > start) found.push({ page, index });
      first += page.count;
    }
    return found;
  }

  #splitNewest(page: Page): void {
    if (page.messages === undefined || page.count < 2 * PAGE_SIZE) return;
    const newer = page.messages.splice(PAGE_SIZE);
    page.count = PAGE_SIZE;
    const [first] = newer;
    if (first !== undefined) this.#pages.push({ first, count: newer.length, messages: newer });
  }
}
