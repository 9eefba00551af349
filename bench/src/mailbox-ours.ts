/** A mailbox in this process, as its daemon composes it, without the network: signature checks, fsync, receipts. */
import { proveOwner, signingKeyPair, type TopicKeys } from '@sotto/crypto';
import {
  createMailboxService,
  DEFAULT_POLICY,
  type MailboxArchive,
  openSqliteArchive,
  RequesterRates,
  Signatures,
} from '@sotto/mailbox';
import type { DeliverySink, MailboxSession } from '@sotto/network';
import { create, OpenTopicSchema, UnavailableError } from '@sotto/wire';
import { systemClock, systemRandom } from 'sotto';
import type { Deposits } from './mailbox-deposits.ts';

const SILENT_SINK: DeliverySink = { offer: () => true, onDrain: () => {}, end: () => {} };
/** The rate of one sender is not what is measured. */
const POLICY = { ...DEFAULT_POLICY, putBurst: 1_000_000, requestBurst: 100_000_000 };

export class OurMailbox {
  readonly secretKey = systemRandom.bytes(32);
  readonly mailboxKey = signingKeyPair(this.secretKey).publicKey;
  readonly #archive: MailboxArchive;
  readonly #signatures: Signatures;
  readonly #challenge = systemRandom.bytes(32);
  readonly #session: MailboxSession;

  private constructor(archive: MailboxArchive) {
    this.#archive = archive;
    this.#signatures = new Signatures(this);
    const rates = new RequesterRates(POLICY, systemClock);
    const service = createMailboxService({
      archive,
      signatures: this.#signatures,
      rates,
      policy: POLICY,
      clock: systemClock,
      random: systemRandom,
    });
    const requester = { remoteAddress: '192.0.2.1', peerId: 'depositor', challenge: this.#challenge };
    this.#session = service.startSession(requester, SILENT_SINK);
  }

  static async open(folder: string): Promise<OurMailbox> {
    return new OurMailbox(await openSqliteArchive({ folder, limits: POLICY, ballastBytes: 65_536 }));
  }

  async openTopics(topics: readonly TopicKeys[]): Promise<void> {
    await Promise.all(topics.map((keys) => this.#openTopic(keys)));
  }

  /** All puts by so many depositors at once. Returns the milliseconds of each put. */
  async put({ puts }: Deposits, depositors: number): Promise<number[]> {
    const latencies: number[] = [];
    let next = 0;
    const deposit = async () => {
      for (let put = puts[next++]; put !== undefined; put = puts[next++]) {
        const start = performance.now();
        const outcome = await this.#session.put(put);
        if (outcome.kind !== 'receipt') throw new UnavailableError('refused', 'the mailbox refused a deposit');
        latencies.push(performance.now() - start);
      }
    };
    await Promise.all(Array.from({ length: depositors }, deposit));
    return latencies;
  }

  async close(): Promise<void> {
    await this.#signatures.close();
    await this.#archive.close();
  }

  async #openTopic({ topic, kind, readKey, writeKey, salt }: TopicKeys): Promise<void> {
    const { mailboxKey } = this;
    const challenge = this.#challenge;
    const proof = proveOwner({ readKey: readKey.secretKey, mailboxKey, challenge, operation: 'open', topic });
    const keys = { topic, kind, readKey: readKey.publicKey, writeKey: writeKey.publicKey, salt, proof };
    const outcome = await this.#session.open(create(OpenTopicSchema, keys));
    if (outcome.kind !== 'done') throw new UnavailableError('refused', 'the mailbox opened no topic');
  }
}
