/** `MailboxReader` over the in-memory world: real proofs, one connection per mailbox and one per subscription. */
import { type OwnerOperation, proveOwner } from '@sotto/crypto';
import type {
  CallOptions,
  MailboxReader,
  MailboxSubscription,
  StoredDelivery,
  SubscribeRequest,
  TopicCredentials,
} from '@sotto/ports';
import {
  type EnvelopeId,
  formatHex,
  LIMITS,
  type MailboxAddress,
  type MailboxLimits,
  type Topic,
  UsageError,
} from '@sotto/wire';
import type { Connection } from './connection.ts';
import { DeliveryWindow } from './delivery-window.ts';
import { type Link, unreachable } from './link.ts';
import type { HeldEnvelope, TopicReader } from './mailbox-topic.ts';
import type { MemoryMailbox } from './memory-mailbox.ts';
import type { OwnerClaim } from './owner-check.ts';

export type FindMailbox = (address: MailboxAddress) => MemoryMailbox | undefined;

/** One stream to a mailbox, with the challenge that its proofs answer. */
class ReaderStream {
  readonly mailbox: MemoryMailbox;
  readonly connection: Connection;
  readonly challenge: Uint8Array;
  readonly #proofs = new Map<string, Uint8Array>();

  constructor(mailbox: MemoryMailbox, connection: Connection) {
    this.mailbox = mailbox;
    this.connection = connection;
    this.challenge = mailbox.owners.beginStream();
    void connection.ended.then(() => mailbox.owners.endStream(this.challenge));
  }

  claim(operation: OwnerOperation, { topic, readKey }: TopicCredentials): OwnerClaim {
    const { challenge, mailbox } = this;
    const key = `${operation} ${formatHex(topic)} ${formatHex(readKey.secretKey)}`;
    const mailboxKey = mailbox.publicKey;
    const proof =
      this.#proofs.get(key) ?? proveOwner({ readKey: readKey.secretKey, mailboxKey, challenge, operation, topic });
    this.#proofs.set(key, proof);
    return { topic, challenge, proof };
  }
}

function deliveryOf(mailbox: MailboxAddress, topic: Topic, held: HeldEnvelope): StoredDelivery {
  return { mailbox, topic, cursor: held.cursor, envelope: new Uint8Array(held.bytes) };
}

export class MemoryReader implements MailboxReader {
  readonly #peerId: string;
  readonly #link: Link;
  readonly #find: FindMailbox;
  readonly #streams = new Map<MailboxAddress, ReaderStream>();
  readonly #subscriptions = new Set<ReaderStream>();

  constructor(peerId: string, link: Link, find: FindMailbox) {
    this.#peerId = peerId;
    this.#link = link;
    this.#find = find;
  }

  async open(mailbox: MailboxAddress, credentials: TopicCredentials, options?: CallOptions): Promise<void> {
    const { topic, kind, salt, readKey, writeKey } = credentials;
    const opened = { topic, kind, salt, readKey: readKey.publicKey, writeKey: writeKey.publicKey };
    await this.#call(mailbox, options, (stream) => stream.mailbox.open(opened, stream.claim('open', credentials)));
  }

  async subscribe(request: SubscribeRequest, options?: CallOptions): Promise<MailboxSubscription> {
    requireCount(request.topics.length, LIMITS.MAX_TOPICS_PER_SUBSCRIPTION);
    const stream = this.#connect(request.mailbox);
    const { connection, mailbox } = stream;
    this.#subscriptions.add(stream);
    const accepted = new Set<string>();
    const window = new DeliveryWindow(request.onDelivery);
    const reader: TopicReader = {
      push: (topic, held) =>
        connection.carry(mailbox.peerId, () => window.push(deliveryOf(request.mailbox, topic, held))),
      onReplaced: (topic) => {
        accepted.delete(formatHex(topic));
        if (accepted.size === 0) connection.close();
      },
    };
    void connection.ended.then(() => {
      this.#subscriptions.delete(stream);
      for (const { topic } of request.topics) mailbox.unsubscribe(topic, reader);
    });
    const serve = () => request.topics.map((credentials) => subscribeTo(stream, credentials, reader, accepted));
    try {
      const topics = await this.#link.call({ from: this.#peerId, to: mailbox.peerId, serve, options });
      return { topics, ended: connection.ended, close: () => connection.close() };
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  async fetch(
    mailbox: MailboxAddress,
    credentials: TopicCredentials,
    page: { readonly cursor: number; readonly limit: number },
    options?: CallOptions,
  ): Promise<{ readonly deliveries: readonly StoredDelivery[]; readonly more: boolean }> {
    const { envelopes, more } = await this.#call(mailbox, options, (stream) =>
      stream.mailbox.fetch(stream.claim('fetch', credentials), page),
    );
    return { deliveries: envelopes.map((held) => deliveryOf(mailbox, credentials.topic, held)), more };
  }

  async acknowledge(
    mailbox: MailboxAddress,
    credentials: TopicCredentials,
    envelopeIds: readonly EnvelopeId[],
    options?: CallOptions,
  ): Promise<void> {
    requireCount(envelopeIds.length, LIMITS.MAX_ACKNOWLEDGE_IDS);
    await this.#call(mailbox, options, (stream) =>
      stream.mailbox.acknowledge(stream.claim('acknowledge', credentials), envelopeIds),
    );
  }

  async close(mailbox: MailboxAddress, credentials: TopicCredentials, options?: CallOptions): Promise<void> {
    await this.#call(mailbox, options, (stream) => stream.mailbox.close(stream.claim('close', credentials)));
  }

  isConnected(mailbox: MailboxAddress): boolean {
    if (this.#streams.get(mailbox)?.connection.isOpen) return true;
    return [...this.#subscriptions].some((stream) => stream.mailbox.address === mailbox);
  }

  limits(mailbox: MailboxAddress, options?: CallOptions): Promise<MailboxLimits> {
    return this.#call(mailbox, options, (stream) => stream.mailbox.limits);
  }

  async #call<Reply>(
    mailbox: MailboxAddress,
    options: CallOptions | undefined,
    serve: (stream: ReaderStream) => Reply,
  ): Promise<Reply> {
    const stream = this.#stream(mailbox);
    const to = stream.mailbox.peerId;
    return this.#link.call({ from: this.#peerId, to, serve: () => serve(stream), options });
  }

  #stream(address: MailboxAddress): ReaderStream {
    const known = this.#streams.get(address);
    if (known?.connection.isOpen) return known;
    const stream = this.#connect(address);
    this.#streams.set(address, stream);
    return stream;
  }

  #connect(address: MailboxAddress): ReaderStream {
    const mailbox = this.#find(address);
    if (mailbox === undefined) throw unreachable();
    return new ReaderStream(mailbox, this.#link.connect(this.#peerId, mailbox.peerId));
  }
}

function subscribeTo(
  stream: ReaderStream,
  credentials: TopicCredentials,
  reader: TopicReader,
  accepted: Set<string>,
): { readonly accepted: boolean; readonly replaced: boolean } {
  try {
    const { replaced } = stream.mailbox.subscribe(stream.claim('subscribe', credentials), reader);
    accepted.add(formatHex(credentials.topic));
    return { accepted: true, replaced };
  } catch {
    return { accepted: false, replaced: false };
  }
}

function requireCount(count: number, most: number): void {
  if (count === 0 || count > most) throw new UsageError('invalid-argument', 'count out of range', { facts: { count } });
}
