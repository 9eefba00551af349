/** One stream of a client: its requests, its proofs, its subscription (specs/06 §4, §5). */
import { deriveTopic } from '@sotto/crypto';
import type {
  DeliverySink,
  DoneOutcome,
  FetchOutcome,
  MailboxSession,
  PutOutcome,
  Refused,
  RequestContext,
  SubscribeOutcome,
} from '@sotto/network';
import {
  type Acknowledge,
  asEnvelopeId,
  asTopic,
  type CloseTopic,
  create,
  DecodeError,
  equalBytes,
  type Fetch,
  LIMITS,
  type MailboxLimits,
  MailboxLimitsSchema,
  type OpenTopic,
  type OwnerProof,
  type Put,
  RefusalCode,
  type Subscribe,
  TopicKind,
} from '@sotto/wire';
import type { FoundTopic } from './archive.ts';
import { type DepositStream, takeDeposit } from './deposit.ts';
import type { MailboxContext } from './mailbox-context.ts';
import { RecentMap } from './recent-map.ts';
import { refuse, refuseRate, refusing } from './refusals.ts';
import { SessionFeed } from './session-feed.ts';

const KEY_BYTES = 32;
const SALT_BYTES = 16;
const DONE: DoneOutcome = { kind: 'done' };
const UNKNOWN: Refused = refuse(RefusalCode.UNKNOWN_TOPIC_OR_KEY);

export class Session implements MailboxSession {
  readonly #mailbox: MailboxContext;
  readonly #requester: RequestContext;
  readonly #depositor: DepositStream;
  readonly #feed: SessionFeed;
  #hasEnded = false;

  constructor(mailbox: MailboxContext, requester: RequestContext, sink: DeliverySink) {
    this.#mailbox = mailbox;
    this.#requester = requester;
    this.#depositor = { requester, writable: new RecentMap(LIMITS.MAX_WRITABLE_TOPICS) };
    this.#feed = new SessionFeed({ sink, archive: mailbox.archive, clock: mailbox.clock });
  }

  open(request: OpenTopic): Promise<DoneOutcome> {
    return this.#admitted(1, async () => {
      const { archive, clock, signatures } = this.#mailbox;
      const topic = asTopic(request.topic);
      const { kind, readKey, writeKey, salt, proof } = request;
      requireLengths([readKey, KEY_BYTES], [writeKey, KEY_BYTES], [salt, SALT_BYTES]);
      const { challenge } = this.#requester;
      const isOwner =
        equalBytes(deriveTopic({ kind, readKey, writeKey, salt }), topic) &&
        (await signatures.verifyOwner({ readKey, challenge, operation: 'open', topic, proof }));
      if (!isOwner) return UNKNOWN;
      const outcome = await archive.openTopic({ topic, kind, readKey, writeKey, nowMs: clock.nowMs() });
      return outcome === 'full' ? refuse(RefusalCode.QUOTA) : DONE;
    });
  }

  put(request: Put): Promise<PutOutcome> {
    return this.#admitted(1, () => takeDeposit(this.#mailbox, this.#depositor, request));
  }

  subscribe({ topics }: Subscribe): Promise<SubscribeOutcome> {
    return this.#admitted(topics.length, async () => {
      if (topics.length > LIMITS.MAX_TOPICS_PER_SUBSCRIPTION) return refuse(RefusalCode.TOO_LARGE);
      const found = await Promise.all(topics.map((owner) => this.#owned('subscribe', owner)));
      const added = found.filter((topic) => topic !== undefined && !this.#feed.follows(topic.topic)).length;
      if (this.#feed.size + added > LIMITS.MAX_TOPICS_PER_SUBSCRIPTION) return refuse(RefusalCode.QUOTA);
      // The stream may have gone while the proofs were checked.
      if (this.#hasEnded) return refuse(RefusalCode.UNAVAILABLE);
      const answers = found.map((topic) => {
        if (topic === undefined) return { accepted: false, replaced: false };
        return { accepted: true, ...this.#mailbox.subscribers.add(this.#feed, topic) };
      });
      return { kind: 'subscribed', topics: answers };
    });
  }

  fetch({ owner, cursor, limit }: Fetch): Promise<FetchOutcome> {
    return this.#admitted(1, async () => {
      const topic = await this.#owned('fetch', required(owner));
      if (topic === undefined) return UNKNOWN;
      if (limit < 1 || cursor > Number.MAX_SAFE_INTEGER) return refuse(RefusalCode.MALFORMED);
      const page = await this.#mailbox.archive.page({
        topic: topic.topic,
        after: Number(cursor),
        limit: Math.min(limit, LIMITS.MAX_PAGE_ENVELOPES),
        maxBytes: LIMITS.MAX_PAGE_BYTES,
        nowMs: this.#mailbox.clock.nowMs(),
      });
      return { kind: 'page', ...page };
    });
  }

  acknowledge({ owner, envelopeIds }: Acknowledge): Promise<DoneOutcome> {
    return this.#admitted(1, async () => {
      if (envelopeIds.length > LIMITS.MAX_ACKNOWLEDGE_IDS) return refuse(RefusalCode.TOO_LARGE);
      const ids = envelopeIds.map(asEnvelopeId);
      const found = await this.#owned('acknowledge', required(owner));
      if (found === undefined) return UNKNOWN;
      // What a log holds is for all its readers, until it expires.
      if (found.kind !== TopicKind.QUEUE) return refuse(RefusalCode.MALFORMED);
      await this.#mailbox.archive.acknowledge({ topic: found.topic, envelopeIds: ids });
      return DONE;
    });
  }

  close({ owner }: CloseTopic): Promise<DoneOutcome> {
    return this.#admitted(1, async () => {
      const found = await this.#owned('close', required(owner));
      if (found === undefined) return UNKNOWN;
      this.#mailbox.subscribers.close(found.topic);
      await this.#mailbox.archive.closeTopic(found.topic);
      return DONE;
    });
  }

  async limits(): Promise<MailboxLimits> {
    const { policy } = this.#mailbox;
    return create(MailboxLimitsSchema, {
      maxPayloadBytes: policy.maxPayloadBytes,
      maxTtlSeconds: policy.maxTtlSeconds,
      maxEnvelopesPerTopic: policy.maxEnvelopesPerTopic,
      maxBytesPerTopic: BigInt(policy.maxBytesPerTopic),
      putBurst: policy.putBurst,
      putPerSecond: policy.putPerSecond,
    });
  }

  end(): void {
    this.#hasEnded = true;
    this.#mailbox.subscribers.remove(this.#feed);
  }

  /** Runs a request of so many signature checks, when this network address may ask for them now. */
  #admitted<Outcome>(units: number, action: () => Promise<Outcome>): Promise<Outcome | Refused> {
    const wait = this.#mailbox.rates.takeWork(this.#requester, Math.max(1, units));
    return wait > 0 ? Promise.resolve(refuseRate(wait)) : refusing(action);
  }

  #owned(
    operation: 'subscribe' | 'fetch' | 'acknowledge' | 'close',
    { topic, proof }: OwnerProof,
  ): Promise<FoundTopic | undefined> {
    return this.#mailbox.access.owned(this.#requester, { operation, topic: asTopic(topic), proof });
  }
}

/** @throws {DecodeError} `malformed` */
function required(owner: OwnerProof | undefined): OwnerProof {
  if (owner === undefined) throw new DecodeError('malformed', 'request without a proof');
  return owner;
}

/** @throws {DecodeError} `wrong-length` */
function requireLengths(...fields: readonly (readonly [bytes: Uint8Array, length: number])[]): void {
  for (const [bytes, length] of fields) if (bytes.length !== length) throw new DecodeError('wrong-length', 'topic key');
}
