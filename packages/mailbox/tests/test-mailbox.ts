/** A mailbox without a network, on a fake clock, and a client that makes its requests and proofs. */
import type { DatabaseSync } from 'node:sqlite';
import {
  createEnvelope,
  createTopicKeys,
  encodeEnvelope,
  envelopeId,
  type OwnerOperation,
  proveDeposit,
  proveOwner,
  signingKeyPair,
  type TopicKeys,
} from '@sotto/crypto';
import type { DirectoryService, DoneOutcome, MailboxSession, PutOutcome } from '@sotto/network';
import { FakeClock, SeededPrng } from '@sotto/testkit';
import {
  AcknowledgeSchema,
  CloseTopicSchema,
  create,
  type EnvelopeId,
  FetchSchema,
  OpenTopicSchema,
  type OwnerProof,
  OwnerProofSchema,
  PutSchema,
  SubscribeSchema,
  TopicKind,
} from '@sotto/wire';
import type { ArchiveReport, MailboxArchive } from '../src/archive.ts';
import { createDirectoryService } from '../src/directory-service.ts';
import { type MailboxPolicy, mailboxPolicy } from '../src/mailbox-policy.ts';
import { createMailboxService, type LocalMailbox } from '../src/mailbox-service.ts';
import { ReceiptSigner } from '../src/receipt-signer.ts';
import { RequesterRates } from '../src/requester-rates.ts';
import { Signatures } from '../src/signatures.ts';
import { openInlineSqliteArchive } from '../src/sqlite/sqlite-archive.ts';
import { RecordingSink } from './recording-sink.ts';
import { type ScratchFolder, scratchFolder } from './scratch-folder.ts';

export interface TestMailboxOptions {
  readonly policy?: Partial<MailboxPolicy>;
  readonly openFile?: (path: string) => DatabaseSync;
  readonly seed?: string;
  /** Stands between the service and the archive. */
  readonly wrap?: (archive: MailboxArchive) => MailboxArchive;
}

export class TestMailbox {
  readonly clock: FakeClock;
  readonly random: SeededPrng;
  readonly mailboxKey: Uint8Array;
  readonly secretKey: Uint8Array;
  readonly reports: ArchiveReport[];
  readonly archive: MailboxArchive;
  readonly service: LocalMailbox;
  readonly directory: DirectoryService;
  readonly policy: MailboxPolicy;
  readonly #signatures: Signatures;
  readonly #folder: ScratchFolder;
  readonly #options: TestMailboxOptions;

  private constructor(parts: {
    readonly archive: MailboxArchive;
    readonly options: TestMailboxOptions;
    readonly folder: ScratchFolder;
    readonly clock: FakeClock;
    readonly reports: ArchiveReport[];
  }) {
    const { archive, options, clock } = parts;
    this.#folder = parts.folder;
    this.#options = options;
    this.reports = parts.reports;
    this.clock = clock;
    this.archive = archive;
    this.policy = mailboxPolicy(options.policy);
    this.random = new SeededPrng(options.seed ?? 'mailbox');
    this.secretKey = this.random.bytes(32);
    this.mailboxKey = signingKeyPair(this.secretKey).publicKey;
    this.#signatures = new Signatures(this.mailboxKey, 0);
    const rates = new RequesterRates(this.policy, clock);
    const served = options.wrap?.(archive) ?? archive;
    const { policy, random, mailboxKey } = this;
    this.service = createMailboxService({
      archive: served,
      signatures: this.#signatures,
      receipts: new ReceiptSigner(this),
      rates,
      policy,
      clock,
      random: random.fork('service'),
    });
    this.directory = createDirectoryService({ archive: served, mailboxKey, rates, clock });
  }

  static async open(
    options: TestMailboxOptions = {},
    { folder = scratchFolder(), clock = new FakeClock() } = {},
  ): Promise<TestMailbox> {
    const policy = mailboxPolicy({ ballastBytes: 65_536, ...options.policy });
    const reports: ArchiveReport[] = [];
    const archive = await openInlineSqliteArchive({
      folder: folder.path,
      limits: policy,
      ballastBytes: policy.ballastBytes,
      onReport: (report) => reports.push(report),
      ...(options.openFile === undefined ? {} : { openFile: options.openFile }),
    });
    return new TestMailbox({ archive, options, folder, clock, reports });
  }

  get folder(): string {
    return this.#folder.path;
  }

  client(remoteAddress = '192.0.2.1', sink = new RecordingSink()): TestClient {
    return new TestClient(this, remoteAddress, sink);
  }

  topicKeys(kind: TopicKind = TopicKind.QUEUE): TopicKeys {
    return createTopicKeys({ kind, random: (length) => this.random.bytes(length) });
  }

  /** Closes this one and opens another on the same folder, key and clock. */
  async restart(): Promise<TestMailbox> {
    await this.#stop();
    return TestMailbox.open(this.#options, { folder: this.#folder, clock: this.clock });
  }

  async dispose(): Promise<void> {
    await this.#stop();
    this.#folder.remove();
  }

  async #stop(): Promise<void> {
    await this.#signatures.close();
    await this.archive.close();
  }
}

export interface PutFields {
  readonly payload?: Uint8Array;
  readonly ttlSeconds?: number;
  /** Signs instead of the topic's own write key. */
  readonly writeKey?: Uint8Array;
}

/** One stream of a client. */
export class TestClient {
  readonly sink: RecordingSink;
  readonly session: MailboxSession;
  readonly requester;
  readonly #mailbox: TestMailbox;

  constructor(mailbox: TestMailbox, remoteAddress: string, sink: RecordingSink) {
    this.#mailbox = mailbox;
    this.sink = sink;
    this.requester = { remoteAddress, peerId: 'client', challenge: mailbox.random.bytes(32) };
    this.session = mailbox.service.startSession(this.requester, sink);
  }

  proof(operation: OwnerOperation, { topic, readKey }: TopicKeys): OwnerProof {
    const { mailboxKey } = this.#mailbox;
    const { challenge } = this.requester;
    const proof = proveOwner({ readKey: readKey.secretKey, mailboxKey, challenge, operation, topic });
    return create(OwnerProofSchema, { topic, proof });
  }

  open(keys: TopicKeys): Promise<DoneOutcome> {
    const { topic, kind, salt } = keys;
    const { proof } = this.proof('open', keys);
    const readKey = keys.readKey.publicKey;
    const writeKey = keys.writeKey.publicKey;
    return this.session.open(create(OpenTopicSchema, { topic, kind, salt, readKey, writeKey, proof }));
  }

  envelope(keys: TopicKeys, fields: PutFields = {}): { readonly id: EnvelopeId; readonly bytes: Uint8Array } {
    const payload = fields.payload ?? this.#mailbox.random.bytes(512);
    const envelope = createEnvelope({ topic: keys.topic, payload, ttlSeconds: fields.ttlSeconds ?? 3_600 });
    return { id: envelopeId(envelope), bytes: encodeEnvelope(envelope) };
  }

  put(keys: TopicKeys, fields: PutFields = {}): Promise<PutOutcome> {
    return this.putEnvelope(keys, this.envelope(keys, fields), fields.writeKey);
  }

  depositProof({ topic, writeKey }: TopicKeys, secretKey: Uint8Array = writeKey.secretKey): Uint8Array {
    const { mailboxKey } = this.#mailbox;
    return proveDeposit({ writeKey: secretKey, mailboxKey, challenge: this.requester.challenge, topic });
  }

  putEnvelope(
    keys: TopicKeys,
    { bytes }: { readonly bytes: Uint8Array },
    secretKey: Uint8Array = keys.writeKey.secretKey,
  ): Promise<PutOutcome> {
    const proof = this.depositProof(keys, secretKey);
    return this.session.put(create(PutSchema, { envelope: bytes, proof }));
  }

  /** Relies on what this stream has proved before. */
  putWithoutProof(keys: TopicKeys): Promise<PutOutcome> {
    const proof = new Uint8Array(0);
    return this.session.put(create(PutSchema, { envelope: this.envelope(keys).bytes, proof }));
  }

  subscribe(...topics: readonly TopicKeys[]) {
    const proofs = topics.map((keys) => this.proof('subscribe', keys));
    return this.session.subscribe(create(SubscribeSchema, { topics: proofs }));
  }

  fetch(keys: TopicKeys, { cursor = 0, limit = 50 } = {}) {
    return this.session.fetch(create(FetchSchema, { owner: this.proof('fetch', keys), cursor: BigInt(cursor), limit }));
  }

  /** Envelopes that a fetch returns. */
  async held(keys: TopicKeys): Promise<Uint8Array[]> {
    const page = await this.fetch(keys);
    return page.kind === 'page' ? page.envelopes.map(({ envelope }) => envelope) : [];
  }

  acknowledge(keys: TopicKeys, ...envelopeIds: EnvelopeId[]) {
    return this.session.acknowledge(create(AcknowledgeSchema, { owner: this.proof('acknowledge', keys), envelopeIds }));
  }

  close(keys: TopicKeys) {
    return this.session.close(create(CloseTopicSchema, { owner: this.proof('close', keys) }));
  }
}
