/**
 * Who is told about a delivery: the subscriptions on one mailbox channel.
 *
 * A topic belongs to the newest subscription that asked for it. The mailbox sends faster than a caller stores, so a
 * caller that returns promises is given a bounded number of deliveries ahead.
 */
import type { StoredDelivery, SubscribeRequest } from '@sotto/ports';
import { asTopic, DecodeError, type Delivery, formatHex, type MailboxAddress } from '@sotto/wire';
import { storedDelivery } from './stored-delivery.ts';

/** Deliveries whose promise is pending before we stop reading. */
const MAX_PENDING = 64;

export interface Subscription {
  readonly topics: ReadonlySet<string>;
  readonly onDelivery: SubscribeRequest['onDelivery'];
  readonly end: () => void;
}

export interface SubscriptionsOptions {
  readonly mailbox: MailboxAddress;
  /** Reading must stop, or may go on. */
  readonly regulate: (mayRead: boolean) => void;
}

export class Subscriptions {
  readonly #options: SubscriptionsOptions;
  readonly #byTopic = new Map<string, Subscription>();
  readonly #all = new Set<Subscription>();
  #pending = 0;

  constructor(options: SubscriptionsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#all.size;
  }

  add(subscription: Subscription): void {
    this.#all.add(subscription);
    for (const topic of subscription.topics) this.#byTopic.set(topic, subscription);
  }

  /** Forgets and ends a subscription; later deliveries for it are dropped. */
  remove(subscription: Subscription): void {
    if (!this.#all.delete(subscription)) return;
    for (const topic of subscription.topics) {
      if (this.#byTopic.get(topic) === subscription) this.#byTopic.delete(topic);
    }
    subscription.end();
  }

  removeAll(): void {
    for (const subscription of [...this.#all]) this.remove(subscription);
  }

  /** @throws {DecodeError} for a delivery of a wrong shape */
  deliver(delivery: Delivery): void {
    const topic = asTopic(delivery.topic);
    if (delivery.envelope === undefined) throw new DecodeError('malformed', 'delivery without an envelope');
    const stored = storedDelivery({ mailbox: this.#options.mailbox, topic }, delivery.envelope);
    const subscription = this.#byTopic.get(formatHex(topic));
    if (subscription !== undefined) this.#hand(subscription, stored);
  }

  #hand(subscription: Subscription, stored: StoredDelivery): void {
    const taken = subscription.onDelivery(stored);
    if (!(taken instanceof Promise)) return;
    this.#count(+1);
    const done = () => this.#count(-1);
    taken.then(done, done);
  }

  #count(change: number): void {
    this.#pending += change;
    this.#options.regulate(this.#pending < MAX_PENDING);
  }
}
