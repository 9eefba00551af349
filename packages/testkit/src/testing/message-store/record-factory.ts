/** Seeded records of every kind, complete and different from one another, for suites and tests of stores. */
import type {
  AcknowledgementRecord,
  ContactRecord,
  ConversationRecord,
  CustodyRecord,
  MessageRecord,
  NoticeRecord,
  OutboxRecord,
  PeerDeviceRecord,
  PendingReceiptRecord,
  PrekeyRecord,
  SeenEnvelopeRecord,
  SessionRecord,
  SessionTraceRecord,
  SettingRecord,
  StoreChange,
  StreamRecord,
  TopicRecord,
  UnsealedRecord,
} from '@sotto/ports';
import {
  type AccountId,
  asAccountId,
  asDeviceId,
  asEnvelopeId,
  asMessageId,
  asSessionId,
  asTopic,
  type DeviceId,
  type EnvelopeId,
  formatHex,
  formatPeerId,
  type MessageId,
  type SessionId,
  type Topic,
} from '@sotto/wire';
import { SeededPrng } from '../../seeded-random.ts';

/** 2030-01-01, in milliseconds. */
const BASE_MS = Date.UTC(2030, 0, 1);

export class RecordFactory {
  readonly prng: SeededPrng;
  #count = 0;

  constructor(seed: number | string) {
    this.prng = new SeededPrng(seed);
  }

  bytes(length: number): Uint8Array {
    return this.prng.bytes(length);
  }

  /** Text that no other record holds. */
  text(prefix: string): string {
    return `${prefix} ${formatHex(this.bytes(8))}`;
  }

  timeMs(): number {
    return BASE_MS + this.prng.integer(0, 10 ** 9);
  }

  accountId(): AccountId {
    return asAccountId(this.bytes(32));
  }

  deviceId(): DeviceId {
    return asDeviceId(this.bytes(16));
  }

  topicName(): Topic {
    return asTopic(this.bytes(32));
  }

  envelopeId(): EnvelopeId {
    return asEnvelopeId(this.bytes(32));
  }

  messageId(): MessageId {
    return asMessageId(this.bytes(16));
  }

  sessionId(): SessionId {
    return asSessionId(this.bytes(32));
  }

  mailbox(): string {
    return `/ip4/192.0.2.${this.prng.integer(1, 254)}/tcp/${this.prng.integer(1, 65_535)}/p2p/${this.peerId()}`;
  }

  peerId(): string {
    return formatPeerId(this.bytes(32));
  }

  setting(fields: Partial<SettingRecord> = {}): SettingRecord {
    return { name: this.text('setting'), value: this.bytes(40), ...fields };
  }

  prekey(fields: Partial<PrekeyRecord> = {}): PrekeyRecord {
    this.#count++;
    return { kind: 'one-time', id: this.#count, createdAtMs: this.timeMs(), secret: this.bytes(96), ...fields };
  }

  contact(fields: Partial<ContactRecord> = {}): ContactRecord {
    return {
      accountId: this.accountId(),
      status: 'contact',
      name: this.text('Grace'),
      claimedName: this.text('Grace Hopper'),
      accountLog: this.bytes(700),
      acceptedKeys: this.bytes(32),
      addedAtMs: this.timeMs(),
      ...fields,
    };
  }

  peerDevice(fields: Partial<PeerDeviceRecord> = {}): PeerDeviceRecord {
    return {
      accountId: this.accountId(),
      deviceId: this.deviceId(),
      bundleNumber: this.prng.integer(0, 1_000),
      ourAddressNumber: this.prng.integer(0, 1_000),
      ...fields,
    };
  }

  /** A peer device with every optional field. */
  knownPeerDevice(fields: Partial<PeerDeviceRecord> = {}): PeerDeviceRecord {
    return this.peerDevice({
      address: {
        number: 4,
        mailboxes: [this.mailbox(), this.mailbox()],
        topic: this.topicName(),
        writeKey: this.bytes(32),
        peerId: this.peerId(),
        directAddresses: ['/ip4/198.51.100.7/tcp/4001'],
      },
      introduction: {
        signedPrekey: this.bytes(32),
        mailboxes: [this.mailbox()],
        topic: this.topicName(),
        writeKey: this.bytes(32),
      },
      seenHead: { sequence: 9, hash: this.bytes(32) },
      ...fields,
    });
  }

  session(fields: Partial<SessionRecord> = {}): SessionRecord {
    return {
      id: this.sessionId(),
      accountId: this.accountId(),
      deviceId: this.deviceId(),
      generation: 1,
      createdAtMs: this.timeMs(),
      lastOpenedAtMs: 0,
      state: this.bytes(900),
      ...fields,
    };
  }

  sessionTrace(fields: Partial<SessionTraceRecord> = {}): SessionTraceRecord {
    return { sessionId: this.sessionId(), trace: this.bytes(200), ...fields };
  }

  notice(fields: Partial<NoticeRecord> = {}): NoticeRecord {
    this.#count++;
    return {
      conversation: this.accountId(),
      noticeId: this.messageId(),
      kind: 'keys-changed',
      kindVersion: 1,
      deviceId: this.deviceId(),
      clock: this.#count,
      noticedAtMs: this.timeMs(),
      ...fields,
    };
  }

  topic(fields: Partial<TopicRecord> = {}): TopicRecord {
    return {
      topic: this.topicName(),
      purpose: 'peer',
      peer: { accountId: this.accountId(), deviceId: this.deviceId() },
      credentials: this.bytes(180),
      mailboxes: [this.mailbox()],
      createdAtMs: this.timeMs(),
      ...fields,
    };
  }

  message(fields: Partial<MessageRecord> = {}): MessageRecord {
    this.#count++;
    return {
      conversation: this.accountId(),
      messageId: this.messageId(),
      direction: 'in',
      senderDevice: this.deviceId(),
      sequence: this.#count,
      clock: this.#count,
      sentAtMs: this.timeMs(),
      storedAtMs: this.timeMs(),
      type: 'text',
      typeVersion: 1,
      body: this.bytes(120),
      fallback: this.text('hello'),
      state: 'delivered',
      ...fields,
    };
  }

  conversation(fields: Partial<ConversationRecord> = {}): ConversationRecord {
    return {
      conversation: this.accountId(),
      timer: { seconds: 3_600, clock: 12, messageId: this.messageId() },
      draft: { text: this.text('draft'), replyTo: this.messageId(), changedAtMs: this.timeMs() },
      pinnedAtMs: this.timeMs(),
      mutedUntilMs: this.timeMs(),
      archivedAtMs: this.timeMs(),
      markedUnreadAtMs: this.timeMs(),
      ...fields,
    };
  }

  outbox(fields: Partial<OutboxRecord> = {}): OutboxRecord {
    this.#count++;
    return {
      envelopeId: this.envelopeId(),
      accountId: this.accountId(),
      deviceId: this.deviceId(),
      messageId: this.messageId(),
      sequence: this.#count,
      sessionId: this.sessionId(),
      envelope: this.bytes(600),
      mailboxes: [this.mailbox(), this.mailbox(), this.mailbox()],
      topic: this.topicName(),
      writeKey: this.bytes(32),
      content: this.bytes(200),
      status: 'pending',
      createdAtMs: BASE_MS + this.#count,
      expiresAtMs: BASE_MS + 10 ** 9,
      attempts: 0,
      nextAttemptAtMs: BASE_MS,
      ...fields,
    };
  }

  unsealed(fields: Partial<UnsealedRecord> = {}): UnsealedRecord {
    this.#count++;
    return {
      conversation: this.accountId(),
      messageId: this.messageId(),
      sequence: this.#count,
      content: this.bytes(200),
      ...fields,
    };
  }

  custody(fields: Partial<CustodyRecord> = {}): CustodyRecord {
    return {
      envelopeId: this.envelopeId(),
      mailbox: this.mailbox(),
      receipt: this.bytes(190),
      expiresAtMs: this.timeMs(),
      ...fields,
    };
  }

  stream(fields: Partial<StreamRecord> = {}): StreamRecord {
    return {
      conversation: this.accountId(),
      deviceId: this.deviceId(),
      sequence: 12,
      hash: this.bytes(32),
      missing: [3, 7, 8],
      ...fields,
    };
  }

  seenEnvelope(fields: Partial<SeenEnvelopeRecord> = {}): SeenEnvelopeRecord {
    return {
      envelopeId: this.envelopeId(),
      deliveryProof: this.bytes(32),
      receipt: { accountId: this.accountId(), deviceId: this.deviceId(), messageId: this.messageId() },
      expiresAtMs: this.timeMs(),
      ...fields,
    };
  }

  acknowledgement(fields: Partial<AcknowledgementRecord> = {}): AcknowledgementRecord {
    return { envelopeId: this.envelopeId(), topic: this.topicName(), mailbox: this.mailbox(), ...fields };
  }

  pendingReceipt(fields: Partial<PendingReceiptRecord> = {}): PendingReceiptRecord {
    return {
      accountId: this.accountId(),
      deviceId: this.deviceId(),
      messageId: this.messageId(),
      kind: 'delivered',
      ...fields,
    };
  }

  /** What sending one message commits: the advanced session, the message, its outbox row, our stream. */
  sentMessage(fields: Partial<MessageRecord> = {}): readonly StoreChange[] {
    const message = this.message({ direction: 'out', state: 'queued', ...fields });
    const peer = { accountId: message.conversation, deviceId: this.deviceId() };
    const session = this.session(peer);
    const { messageId, sequence } = message;
    const stream = { conversation: message.conversation, deviceId: message.senderDevice, sequence };
    return [
      { kind: 'put-session', record: session },
      { kind: 'put-message', record: message },
      { kind: 'put-outbox', record: this.outbox({ ...peer, messageId, sequence, sessionId: session.id }) },
      { kind: 'put-stream', record: this.stream({ ...stream, missing: [] }) },
    ];
  }
}
