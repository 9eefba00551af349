/**
 * A mailbox in memory that keeps the rules of specs/06 with real keys and signatures, and lies when it is told to.
 *
 * Owns topics, custody and the directory. Must not know: who calls, how calls get here, what an envelope holds.
 */
import { decodeEnvelope, deriveTopic, signingKeyPair } from '@sotto/crypto';
import type { Clock } from '@sotto/ports';
import {
  type CustodyReceipt,
  create,
  DecodeError,
  type EnvelopeId,
  equalBytes,
  formatHex,
  formatPeerId,
  LIMITS,
  LimitError,
  type MailboxAddress,
  type MailboxLimits,
  MailboxLimitsSchema,
  parseMailboxAddress,
  type SottoError,
  type Topic,
  TopicKind,
  UnavailableError,
} from '@sotto/wire';
import type { SeededPrng } from '../seeded-random.ts';
import type { Link } from './link.ts';
import { MailboxDirectory } from './mailbox-directory.ts';
import { flipBit, type MailboxLie, signReceipt } from './mailbox-lie.ts';
import { type HeldEnvelope, MailboxTopic, type OpenedTopic, type TopicReader } from './mailbox-topic.ts';
import { OwnerCheck, type OwnerClaim, type OwnerOperation } from './owner-check.ts';

export interface MemoryMailboxOptions {
  readonly link: Link;
  readonly clock: Clock;
  readonly prng: SeededPrng;
  readonly port: number;
}

/** What a mailbox says it takes; see `MailboxLimits` of the wire. */
export type MailboxLimitFields = Omit<MailboxLimits, '$typeName' | '$unknown'>;

const DEFAULT_LIMITS: MailboxLimitFields = {
  maxPayloadBytes: LIMITS.MAX_PAYLOAD_BYTES,
  maxTtlSeconds: LIMITS.MAX_TTL_SECONDS,
  maxEnvelopesPerTopic: LIMITS.MAX_ENVELOPES_PER_TOPIC,
  maxBytesPerTopic: BigInt(LIMITS.MAX_BYTES_PER_TOPIC),
  putBurst: LIMITS.PUT_BURST,
  putPerSecond: LIMITS.PUT_PER_SECOND,
};

export class MemoryMailbox {
  readonly address: MailboxAddress;
  readonly peerId: string;
  readonly publicKey: Uint8Array;
  readonly directory: MailboxDirectory;
  readonly owners: OwnerCheck;
  readonly #secretKey: Uint8Array;
  readonly #link: Link;
  readonly #clock: Clock;
  readonly #prng: SeededPrng;
  readonly #topics = new Map<string, MailboxTopic>();
  readonly #lies = new Set<MailboxLie>();
  #limits: MailboxLimits = create(MailboxLimitsSchema, DEFAULT_LIMITS);
  #putRefusal: SottoError | undefined;

  constructor({ link, clock, prng, port }: MemoryMailboxOptions) {
    const { publicKey, secretKey } = signingKeyPair(prng.bytes(32));
    this.publicKey = publicKey;
    this.#secretKey = secretKey;
    this.peerId = formatPeerId(publicKey);
    this.address = parseMailboxAddress(`/ip4/127.0.0.1/tcp/${port}/p2p/${this.peerId}`);
    this.directory = new MailboxDirectory(prng.fork('directory'));
    this.owners = new OwnerCheck(publicKey, prng.fork('challenges'));
    this.#link = link;
    this.#clock = clock;
    this.#prng = prng;
    this.start();
  }

  /** Reachable again, with everything it held. */
  start(): void {
    this.#link.setUp(this.peerId, true);
  }

  /** Unreachable: connections end, calls fail. What it holds stays. */
  stop(): void {
    this.#link.setUp(this.peerId, false);
  }

  /** As after the loss of its disk: topics, envelopes and custody are gone. */
  loseEverything(): void {
    this.#topics.clear();
  }

  lie(...lies: readonly MailboxLie[]): void {
    for (const lie of lies) this.#lies.add(lie);
  }

  /** Stops lying and refusing. What it kept back is handed out on the next fetch or subscription. */
  beHonest(): void {
    this.#lies.clear();
    this.#putRefusal = undefined;
  }

  /** Every put is refused with this error, until `beHonest`. */
  refusePuts(error: SottoError): void {
    this.#putRefusal = error;
  }

  setLimits(limits: Partial<MailboxLimitFields>): void {
    this.#limits = create(MailboxLimitsSchema, { ...DEFAULT_LIMITS, ...limits });
  }

  get limits(): MailboxLimits {
    return this.#limits;
  }

  get lies(): ReadonlySet<MailboxLie> {
    return this.#lies;
  }

  /** What the operator can see: every envelope held, per topic, oldest first. */
  operatorView(): readonly { readonly topic: Topic; readonly envelopes: readonly Uint8Array[] }[] {
    return [...this.#topics.values()].map((topic) => ({
      topic: topic.opened.topic,
      envelopes: topic.held(this.#clock.nowMs()).map((held) => new Uint8Array(held.bytes)),
    }));
  }

  /** Envelopes held now, in one topic or in all. */
  heldCount(topic?: Topic): number {
    return this.operatorView()
      .filter((shelf) => topic === undefined || equalBytes(shelf.topic, topic))
      .reduce((total, shelf) => total + shelf.envelopes.length, 0);
  }

  /** @throws {UnavailableError} `unknown-topic-or-key` unless the topic is the hash of its keys and the proof holds */
  open(opened: OpenedTopic, claim: OwnerClaim): void {
    const isItsHash = equalBytes(deriveTopic(opened), opened.topic) && equalBytes(claim.topic, opened.topic);
    if (!isItsHash || !this.owners.holds(claim, 'open', opened.readKey)) throw unknownTopic();
    const key = formatHex(opened.topic);
    if (!this.#topics.has(key)) this.#topics.set(key, new MailboxTopic(opened));
  }

  /**
   * @throws {LimitError} `too-large`, `quota`
   * @throws {UnavailableError} `refused` for bytes that are no envelope, `unknown-topic-or-key`
   */
  put(bytes: Uint8Array, shown: Omit<OwnerClaim, 'topic'>): CustodyReceipt {
    if (this.#putRefusal !== undefined) throw this.#putRefusal;
    const { envelope, id } = readEnvelope(bytes);
    const topic = this.#topics.get(formatHex(envelope.topic));
    if (topic === undefined) throw unknownTopic();
    const { topic: name, writeKey } = topic.opened;
    if (!this.owners.mayDeposit({ ...shown, topic: name }, writeKey)) throw unknownTopic();
    const held = topic.find(id) ?? this.#keep(topic, { id, bytes, ttlSeconds: envelope.ttlSeconds });
    const { receivedAtMs, expiresAtMs } = held;
    return signReceipt(
      {
        secretKey: this.#secretKey,
        mailboxKey: this.publicKey,
        topic: name,
        envelopeId: id,
        receivedAtMs,
        expiresAtMs,
      },
      this.#lies,
      this.#prng,
    );
  }

  /** True: another reader was replaced. What is held is pushed at once. */
  subscribe(claim: OwnerClaim, reader: TopicReader): { readonly replaced: boolean } {
    const topic = this.#owned(claim, 'subscribe');
    const replaced = topic.subscribe(reader);
    for (const held of this.#handOut(topic)) this.#push(topic, reader, held);
    return { replaced };
  }

  unsubscribe(name: Topic, reader: TopicReader): void {
    this.#topics.get(formatHex(name))?.readers.delete(reader);
  }

  fetch(
    claim: OwnerClaim,
    page: { readonly cursor: number; readonly limit: number },
  ): { readonly envelopes: readonly HeldEnvelope[]; readonly more: boolean } {
    const found = this.#handOut(this.#owned(claim, 'fetch')).filter((held) => held.cursor > page.cursor);
    const limit = Math.min(page.limit, LIMITS.MAX_PAGE_ENVELOPES);
    const envelopes: HeldEnvelope[] = [];
    let size = 0;
    for (const held of found) {
      size += held.bytes.length;
      if (envelopes.length >= limit || size > LIMITS.MAX_PAGE_BYTES) break;
      envelopes.push(held);
    }
    return { envelopes, more: found.length > envelopes.length };
  }

  acknowledge(claim: OwnerClaim, ids: readonly EnvelopeId[]): void {
    if (ids.length > LIMITS.MAX_ACKNOWLEDGE_IDS) throw new LimitError('too-large', 'too many ids');
    const topic = this.#owned(claim, 'acknowledge');
    if (topic.opened.kind !== TopicKind.QUEUE) throw new UnavailableError('refused', 'a log topic keeps its envelopes');
    if (!this.#lies.has('replay')) topic.remove(ids);
  }

  close(claim: OwnerClaim): void {
    const topic = this.#owned(claim, 'close');
    for (const reader of topic.readers) reader.onReplaced(topic.opened.topic);
    this.#topics.delete(formatHex(topic.opened.topic));
  }

  #keep(
    topic: MailboxTopic,
    { id, bytes, ttlSeconds }: { readonly id: EnvelopeId; readonly bytes: Uint8Array; readonly ttlSeconds: number },
  ): Omit<HeldEnvelope, 'cursor'> {
    const receivedAtMs = this.#clock.nowMs();
    const held = topic.held(receivedAtMs);
    const heldBytes = held.reduce((total, { bytes: { length } }) => total + length, bytes.length);
    if (bytes.length > this.#limits.maxPayloadBytes + LIMITS.MAX_ENVELOPE_BYTES - LIMITS.MAX_PAYLOAD_BYTES) {
      throw new LimitError('too-large', 'envelope too large for this mailbox');
    }
    if (held.length >= this.#limits.maxEnvelopesPerTopic || heldBytes > this.#limits.maxBytesPerTopic) {
      throw new LimitError('quota', 'the topic is full');
    }
    const expiresAtMs = receivedAtMs + Math.min(ttlSeconds, this.#limits.maxTtlSeconds) * 1_000;
    const entry = { id, bytes: new Uint8Array(bytes), receivedAtMs, expiresAtMs };
    if (this.#lies.has('drop-after-receipt')) return entry;
    const stored = topic.add(entry);
    if (this.#lies.has('withhold')) return stored;
    for (const reader of topic.readers) this.#push(topic, reader, this.#alter(stored));
    return stored;
  }

  #push(topic: MailboxTopic, reader: TopicReader, held: HeldEnvelope): void {
    const times = this.#lies.has('replay') ? 2 : 1;
    for (let time = 0; time < times; time++) reader.push(topic.opened.topic, held);
  }

  /** What the owner of a topic is shown, lies included. */
  #handOut(topic: MailboxTopic): readonly HeldEnvelope[] {
    if (this.#lies.has('withhold')) return [];
    const nowMs = this.#clock.nowMs();
    const shown = this.#lies.has('other-topic')
      ? [...this.#topics.values()].filter((other) => other !== topic).flatMap((other) => other.held(nowMs))
      : topic.held(nowMs);
    return shown.map((held) => this.#alter(held));
  }

  #alter(held: HeldEnvelope): HeldEnvelope {
    const bytes = this.#lies.has('flip-bits') ? flipBit(held.bytes, this.#prng) : new Uint8Array(held.bytes);
    return { ...held, bytes };
  }

  #owned(claim: OwnerClaim, operation: OwnerOperation): MailboxTopic {
    const topic = this.#topics.get(formatHex(claim.topic));
    if (topic === undefined || !this.owners.holds(claim, operation, topic.opened.readKey)) throw unknownTopic();
    return topic;
  }
}

function readEnvelope(bytes: Uint8Array): ReturnType<typeof decodeEnvelope> {
  try {
    return decodeEnvelope(bytes);
  } catch (cause) {
    if (cause instanceof DecodeError) throw new UnavailableError('refused', 'not an envelope', { cause });
    throw cause;
  }
}

/** One answer for a topic that is not there and for a key that is wrong (attack E5). */
function unknownTopic(): UnavailableError {
  return new UnavailableError('unknown-topic-or-key', 'unknown topic or wrong key');
}
