/**
 * Our side of one mailbox of ours: opens topics, fetches or stays subscribed, hands envelopes to the inbox one after
 * the other, and tells the mailbox what it may delete (specs/06 §4; attacks E1, E4, E9).
 */
import type { AcknowledgementRecord, MailboxSubscription, StoredDelivery } from '@sotto/ports';
import { formatHex, LIMITS, type MailboxAddress, UnavailableError } from '@sotto/wire';
import type { ClientContext } from './context.ts';
import type { Inbox, InboxResult } from './inbox.ts';
import type { OwnTopic } from './own-topics.ts';
import { withTimeout } from './timeout.ts';

const CALL_TIMEOUT_MS = 8_000;
const ACKNOWLEDGEMENTS_PER_ROUND = 2_000;

export interface MailroomParts {
  readonly mailbox: MailboxAddress;
  readonly inbox: Inbox;
  /** Told of every envelope taken; `undefined` result: it could not be stored now. */
  readonly onTaken: (result: InboxResult) => void;
  readonly onError: (error: unknown) => void;
}

export class Mailroom {
  readonly mailbox: MailboxAddress;
  readonly #context: ClientContext;
  readonly #parts: MailroomParts;
  readonly #subscribed = new Set<string>();
  #subscriptions: MailboxSubscription[] = [];
  #work: Promise<void> = Promise.resolve();

  constructor(context: ClientContext, parts: MailroomParts) {
    this.mailbox = parts.mailbox;
    this.#context = context;
    this.#parts = parts;
  }

  get connected(): boolean {
    return this.#context.network.reader.isConnected(this.mailbox);
  }

  /** Takes everything that is stored now, oldest first. @throws {UnavailableError} {LimitError} */
  async fetchAll(): Promise<void> {
    for (const topic of this.#topics()) {
      let cursor = 0;
      for (;;) {
        const page = await this.#fetchPage(topic, cursor);
        for (const delivery of page.deliveries) await this.#take(delivery);
        const last = page.deliveries.at(-1);
        if (!page.more || last === undefined) break;
        cursor = last.cursor;
      }
    }
  }

  /**
   * Subscribes to every topic of ours that is not subscribed yet; stored envelopes come first, then new ones. Resolves
   * with a promise that ends with the subscriptions. @throws {UnavailableError} {LimitError}
   */
  async subscribe(): Promise<void> {
    const missing = this.#topics().filter(({ record }) => !this.#subscribed.has(formatHex(record.topic)));
    for (let start = 0; start < missing.length; start += LIMITS.MAX_TOPICS_PER_SUBSCRIPTION) {
      await this.#subscribeTo(missing.slice(start, start + LIMITS.MAX_TOPICS_PER_SUBSCRIPTION), true);
    }
  }

  /** Whether any subscription is alive. */
  get subscribed(): boolean {
    return this.#subscriptions.length > 0;
  }

  /** Resolves when every subscription has ended. */
  async ended(): Promise<void> {
    await Promise.all(this.#subscriptions.map(({ ended }) => ended));
  }

  /** Ends the subscriptions and waits until what was taken is stored. */
  async close(): Promise<void> {
    for (const subscription of this.#subscriptions) subscription.close();
    this.#subscriptions = [];
    this.#subscribed.clear();
    await this.#work;
  }

  /** Waits until every envelope that has arrived is stored. */
  async settled(): Promise<void> {
    await this.#work;
  }

  /** Tells the mailbox what is stored here and may be deleted there. Returns how many it was told. */
  async acknowledge(): Promise<number> {
    const { store, topics, network, clock } = this.#context;
    const mine = (await store.acknowledgements(ACKNOWLEDGEMENTS_PER_ROUND)).filter(
      ({ mailbox }) => mailbox === this.mailbox,
    );
    let told = 0;
    for (const [key, records] of groupByTopic(mine)) {
      const topic = topics.all().find(({ record }) => formatHex(record.topic) === key);
      for (let start = 0; start < records.length; start += LIMITS.MAX_ACKNOWLEDGE_IDS) {
        const batch = records.slice(start, start + LIMITS.MAX_ACKNOWLEDGE_IDS);
        if (topic) {
          const ids = batch.map(({ envelopeId }) => envelopeId);
          await withTimeout(clock, CALL_TIMEOUT_MS, (signal) =>
            network.reader.acknowledge(this.mailbox, topic.credentials, ids, { signal }),
          );
          told += batch.length;
        }
        await store.commit(batch.map((record) => ({ kind: 'delete-acknowledgement', record })));
      }
    }
    return told;
  }

  #topics(): OwnTopic[] {
    return this.#context.topics.at(this.mailbox);
  }

  async #fetchPage(topic: OwnTopic, cursor: number) {
    const { clock, network } = this.#context;
    const fetch = () =>
      withTimeout(clock, CALL_TIMEOUT_MS, (signal) =>
        network.reader.fetch(this.mailbox, topic.credentials, { cursor, limit: LIMITS.MAX_PAGE_ENVELOPES }, { signal }),
      );
    try {
      return await fetch();
    } catch (error) {
      if (!isUnknownTopic(error)) throw error;
      await this.#open(topic);
      return await fetch();
    }
  }

  async #subscribeTo(topics: readonly OwnTopic[], openUnknown: boolean): Promise<void> {
    const { clock, network, events } = this.#context;
    const subscription = await withTimeout(clock, CALL_TIMEOUT_MS, (signal) =>
      network.reader.subscribe(
        {
          mailbox: this.mailbox,
          topics: topics.map(({ credentials }) => credentials),
          onDelivery: (delivery) => this.#enqueue(delivery),
        },
        { signal },
      ),
    );
    const refused: OwnTopic[] = [];
    topics.forEach((topic, index) => {
      const answer = subscription.topics[index];
      if (answer?.accepted) this.#subscribed.add(formatHex(topic.record.topic));
      else refused.push(topic);
      if (answer?.replaced) events.emit('notice', { contact: '', kind: 'second-reader' });
    });
    this.#keep(subscription, topics);
    if (refused.length === 0 || !openUnknown) return;
    for (const topic of refused) await this.#open(topic);
    await this.#subscribeTo(refused, false);
  }

  #keep(subscription: MailboxSubscription, topics: readonly OwnTopic[]): void {
    this.#subscriptions.push(subscription);
    void subscription.ended.then(() => {
      this.#subscriptions = this.#subscriptions.filter((other) => other !== subscription);
      for (const { record } of topics) this.#subscribed.delete(formatHex(record.topic));
    });
  }

  async #open(topic: OwnTopic): Promise<void> {
    await withTimeout(this.#context.clock, CALL_TIMEOUT_MS, (signal) =>
      this.#context.network.reader.open(this.mailbox, topic.credentials, { signal }),
    );
  }

  /** Deliveries are taken one after the other; the port holds the mailbox back while this promise is pending. */
  #enqueue(delivery: StoredDelivery): Promise<void> {
    this.#work = this.#work.then(() => this.#take(delivery)).catch(this.#parts.onError);
    return this.#work;
  }

  async #take(delivery: StoredDelivery): Promise<void> {
    this.#parts.onTaken(await this.#parts.inbox.receive(delivery.envelope, this.mailbox));
  }
}

function isUnknownTopic(error: unknown): boolean {
  return error instanceof UnavailableError && error.code === 'unknown-topic-or-key';
}

function groupByTopic(records: readonly AcknowledgementRecord[]): Map<string, AcknowledgementRecord[]> {
  const groups = new Map<string, AcknowledgementRecord[]>();
  for (const record of records) {
    const key = formatHex(record.topic);
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return groups;
}
