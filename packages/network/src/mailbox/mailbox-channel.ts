/**
 * The client's end of `/sotto/mailbox/1`: the challenge, requests with proofs, subscriptions (specs/06).
 */
import type { Stream } from '@libp2p/interface';
import { type OwnerOperation, proveDeposit, proveOwner } from '@sotto/crypto';
import type {
  CallOptions,
  Clock,
  MailboxSubscription,
  PutRequest,
  SubscribeRequest,
  TopicCredentials,
} from '@sotto/ports';
import {
  create,
  formatHex,
  type MailboxAddress,
  mailboxKey,
  SubscribeSchema,
  UnavailableError,
  WritableTopics,
} from '@sotto/wire';
import { RequestChannel } from '../framing/request-channel.ts';
import type { PooledChannel } from '../peer/channel-pool.ts';
import {
  CHALLENGE_BYTES,
  MAILBOX_VERSION,
  type MailboxRequestChoice,
  type MailboxResponseChoice,
  mailboxCodec,
} from './mailbox-codec.ts';
import { type Subscription, Subscriptions } from './subscriptions.ts';

export interface MailboxChannelOptions {
  readonly stream: Stream;
  readonly address: MailboxAddress;
  readonly clock: Clock;
  readonly onEnd: () => void;
}

export class MailboxChannel implements PooledChannel {
  readonly ready: Promise<void>;
  /** Topics that this stream has put to: the mailbox has seen a proof for them. */
  readonly writable = new WritableTopics();
  readonly #greeted: PromiseWithResolvers<void> = Promise.withResolvers();
  readonly #requests: RequestChannel<MailboxRequestChoice, MailboxResponseChoice>;
  readonly #subscriptions: Subscriptions;
  readonly #mailboxKey: Uint8Array;
  #challenge: Uint8Array | undefined;

  constructor(options: MailboxChannelOptions) {
    this.ready = this.#greeted.promise;
    // Nobody may be waiting any more when the channel ends.
    this.ready.catch(() => {});
    this.#mailboxKey = mailboxKey(options.address);
    this.#subscriptions = new Subscriptions({
      mailbox: options.address,
      regulate: (mayRead) => (mayRead ? this.#requests.resume() : this.#requests.pause()),
    });
    this.#requests = new RequestChannel({
      stream: options.stream,
      clock: options.clock,
      codec: mailboxCodec,
      onPushed: (response) => this.#onPushed(response),
      onEnd: () => {
        this.#greeted.reject(new UnavailableError('unreachable', 'the mailbox ended the stream'));
        this.#subscriptions.removeAll();
        options.onEnd();
      },
    });
  }

  get isOpen(): boolean {
    return this.#challenge !== undefined && this.#requests.isOpen;
  }

  get isSound(): boolean {
    return this.#requests.isSound;
  }

  idleMs(): number {
    return this.#subscriptions.size > 0 ? 0 : this.#requests.idleMs();
  }

  retire(): void {
    this.#requests.retire();
  }

  reset(): void {
    this.#requests.reset();
  }

  violated(): UnavailableError {
    return this.#requests.violated();
  }

  request<Kind extends NonNullable<MailboxResponseChoice['case']>>(
    request: MailboxRequestChoice,
    kind: Kind,
    options?: CallOptions,
  ) {
    return this.#requests.request(request, kind, options);
  }

  /** Signs the challenge of this stream as the owner of a topic. */
  prove(operation: OwnerOperation, { topic, readKey }: TopicCredentials): Uint8Array {
    return proveOwner({ ...this.#proofFields(), readKey: readKey.secretKey, operation, topic });
  }

  /** Signs the challenge of this stream as somebody who may put to a topic. */
  proveDeposit({ topic, writeKey }: Pick<PutRequest, 'topic' | 'writeKey'>): Uint8Array {
    return proveDeposit({ ...this.#proofFields(), writeKey, topic });
  }

  async subscribe(request: SubscribeRequest, options?: CallOptions): Promise<MailboxSubscription> {
    const ended = Promise.withResolvers<void>();
    const subscription: Subscription = {
      topics: new Set(request.topics.map(({ topic }) => formatHex(topic))),
      onDelivery: request.onDelivery,
      end: ended.resolve,
    };
    const owners = request.topics.map((credentials) => ({
      topic: credentials.topic,
      proof: this.prove('subscribe', credentials),
    }));
    // Deliveries may come before the answer.
    this.#subscriptions.add(subscription);
    try {
      const value = create(SubscribeSchema, { topics: owners });
      const { accepted, replaced } = await this.request({ case: 'subscribe', value }, 'subscribed', options);
      if (accepted.length !== owners.length || replaced.length !== owners.length) throw this.violated();
      const topics = accepted.map((isAccepted, i) => ({ accepted: isAccepted, replaced: replaced[i] === true }));
      return { topics, ended: ended.promise, close: () => this.#leave(subscription) };
    } catch (error) {
      this.#leave(subscription);
      throw error;
    }
  }

  #proofFields(): { readonly mailboxKey: Uint8Array; readonly challenge: Uint8Array } {
    if (this.#challenge === undefined) throw new UnavailableError('unreachable', 'the mailbox has not greeted');
    return { mailboxKey: this.#mailboxKey, challenge: this.#challenge };
  }

  /** The protocol has no way to unsubscribe but to end the stream. */
  #leave(subscription: Subscription): void {
    this.#subscriptions.remove(subscription);
    if (this.#subscriptions.size === 0) this.retire();
  }

  #onPushed(response: MailboxResponseChoice): boolean {
    if (response.case === 'hello' && this.#challenge === undefined) {
      const { version, challenge } = response.value;
      if (version !== MAILBOX_VERSION || challenge.length !== CHALLENGE_BYTES) return false;
      this.#challenge = challenge;
      this.#greeted.resolve();
      return true;
    }
    if (response.case !== 'delivery' || this.#challenge === undefined) return false;
    this.#subscriptions.deliver(response.value);
    return true;
  }
}
