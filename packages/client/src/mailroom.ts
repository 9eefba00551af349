/**
 * Our side of one mailbox of ours: opens topics, fetches or stays subscribed, and hands envelopes to the inbox one after
 * the other (specs/06 §4; attacks E1, E4, E9).
 */
import type { MailboxSubscription, StoredDelivery } from '@sotto/ports';
import { formatHex, LIMITS, type MailboxAddress, SottoError, UnavailableError } from '@sotto/wire';
import type { ClientContext } from './context.ts';
import type { Inbox, InboxResult } from './inbox.ts';
import type { OwnTopic } from './own-topics.ts';
import { withTimeout } from './timeout.ts';

const CALL_TIMEOUT_MS = 8_000;
/** A mailbox that always has more is not believed for ever. */
const MAX_PAGES = Math.ceil(LIMITS.MAX_ENVELOPES_PER_TOPIC / LIMITS.MAX_PAGE_ENVELOPES) * 4;
/** A reader that was cut off may still count as one at the mailbox for so long. */
const OWN_GHOST_MS = 120_000;

export interface MailroomParts {
  readonly mailbox: MailboxAddress;
  readonly inbox: Inbox;
  /** Told of every envelope that was looked at. */
  readonly onTaken: (result: InboxResult) => void;
  /** A subscription has ended, or an envelope could not be stored: `subscribe` has something to do. */
  readonly onTrouble: () => void;
}

export class Mailroom {
  readonly mailbox: MailboxAddress;
  readonly #context: ClientContext;
  readonly #parts: MailroomParts;
  /** Topics by name that are subscribed now, and when the subscription of others ended. */
  readonly #subscribed = new Set<string>();
  readonly #endedAtMs = new Map<string, number>();
  /** Topics that are known to be open at the mailbox. */
  readonly #opened = new Set<string>();
  #subscriptions: MailboxSubscription[] = [];
  /** Something was delivered that could not be stored: it has to be fetched again. */
  #hasMissed = false;
  #isClosed = false;
  #work: Promise<void> = Promise.resolve();

  constructor(context: ClientContext, parts: MailroomParts) {
    this.mailbox = parts.mailbox;
    this.#context = context;
    this.#parts = parts;
  }

  get connected(): boolean {
    return this.#context.network.reader.isConnected(this.mailbox);
  }

  /** Whether any subscription is alive. */
  get subscribed(): boolean {
    return this.#subscriptions.length > 0;
  }

  /**
   * Takes everything that is stored now, oldest first; stops in between when `signal` says so.
   * @throws {UnavailableError} {LimitError} what the mailbox or our store answers
   */
  async fetchAll(signal?: AbortSignal): Promise<void> {
    for (const topic of this.#topics()) {
      let cursor = 0;
      for (let page = 0; page < MAX_PAGES && signal?.aborted !== true; page++) {
        const { deliveries, more } = await this.#fetchPage(topic, cursor);
        for (const delivery of deliveries) await this.#take(delivery);
        const last = deliveries.at(-1)?.cursor;
        if (!more || last === undefined || last <= cursor) break;
        cursor = last;
      }
    }
  }

  /** Opens topics of ours that the mailbox may not know yet, so that others can write there. */
  async openNew(): Promise<void> {
    for (const topic of this.#topics()) {
      if (!this.#opened.has(formatHex(topic.record.topic))) await this.#open(topic);
    }
  }

  /**
   * Subscribes to every topic of ours that is not subscribed yet; stored envelopes come first, then new ones. Fetches
   * what could not be stored before. @throws {UnavailableError} {LimitError}
   */
  async subscribe(): Promise<void> {
    const missing = this.#topics().filter(({ record }) => !this.#subscribed.has(formatHex(record.topic)));
    for (let start = 0; start < missing.length; start += LIMITS.MAX_TOPICS_PER_SUBSCRIPTION) {
      await this.#subscribeTo(missing.slice(start, start + LIMITS.MAX_TOPICS_PER_SUBSCRIPTION));
    }
    if (!this.#hasMissed) return;
    this.#hasMissed = false;
    await this.fetchAll().catch((error: unknown) => {
      this.#hasMissed = true;
      throw error;
    });
  }

  /** Ends the subscriptions and waits until what was taken is stored. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const subscription of this.#subscriptions) subscription.close();
    await this.#work;
  }

  #topics(): OwnTopic[] {
    return this.#context.topics.at(this.mailbox);
  }

  async #fetchPage(topic: OwnTopic, cursor: number) {
    const page = { cursor, limit: LIMITS.MAX_PAGE_ENVELOPES };
    const fetch = () =>
      withTimeout(this.#context, CALL_TIMEOUT_MS, (signal) =>
        this.#context.network.reader.fetch(this.mailbox, topic.credentials, page, { signal }),
      );
    try {
      return await fetch();
    } catch (error) {
      if (!isUnknownTopic(error)) throw error;
      await this.#open(topic);
      return await fetch();
    }
  }

  async #subscribeTo(topics: readonly OwnTopic[]): Promise<void> {
    const refused = await this.#trySubscribe(topics);
    if (refused.length === 0) return;
    for (const topic of refused) await this.#open(topic);
    const [first] = await this.#trySubscribe(refused);
    if (first) throw new UnavailableError('unknown-topic-or-key', 'the mailbox refuses a topic of ours');
  }

  /** Returns the topics that the mailbox does not know. */
  async #trySubscribe(topics: readonly OwnTopic[]): Promise<OwnTopic[]> {
    const { network } = this.#context;
    const subscription = await withTimeout(this.#context, CALL_TIMEOUT_MS, (signal) =>
      network.reader.subscribe(
        {
          mailbox: this.mailbox,
          topics: topics.map(({ credentials }) => credentials),
          onDelivery: (delivery) => this.#enqueue(delivery),
        },
        { signal },
      ),
    );
    const accepted = topics.filter((_, index) => subscription.topics[index]?.accepted === true);
    const isReplaced = topics.some((topic, index) => subscription.topics[index]?.replaced && !this.#isOurGhost(topic));
    if (isReplaced) this.#context.notices.raise(this.#context.own.id, { kind: 'second-reader' });
    if (accepted.length === 0 || this.#isClosed) subscription.close();
    else this.#keep(subscription, accepted);
    return topics.filter((topic) => !accepted.includes(topic));
  }

  #keep(subscription: MailboxSubscription, topics: readonly OwnTopic[]): void {
    const names = topics.map(({ record }) => formatHex(record.topic));
    this.#subscriptions.push(subscription);
    for (const name of names) {
      this.#subscribed.add(name);
      this.#opened.add(name);
    }
    void subscription.ended.then(() => {
      this.#subscriptions = this.#subscriptions.filter((other) => other !== subscription);
      for (const name of names) {
        this.#subscribed.delete(name);
        this.#endedAtMs.set(name, this.#context.clock.monotonicMs());
      }
      if (!this.#isClosed) this.#parts.onTrouble();
    });
  }

  /** The reader that was replaced may be what is left of our own subscription before the connection broke. */
  #isOurGhost({ record }: OwnTopic): boolean {
    const endedAtMs = this.#endedAtMs.get(formatHex(record.topic));
    return endedAtMs !== undefined && this.#context.clock.monotonicMs() - endedAtMs < OWN_GHOST_MS;
  }

  async #open(topic: OwnTopic): Promise<void> {
    await withTimeout(this.#context, CALL_TIMEOUT_MS, (signal) =>
      this.#context.network.reader.open(this.mailbox, topic.credentials, { signal }),
    );
    this.#opened.add(formatHex(topic.record.topic));
  }

  /** Deliveries are taken one after the other; the port holds the mailbox back while this promise is pending. */
  #enqueue(delivery: StoredDelivery): Promise<void> {
    this.#work = this.#work
      .then(() => this.#take(delivery))
      .catch((error: unknown) => {
        this.#hasMissed = true;
        this.#context.onError(error);
        if (!this.#isClosed) this.#parts.onTrouble();
      });
    return this.#work;
  }

  /** @throws when our store cannot take it now. One envelope that nobody can make sense of does not stop the others. */
  async #take(delivery: StoredDelivery): Promise<void> {
    try {
      this.#parts.onTaken(await this.#parts.inbox.receive(delivery.envelope, { mailbox: this.mailbox }));
    } catch (error) {
      if (error instanceof SottoError) throw error;
      this.#context.onError(error);
    }
  }
}

function isUnknownTopic(error: unknown): boolean {
  return error instanceof UnavailableError && error.code === 'unknown-topic-or-key';
}
