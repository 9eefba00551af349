/** A mailbox service that keeps everything in memory: enough of a mailbox to test the wire between both ends. */
import { signCustodyReceipt, signingKeyPair, verifyDeposit, verifyOwner } from '@sotto/crypto';
import {
  type Acknowledge,
  asTopic,
  type CloseTopic,
  create,
  equalBytes,
  type Fetch,
  formatHex,
  LIMITS,
  type MailboxLimits,
  MailboxLimitsSchema,
  type OpenTopic,
  type OwnerProof,
  type Put,
  RefusalCode,
  type Subscribe,
  WritableTopics,
} from '@sotto/wire';
import type {
  DeliverySink,
  DoneOutcome,
  FetchOutcome,
  MailboxService,
  MailboxSession,
  PutOutcome,
  Refused,
  RequestContext,
  SubscribeOutcome,
} from '../src/index.ts';
import { idOf } from './fixtures.ts';

interface Held {
  readonly cursor: number;
  readonly envelope: Uint8Array;
}

interface MemoryTopic {
  readonly readKey: Uint8Array;
  readonly writeKey: Uint8Array;
  held: Held[];
  lastCursor: number;
  readonly wake: Set<() => void>;
}

const UNKNOWN: Refused = { kind: 'refused', code: RefusalCode.UNKNOWN_TOPIC_OR_KEY };

/** Envelopes of these tests begin with their topic after 32 bytes of id. */
export class MemoryMailboxService implements MailboxService {
  readonly topics = new Map<string, MemoryTopic>();
  readonly contexts: RequestContext[] = [];
  readonly sinks: DeliverySink[] = [];
  readonly sessions = new Set<MemorySession>();
  readonly seed: Uint8Array;
  readonly mailboxKey: Uint8Array;

  constructor(seed: Uint8Array) {
    this.seed = seed;
    this.mailboxKey = signingKeyPair(seed).publicKey;
  }

  startSession(context: RequestContext, sink: DeliverySink): MailboxSession {
    const session = new MemorySession(this, context, sink);
    this.contexts.push(context);
    this.sinks.push(sink);
    this.sessions.add(session);
    return session;
  }
}

/** One stream. `writable` is what it has seen a proof for. */
export class MemorySession implements MailboxSession {
  readonly #service: MemoryMailboxService;
  readonly #context: RequestContext;
  readonly #sink: DeliverySink;
  readonly #cursors = new Map<string, number>();
  readonly writable = new WritableTopics();
  /** Puts that came with a proof. */
  proofs = 0;
  readonly #feed = () => this.#pushAll();

  constructor(service: MemoryMailboxService, context: RequestContext, sink: DeliverySink) {
    this.#service = service;
    this.#context = context;
    this.#sink = sink;
    sink.onDrain(this.#feed);
  }

  async open(request: OpenTopic): Promise<DoneOutcome> {
    const { readKey, writeKey, topic, proof } = request;
    const fields = { mailboxKey: this.#service.mailboxKey, challenge: this.#context.challenge };
    if (!verifyOwner({ ...fields, readKey, operation: 'open', topic: asTopic(topic), proof })) return UNKNOWN;
    this.#service.topics.set(formatHex(topic), { readKey, writeKey, held: [], lastCursor: 0, wake: new Set() });
    return { kind: 'done' };
  }

  async put({ envelope, proof }: Put): Promise<PutOutcome> {
    const { mailboxKey, seed: secretKey } = this.#service;
    const topic = asTopic(envelope.slice(32, 64));
    const envelopeId = idOf(envelope);
    const found = this.#service.topics.get(formatHex(topic));
    if (found === undefined) return UNKNOWN;
    const { challenge } = this.#context;
    const isShown =
      proof.length > 0 && verifyDeposit({ writeKey: found.writeKey, mailboxKey, challenge, topic, proof });
    if (!isShown && !this.writable.has(formatHex(topic))) return UNKNOWN;
    this.writable.add(formatHex(topic));
    this.proofs += proof.length > 0 ? 1 : 0;
    found.held.push({ cursor: ++found.lastCursor, envelope });
    for (const wake of found.wake) wake();
    const times = { receivedAtMs: 1_000, expiresAtMs: 2_000 };
    return { kind: 'receipt', receipt: signCustodyReceipt({ secretKey, mailboxKey, topic, envelopeId, ...times }) };
  }

  async subscribe(request: Subscribe): Promise<SubscribeOutcome> {
    const topics = request.topics.map((owner) => {
      const found = this.#owned(owner, 'subscribe');
      found?.wake.add(this.#feed);
      if (found !== undefined) this.#cursors.set(formatHex(owner.topic), 0);
      return { accepted: found !== undefined, replaced: false };
    });
    queueMicrotask(this.#feed);
    return { kind: 'subscribed', topics };
  }

  async fetch({ owner, cursor, limit }: Fetch): Promise<FetchOutcome> {
    const found = owner && this.#owned(owner, 'fetch');
    if (found === undefined) return UNKNOWN;
    const after = found.held.filter((held) => held.cursor > Number(cursor));
    const envelopes: Held[] = [];
    let sizeBytes = 0;
    for (const held of after.slice(0, limit)) {
      sizeBytes += held.envelope.length;
      if (sizeBytes > LIMITS.MAX_PAGE_BYTES) break;
      envelopes.push(held);
    }
    return { kind: 'page', envelopes, more: envelopes.length < after.length };
  }

  async acknowledge({ owner, envelopeIds }: Acknowledge): Promise<DoneOutcome> {
    const found = owner && this.#owned(owner, 'acknowledge');
    if (found === undefined) return UNKNOWN;
    found.held = found.held.filter(({ envelope }) => !envelopeIds.some((id) => equalBytes(id, idOf(envelope))));
    return { kind: 'done' };
  }

  async close({ owner }: CloseTopic): Promise<DoneOutcome> {
    if (owner === undefined || this.#owned(owner, 'close') === undefined) return UNKNOWN;
    this.#service.topics.delete(formatHex(owner.topic));
    return { kind: 'done' };
  }

  async limits(): Promise<MailboxLimits> {
    return create(MailboxLimitsSchema, { maxPayloadBytes: LIMITS.MAX_PAYLOAD_BYTES, putBurst: 60 });
  }

  end(): void {
    this.#service.sessions.delete(this);
    for (const topic of this.#service.topics.values()) topic.wake.delete(this.#feed);
  }

  #owned({ topic, proof }: OwnerProof, operation: 'subscribe' | 'fetch' | 'acknowledge' | 'close') {
    const found = this.#service.topics.get(formatHex(topic));
    const fields = { mailboxKey: this.#service.mailboxKey, challenge: this.#context.challenge, operation, proof };
    const isOwner = found !== undefined && verifyOwner({ ...fields, readKey: found.readKey, topic: asTopic(topic) });
    return isOwner ? found : undefined;
  }

  #pushAll(): void {
    for (const [name, cursor] of this.#cursors) {
      for (const held of this.#service.topics.get(name)?.held ?? []) {
        if (held.cursor <= cursor) continue;
        if (!this.#sink.offer({ topic: asTopic(Uint8Array.from(Buffer.from(name, 'hex'))), ...held })) return;
        this.#cursors.set(name, held.cursor);
      }
    }
  }
}
