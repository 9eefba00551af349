/** The owner's way to mailboxes: implements the port of the same name over `/sotto/mailbox/1` (specs/06). */
import type {
  CallOptions,
  MailboxReader,
  MailboxSubscription,
  StoredDelivery,
  SubscribeRequest,
  TopicCredentials,
} from '@sotto/ports';
import {
  AcknowledgeSchema,
  CloseTopicSchema,
  create,
  type EnvelopeId,
  FetchSchema,
  GetLimitsSchema,
  LIMITS,
  type MailboxAddress,
  type MailboxLimits,
  OpenTopicSchema,
  type Page,
  SottoError,
  UsageError,
} from '@sotto/wire';
import type { ChannelPool } from '../peer/channel-pool.ts';
import type { MailboxChannel } from './mailbox-channel.ts';
import { storedDelivery } from './stored-delivery.ts';

export class RemoteMailboxReader implements MailboxReader {
  readonly #channels: ChannelPool<MailboxChannel>;

  constructor(channels: ChannelPool<MailboxChannel>) {
    this.#channels = channels;
  }

  async open(mailbox: MailboxAddress, credentials: TopicCredentials, options?: CallOptions): Promise<void> {
    const channel = await this.#channels.get(mailbox, options);
    const value = create(OpenTopicSchema, {
      topic: credentials.topic,
      readKey: credentials.readKey.publicKey,
      writeKey: credentials.writeKey.publicKey,
      salt: credentials.salt,
      kind: credentials.kind,
      proof: channel.prove('open', credentials),
    });
    await channel.request({ case: 'open', value }, 'done', options);
  }

  async subscribe(request: SubscribeRequest, options?: CallOptions): Promise<MailboxSubscription> {
    const { length } = request.topics;
    if (length === 0 || length > LIMITS.MAX_TOPICS_PER_SUBSCRIPTION) {
      throw new UsageError('invalid-argument', 'number of topics out of range', { facts: { length } });
    }
    const channel = await this.#channels.get(request.mailbox, options);
    return await channel.subscribe(request, options);
  }

  async fetch(
    mailbox: MailboxAddress,
    credentials: TopicCredentials,
    page: { readonly cursor: number; readonly limit: number },
    options?: CallOptions,
  ): Promise<{ readonly deliveries: readonly StoredDelivery[]; readonly more: boolean }> {
    const { cursor, limit } = page;
    if (!Number.isSafeInteger(cursor) || cursor < 0 || limit < 1 || limit > LIMITS.MAX_PAGE_ENVELOPES) {
      throw new UsageError('invalid-argument', 'page out of range', { facts: { cursor, limit } });
    }
    const channel = await this.#channels.get(mailbox, options);
    const owner = { topic: credentials.topic, proof: channel.prove('fetch', credentials) };
    const value = create(FetchSchema, { owner, cursor: BigInt(cursor), limit });
    const answer = await channel.request({ case: 'fetch', value }, 'page', options);
    const deliveries = readPage({ mailbox, topic: credentials.topic }, answer);
    if (deliveries === undefined || deliveries.length > limit || !advances(cursor, deliveries, answer.more)) {
      throw channel.violated();
    }
    return { deliveries, more: answer.more };
  }

  async acknowledge(
    mailbox: MailboxAddress,
    credentials: TopicCredentials,
    envelopeIds: readonly EnvelopeId[],
    options?: CallOptions,
  ): Promise<void> {
    const { length } = envelopeIds;
    if (length === 0 || length > LIMITS.MAX_ACKNOWLEDGE_IDS) {
      throw new UsageError('invalid-argument', 'number of envelope ids out of range', { facts: { length } });
    }
    const channel = await this.#channels.get(mailbox, options);
    const owner = { topic: credentials.topic, proof: channel.prove('acknowledge', credentials) };
    const value = create(AcknowledgeSchema, { owner, envelopeIds: [...envelopeIds] });
    await channel.request({ case: 'acknowledge', value }, 'done', options);
  }

  async close(mailbox: MailboxAddress, credentials: TopicCredentials, options?: CallOptions): Promise<void> {
    const channel = await this.#channels.get(mailbox, options);
    const owner = { topic: credentials.topic, proof: channel.prove('close', credentials) };
    await channel.request({ case: 'close', value: create(CloseTopicSchema, { owner }) }, 'done', options);
  }

  isConnected(mailbox: MailboxAddress): boolean {
    return this.#channels.peek(mailbox) !== undefined;
  }

  async limits(mailbox: MailboxAddress, options?: CallOptions): Promise<MailboxLimits> {
    const channel = await this.#channels.get(mailbox, options);
    return await channel.request({ case: 'limits', value: create(GetLimitsSchema) }, 'limits', options);
  }
}

function readPage(source: Parameters<typeof storedDelivery>[0], page: Page): StoredDelivery[] | undefined {
  try {
    return page.envelopes.map((stored) => storedDelivery(source, stored));
  } catch (error) {
    if (error instanceof SottoError) return undefined;
    throw error;
  }
}

/** A page that does not go forward would keep its reader fetching for ever. */
function advances(cursor: number, deliveries: readonly StoredDelivery[], more: boolean): boolean {
  let last = cursor;
  for (const delivery of deliveries) {
    if (delivery.cursor <= last) return false;
    last = delivery.cursor;
  }
  return deliveries.length > 0 || !more;
}
