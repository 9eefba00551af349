/**
 * From content to an envelope for one device: chooses the session and the topic, puts our address beside the content
 * while the device may not have it, and says what to store (specs/03 §5, specs/05).
 */
import { createEnvelope, encodeEnvelope, envelopeId } from '@sotto/crypto';
import { encodeAccountLog } from '@sotto/identity';
import type { OutboxRecord, StoreChange } from '@sotto/ports';
import {
  type AccountId,
  create,
  encodeMessage,
  LIMITS,
  type MessageId,
  PlaintextSchema,
  type SessionId,
  type Topic,
} from '@sotto/wire';
import type { ClientContext } from './context.ts';
import {
  type DeviceLink,
  findSession,
  type LinkedSession,
  linkChanges,
  sendingSession,
  withRecord,
  withSession,
} from './device-link.ts';
import type { OwnAddress, SeenHead } from './own-address.ts';
import { type OwnTopic, OwnTopics, putTopic } from './own-topics.ts';
import { type SealedPayload, sealIntroductionPayload, sealRatchetPayload } from './payload.ts';

export interface SealRequest {
  readonly link: DeviceLink;
  /** Encoded `Content`; empty to send our address alone. */
  readonly content: Uint8Array;
  /** 0 for control content. */
  readonly sequence: number;
  readonly messageId?: MessageId;
  /** The head of the receiver's log that we hold. */
  readonly seenHead: SeenHead;
  /** To answer in this session of the link instead of the best one. */
  readonly sessionId?: SessionId | undefined;
}

export interface Sealed {
  readonly link: DeviceLink;
  readonly outbox: OutboxRecord;
  readonly changes: readonly StoreChange[];
  /** A topic of ours that was made for this device; adopt it once the changes are committed. */
  readonly newTopic?: OwnTopic;
  /** Secrets to wipe once the changes are committed. */
  readonly consumed: readonly Uint8Array[];
}

interface Destination {
  readonly mailboxes: readonly string[];
  readonly topic: Topic;
  readonly writeKey: Uint8Array;
}

export class Sealer {
  readonly #context: ClientContext;
  readonly #address: OwnAddress;

  constructor(context: ClientContext, address: OwnAddress) {
    this.#context = context;
    this.#address = address;
  }

  /**
   * Seals for the device of `link`. `undefined`: there is no session or no place to write to yet; the content waits.
   * Nothing is stored here; commit `changes` before anything is sent.
   * @throws {LimitError} `too-large`
   */
  async seal(request: SealRequest): Promise<Sealed | undefined> {
    const { clock, topics, random, own } = this.#context;
    const { record } = request.link;
    const nowMs = clock.nowMs();
    const entry = chooseSession(request, nowMs);
    const pending = entry?.session.pendingInitial !== undefined;
    const destination: Destination | undefined = record.address ?? (pending ? record.introduction : undefined);
    if (entry === undefined || destination === undefined) return undefined;

    const known = topics.forPeer(record.accountId, record.deviceId);
    const ownTopic = known ?? this.#createTopic(record.accountId, request.link);
    const withAddress = pending || record.ourAddressNumber < this.#address.number;
    const plaintext = encodeMessage(
      PlaintextSchema,
      create(PlaintextSchema, {
        content: request.content,
        ...(withAddress ? { address: this.#address.forTopic(ownTopic, request.seenHead) } : {}),
      }),
    );
    const introduction = record.introduction;
    if (pending && introduction === undefined) return undefined;
    const sealed: SealedPayload =
      pending && introduction
        ? await sealIntroductionPayload({
            session: entry.session,
            plaintext,
            random,
            topic: destination.topic,
            recipientKey: introduction.signedPrekey,
            accountLog: encodeAccountLog(own.state),
            deviceId: own.deviceId,
          })
        : sealRatchetPayload(entry.session, plaintext, random);

    const advanced = withSession(request.link, { ...entry, session: sealed.next });
    const link = withAddress ? withRecord(advanced, { ourAddressNumber: this.#address.number }) : advanced;
    const outbox = this.#outboxRecord(request, { destination, payload: sealed.payload, entry, nowMs });
    return {
      link,
      outbox,
      changes: [
        ...(known === undefined ? [putTopic(ownTopic)] : []),
        ...linkChanges(request.link, link),
        { kind: 'put-outbox', record: outbox },
      ],
      ...(known === undefined ? { newTopic: ownTopic } : {}),
      consumed: sealed.consumed,
    };
  }

  #createTopic(accountId: AccountId, link: DeviceLink): OwnTopic {
    return OwnTopics.create({
      peer: { accountId, deviceId: link.record.deviceId },
      mailboxes: this.#context.own.state.mailboxes,
      random: this.#context.random,
      nowMs: this.#context.clock.nowMs(),
    });
  }

  #outboxRecord(
    request: SealRequest,
    sealed: {
      readonly destination: Destination;
      readonly payload: Uint8Array;
      readonly entry: LinkedSession;
      readonly nowMs: number;
    },
  ): OutboxRecord {
    const { destination, payload, entry, nowMs } = sealed;
    const envelope = createEnvelope({ topic: destination.topic, payload, ttlSeconds: LIMITS.DEFAULT_TTL_SECONDS });
    return {
      envelopeId: envelopeId(envelope),
      accountId: request.link.record.accountId,
      deviceId: request.link.record.deviceId,
      ...(request.messageId === undefined ? {} : { messageId: request.messageId }),
      sequence: request.sequence,
      sessionId: entry.session.id,
      envelope: encodeEnvelope(envelope),
      mailboxes: destination.mailboxes,
      topic: destination.topic,
      writeKey: destination.writeKey,
      content: request.content,
      status: 'pending',
      createdAtMs: nowMs,
      expiresAtMs: nowMs + LIMITS.DEFAULT_TTL_SECONDS * 1000,
      attempts: 0,
      nextAttemptAtMs: nowMs,
    };
  }
}

function chooseSession({ link, sessionId }: SealRequest, nowMs: number): LinkedSession | undefined {
  const wanted = sessionId && findSession(link, sessionId);
  return wanted?.isStale === false ? wanted : sendingSession(link, nowMs);
}
