/**
 * One conversation while somebody looks at it: messages by pages out of the store, notices among them, and what the client
 * tells meanwhile.
 *
 * Owns loading, in what order. Must not know: the screen. `close` ends it.
 */
import type { MessageView, NoticeView, SottoClient } from '@sotto/client';
import { MessageWindow, PAGE_SIZE } from './message-window.ts';
import { Signal } from './signal.ts';

type FeedSource = Pick<SottoClient, 'history' | 'notices' | 'on'>;

const FIRST_PAGE = 60;
/** As many unread messages are read at once, so that the person can begin with the first of them. */
const MAX_FIRST_PAGE = 1_000;
/** As many as the store keeps. */
const MAX_NOTICES = 200;

export interface FeedOptions {
  readonly client: FeedSource;
  readonly contact: string;
  /** Messages that are unread when the conversation is opened. */
  readonly unread: number;
  readonly onFailure: (error: unknown) => void;
}

/** A message that somebody wants to see. Another object every time, also for the same message. */
export interface WantedMessage {
  readonly id: string;
}

export class ConversationFeed {
  readonly contact: string;
  readonly signal = new Signal();
  readonly messages = new MessageWindow();
  readonly #options: FeedOptions;
  readonly #unsubscribe: readonly (() => void)[];
  readonly #ready: Promise<void>;
  /** What came while its place was not known: before the first page was read, or while the person was far away. */
  readonly #early: MessageView[] = [];
  #wanted: WantedMessage | undefined;
  #notices: readonly NoticeView[] = [];
  #firstUnread: MessageView | undefined;
  #isReady = false;
  #isLoadingOlder = false;
  #isLoadingNewer = false;
  #isFilling = false;
  #isClosed = false;

  constructor(options: FeedOptions) {
    const { client, contact } = options;
    this.contact = contact;
    this.#options = options;
    this.#unsubscribe = [
      client.on('message', (message) => {
        if (message.contact === contact) this.#arrived(message);
      }),
      client.on('message-state', (message) => this.#changed(message)),
      client.on('message-changed', (message) => this.#changed(message)),
      client.on('message-removed', (removed) => {
        if (removed.contact === contact) this.#removed(removed.id);
      }),
      client.on('notice', (notice) => {
        if (notice.contact !== contact || !('id' in notice)) return;
        this.#notices = withNotice(this.#notices, notice);
        this.signal.changed();
      }),
    ];
    this.#ready = this.#watched(() => this.#open());
  }

  /** Resolves when the newest messages are here, or could not be read. */
  get ready(): Promise<void> {
    return this.#ready;
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  /** Where the person stopped reading when the conversation was opened. */
  get firstUnread(): MessageView | undefined {
    return this.#firstUnread;
  }

  /** What was gone to last. */
  get wanted(): WantedMessage | undefined {
    return this.#wanted;
  }

  get notices(): readonly NoticeView[] {
    return this.#notices;
  }

  /** Reads the page before the first known message; nothing when there is none, or it is being read. */
  async loadOlder(): Promise<void> {
    const before = this.messages.olderThan;
    if (this.#isLoadingOlder || before === undefined) return;
    this.#isLoadingOlder = true;
    await this.#watched(async () => {
      const page = await this.#options.client.history(this.contact, { limit: PAGE_SIZE, before });
      if (before === this.messages.olderThan) this.messages.prepend(page, page.length < PAGE_SIZE);
    });
    this.#isLoadingOlder = false;
    this.signal.changed();
  }

  /** Reads the page after the last known message; nothing when that is the newest, or it is being read. */
  async loadNewer(): Promise<void> {
    const after = this.messages.newerThan;
    if (this.#isLoadingNewer || after === undefined) return;
    this.#isLoadingNewer = true;
    await this.#watched(async () => {
      const page = await this.#options.client.history(this.contact, { limit: PAGE_SIZE, after });
      if (after === this.messages.newerThan) this.messages.append(page, page.length < PAGE_SIZE);
      this.#insertEarly();
    });
    this.#isLoadingNewer = false;
    this.signal.changed();
  }

  /** Makes a message one of those that are here, with others around it, and wanted. False: it has gone. */
  async goTo(id: string): Promise<boolean> {
    await this.#ready;
    if (this.messages.indexWhere((message) => message.id === id) === undefined) {
      const page = await this.#options.client.history(this.contact, { around: id, limit: PAGE_SIZE }).catch(() => []);
      const index = page.findIndex((message) => message.id === id);
      if (index < 0 || this.#isClosed) return false;
      this.messages.restart(page, {
        isOldest: index < Math.floor((PAGE_SIZE - 1) / 2),
        isNewest: page.length < PAGE_SIZE,
      });
      this.#insertEarly();
    }
    this.#wanted = { id };
    this.signal.changed();
    return true;
  }

  /** Back to the newest messages from a place far away. */
  async goToNewest(): Promise<void> {
    if (!this.messages.isAttached) await this.#restart();
  }

  /** The person sees these places: what is missing there is read again, what is far away is let go. */
  async show(start: number, end: number): Promise<void> {
    if (this.#isFilling || this.messages.missing(start, end).length === 0) {
      this.messages.letGo(start, end);
      return;
    }
    this.#isFilling = true;
    await this.#watched(async () => {
      for (const request of this.messages.missing(start, end).slice(0, 1)) {
        const { limit, before } = request;
        this.messages.fill(request, await this.#options.client.history(this.contact, { limit, before }));
      }
    });
    this.#isFilling = false;
    this.signal.changed();
  }

  /** The person has seen what was unread. */
  forgetUnread(): void {
    if (this.#firstUnread === undefined) return;
    this.#firstUnread = undefined;
    this.signal.changed();
  }

  close(): void {
    this.#isClosed = true;
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  async #open(): Promise<void> {
    const { client, unread } = this.#options;
    const limit = Math.min(MAX_FIRST_PAGE, Math.max(FIRST_PAGE, unread + FIRST_PAGE / 2));
    const page = await client.history(this.contact, { limit });
    this.messages.prepend(page, page.length < limit);
    this.#firstUnread = unread > 0 ? page.find(isUnread) : undefined;
    this.#isReady = true;
    this.#insertEarly();
    this.signal.changed();
    const stored = await client.notices(this.contact);
    this.#notices = this.#notices.reduce(withNotice, stored);
    this.signal.changed();
  }

  #arrived(message: MessageView): void {
    if (this.#isReady && this.messages.insert(message)) this.signal.changed();
    else if (!this.#isReady || !this.messages.isAttached) {
      this.#early.push(message);
      if (this.#early.length > MAX_FIRST_PAGE) this.#early.shift();
    }
  }

  #removed(id: string): void {
    if (!this.messages.remove(id)) return;
    // Everything that was here has gone, and there is more.
    if (this.messages.count === 0 && !this.messages.isComplete) void this.#restart();
    this.signal.changed();
  }

  async #restart(): Promise<void> {
    await this.#watched(async () => {
      const page = await this.#options.client.history(this.contact, { limit: PAGE_SIZE });
      this.messages.restart(page, { isOldest: page.length < PAGE_SIZE, isNewest: true });
      this.#wanted = undefined;
      this.#insertEarly();
    });
    this.signal.changed();
  }

  #insertEarly(): void {
    if (!this.messages.isAttached) return;
    for (const message of this.#early.splice(0)) this.messages.insert(message);
  }

  #changed(message: MessageView): void {
    if (message.contact === this.contact && this.messages.replace(message)) this.signal.changed();
  }

  async #watched(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.#isClosed) this.#options.onFailure(error);
    }
  }
}

function isUnread({ direction, state }: MessageView): boolean {
  return direction === 'in' && state !== 'read';
}

function withNotice(notices: readonly NoticeView[], notice: NoticeView): readonly NoticeView[] {
  if (notices.some(({ id }) => id === notice.id)) return notices;
  return [...notices, notice].sort((a, b) => a.order - b.order).slice(-MAX_NOTICES);
}
