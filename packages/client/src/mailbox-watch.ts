/** Stays in touch with every mailbox of ours: subscribed, published, stocked; tries again where that fails (specs/07 §4). */
import { type MailboxAddress, parseMailboxAddress, SottoError } from '@sotto/wire';
import { retryDelayMs } from './backoff.ts';
import type { ClientContext } from './context.ts';
import type { Inbox, InboxResult } from './inbox.ts';
import { Mailroom } from './mailroom.ts';
import type { Publisher } from './publisher.ts';
import { Pump } from './pump.ts';

/** How often a mailbox is looked after when nothing happens. */
const LOOK_EVERY_MS = 5 * 60_000;

export interface MailboxWatchParts {
  readonly inbox: Inbox;
  readonly publisher: Publisher;
  readonly onTaken: (result: InboxResult) => void;
  /** A mailbox can be reached again. */
  readonly onConnected: () => void;
}

interface Post {
  readonly room: Mailroom;
  readonly pump: Pump;
  failures: number;
}

export class MailboxWatch {
  readonly #context: ClientContext;
  readonly #parts: MailboxWatchParts;
  /** One for each mailbox of the account and of every topic of ours. */
  readonly #posts = new Map<MailboxAddress, Post>();
  #isStarted = false;

  constructor(context: ClientContext, parts: MailboxWatchParts) {
    this.#context = context;
    this.#parts = parts;
    // A new topic of ours must be open before somebody writes to it.
    context.topics.onAdded(() => this.poke());
  }

  start(): void {
    this.#isStarted = true;
    for (const { pump } of this.#all()) pump.start();
  }

  async stop(): Promise<void> {
    this.#isStarted = false;
    await Promise.all(
      [...this.#posts.values()].map(async ({ pump, room }) => {
        await room.close();
        await pump.stop();
      }),
    );
  }

  /** There is something new to subscribe to or to publish. */
  poke(): void {
    if (!this.#isStarted) return;
    for (const { pump } of this.#all()) {
      pump.start();
      pump.poke();
    }
  }

  /** Looks after every mailbox now, however often it has failed. */
  retryNow(): void {
    for (const post of this.#posts.values()) post.failures = 0;
    this.poke();
  }

  /** Publishes and takes what is stored, at every mailbox once. What fails is reported. */
  async fetchAll(signal: AbortSignal): Promise<void> {
    await this.#attempt(async ({ room }) => {
      await this.#publish(room.mailbox);
      await room.fetchAll(signal);
    });
  }

  /** Opens topics of ours that others may write to by now. What fails is reported. */
  async openNew(): Promise<void> {
    await this.#attempt(({ room }) => room.openNew());
  }

  async #keepSubscribed(post: Post): Promise<number> {
    const { room } = post;
    const { mailboxHealth } = this.#context;
    const wasConnected = room.connected;
    try {
      await room.subscribe();
      await this.#publish(room.mailbox);
      mailboxHealth.answered(room.mailbox);
      post.failures = 0;
      if (!wasConnected) {
        this.#context.events.emit('network', undefined);
        this.#parts.onConnected();
      }
      return LOOK_EVERY_MS;
    } catch (error) {
      mailboxHealth.failed(room.mailbox, error);
      this.#context.onError(error);
      this.#context.events.emit('network', undefined);
      post.failures += 1;
      return retryDelayMs(post.failures, this.#context.random);
    }
  }

  async #publish(mailbox: MailboxAddress): Promise<void> {
    if (this.#context.own.state.mailboxes.includes(mailbox)) await this.#parts.publisher.publish(mailbox);
  }

  #all(): Post[] {
    const { own, topics } = this.#context;
    const addresses = new Set<string>(own.state.mailboxes);
    for (const { record } of topics.all()) for (const mailbox of record.mailboxes) addresses.add(mailbox);
    for (const text of addresses) {
      const mailbox = parseMailboxAddress(text);
      if (!this.#posts.has(mailbox)) this.#posts.set(mailbox, this.#newPost(mailbox));
    }
    return [...this.#posts.values()];
  }

  #newPost(mailbox: MailboxAddress): Post {
    const { clock, onError, events, mailboxHealth } = this.#context;
    const room: Mailroom = new Mailroom(this.#context, {
      mailbox,
      inbox: this.#parts.inbox,
      onTaken: this.#parts.onTaken,
      onTrouble: () => {
        if (!room.connected) mailboxHealth.lost(mailbox);
        events.emit('network', undefined);
        post.pump.poke();
      },
    });
    const pump = new Pump({ clock, work: () => this.#keepSubscribed(post), onError });
    const post: Post = { room, pump, failures: 0 };
    return post;
  }

  /** Does it at every mailbox at once; one that fails does not stop the others. */
  async #attempt(work: (post: Post) => Promise<void>): Promise<void> {
    await Promise.all(
      this.#all().map(async (post) => {
        const { mailboxHealth } = this.#context;
        try {
          await work(post);
          mailboxHealth.answered(post.room.mailbox);
        } catch (error) {
          mailboxHealth.failed(post.room.mailbox, error);
          if (!(error instanceof SottoError)) throw error;
          this.#context.onError(error);
        }
      }),
    );
  }
}
