/** A mailbox in this process, as its daemon composes it, without the network: streams, proofs, fsync, receipts. */
import { proveOwner, signingKeyPair, type TopicKeys } from '@sotto/crypto';
import {
  createMailboxService,
  DEFAULT_POLICY,
  type LocalMailbox,
  type MailboxArchive,
  openSqliteArchive,
  ReceiptSigner,
  RequesterRates,
  Signatures,
} from '@sotto/mailbox';
import type { DeliverySink, MailboxSession } from '@sotto/network';
import { create, OpenTopicSchema, UnavailableError } from '@sotto/wire';
import { systemClock, systemRandom } from 'sotto';
import type { DepositStream } from './mailbox-deposits.ts';

const SILENT_SINK: DeliverySink = { offer: () => true, onDrain: () => {}, end: () => {} };
/** The rate of one sender is not what is measured. */
const POLICY = { ...DEFAULT_POLICY, putBurst: 1_000_000, requestBurst: 100_000_000 };

export class OurMailbox {
  readonly secretKey = systemRandom.bytes(32);
  readonly mailboxKey = signingKeyPair(this.secretKey).publicKey;
  readonly #archive: MailboxArchive;
  readonly #signatures: Signatures;
  readonly #service: LocalMailbox;

  private constructor(archive: MailboxArchive) {
    this.#archive = archive;
    this.#signatures = new Signatures(this.mailboxKey);
    this.#service = createMailboxService({
      archive,
      signatures: this.#signatures,
      receipts: new ReceiptSigner(this),
      rates: new RequesterRates(POLICY, systemClock),
      policy: POLICY,
      clock: systemClock,
      random: systemRandom,
    });
  }

  static async open(folder: string): Promise<OurMailbox> {
    return new OurMailbox(await openSqliteArchive({ folder, limits: POLICY, ballastBytes: 65_536 }));
  }

  async openTopics(topics: readonly TopicKeys[]): Promise<void> {
    const challenge = systemRandom.bytes(32);
    const session = this.#startSession(challenge);
    await Promise.all(topics.map((keys) => this.#openTopic(session, challenge, keys)));
    session.end();
  }

  /** All depositors at once, each with one put after the other. Returns the milliseconds of each put. */
  async put(depositors: readonly (readonly DepositStream[])[]): Promise<number[]> {
    const latencies: number[] = [];
    const deposit = async (streams: readonly DepositStream[]) => {
      for (const { challenge, puts } of streams) {
        const session = this.#startSession(challenge);
        for (const put of puts) {
          const start = performance.now();
          const outcome = await session.put(put);
          if (outcome.kind !== 'receipt') throw new UnavailableError('refused', 'the mailbox refused a deposit');
          latencies.push(performance.now() - start);
        }
        session.end();
      }
    };
    await Promise.all(depositors.map(deposit));
    return latencies;
  }

  async close(): Promise<void> {
    await this.#signatures.close();
    await this.#archive.close();
  }

  #startSession(challenge: Uint8Array): MailboxSession {
    return this.#service.startSession({ remoteAddress: '192.0.2.1', peerId: 'depositor', challenge }, SILENT_SINK);
  }

  async #openTopic(session: MailboxSession, challenge: Uint8Array, topicKeys: TopicKeys): Promise<void> {
    const { topic, kind, readKey, writeKey, salt } = topicKeys;
    const { mailboxKey } = this;
    const proof = proveOwner({ readKey: readKey.secretKey, mailboxKey, challenge, operation: 'open', topic });
    const keys = { topic, kind, readKey: readKey.publicKey, writeKey: writeKey.publicKey, salt, proof };
    const outcome = await session.open(create(OpenTopicSchema, keys));
    if (outcome.kind !== 'done') throw new UnavailableError('refused', 'the mailbox opened no topic');
  }
}
