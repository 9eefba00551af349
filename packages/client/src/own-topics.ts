/**
 * The topics that this device reads: one for strangers, one for each device of each contact (specs/05 §4).
 *
 * Kept in memory as the store has them.
 */
import { createTopicKeys } from '@sotto/crypto';
import type { MessageStore, Random, StoreChange, TopicCredentials, TopicRecord } from '@sotto/ports';
import {
  type AccountId,
  asTopic,
  concatBytes,
  DecodeError,
  type DeviceId,
  formatHex,
  type Topic,
  TopicKind,
} from '@sotto/wire';
import type { Remembering } from './ledger.ts';

export interface OwnTopic {
  readonly record: TopicRecord;
  readonly credentials: TopicCredentials;
}

export class OwnTopics implements Remembering {
  readonly #store: MessageStore;
  readonly #byTopic = new Map<string, OwnTopic>();
  readonly #byPeer = new Map<string, OwnTopic>();
  #intro: OwnTopic | undefined;
  #onAdded: () => void = () => {};

  private constructor(store: MessageStore) {
    this.#store = store;
  }

  static async load(store: MessageStore): Promise<OwnTopics> {
    const topics = new OwnTopics(store);
    await topics.reload();
    return topics;
  }

  async reload(): Promise<void> {
    const before = this.#byTopic.size;
    for (const record of await this.#store.topics()) this.#add(record);
    if (this.#byTopic.size > before) this.#onAdded();
  }

  /** A new topic of ours and the change that stores it. Call `adopt` once that change is committed. */
  static create(options: {
    readonly peer?: { readonly accountId: AccountId; readonly deviceId: DeviceId };
    readonly mailboxes: readonly string[];
    readonly random: Random;
    readonly nowMs: number;
  }): OwnTopic {
    const credentials = createTopicKeys({
      kind: TopicKind.QUEUE,
      random: (length) => options.random.bytes(length),
    });
    const record: TopicRecord = {
      topic: credentials.topic,
      purpose: options.peer === undefined ? 'intro' : 'peer',
      ...(options.peer === undefined ? {} : { peer: options.peer }),
      credentials: encodeCredentials(credentials),
      mailboxes: options.mailboxes,
      createdAtMs: options.nowMs,
    };
    return { record, credentials };
  }

  adopt(record: TopicRecord): void {
    this.#add(record);
    this.#onAdded();
  }

  /** Calls `listener` after every topic that is added. */
  onAdded(listener: () => void): void {
    this.#onAdded = listener;
  }

  get intro(): OwnTopic | undefined {
    return this.#intro;
  }

  byTopic(topic: Topic): OwnTopic | undefined {
    return this.#byTopic.get(formatHex(topic));
  }

  forPeer(accountId: AccountId, deviceId: DeviceId): OwnTopic | undefined {
    return this.#byPeer.get(peerKey(accountId, deviceId));
  }

  /** Every topic that is read at this mailbox. */
  at(mailbox: string): OwnTopic[] {
    return [...this.#byTopic.values()].filter((topic) => topic.record.mailboxes.includes(mailbox));
  }

  all(): OwnTopic[] {
    return [...this.#byTopic.values()];
  }

  #add(record: TopicRecord): void {
    const topic = { record, credentials: decodeCredentials(record) };
    this.#byTopic.set(formatHex(record.topic), topic);
    if (record.retiredAtMs !== undefined) return;
    if (record.purpose === 'intro') this.#intro = topic;
    else if (record.peer) this.#byPeer.set(peerKey(record.peer.accountId, record.peer.deviceId), topic);
  }
}

export function putTopic(topic: OwnTopic): StoreChange {
  return { kind: 'put-topic', record: topic.record };
}

/** Map key of one device of one contact. */
export function peerKey(accountId: AccountId, deviceId: DeviceId): string {
  return `${formatHex(accountId)}/${formatHex(deviceId)}`;
}

// kind (1) || salt (16) || read public, secret, write public, secret (32 each)
const CREDENTIALS_BYTES = 1 + 16 + 4 * 32;

function encodeCredentials(keys: TopicCredentials): Uint8Array {
  return concatBytes(
    Uint8Array.of(keys.kind),
    keys.salt,
    keys.readKey.publicKey,
    keys.readKey.secretKey,
    keys.writeKey.publicKey,
    keys.writeKey.secretKey,
  );
}

function decodeCredentials(record: TopicRecord): TopicCredentials {
  const bytes = record.credentials;
  if (bytes.length !== CREDENTIALS_BYTES) throw new DecodeError('wrong-length', 'bad topic credentials');
  const key = (index: number) => bytes.slice(17 + index * 32, 49 + index * 32);
  return {
    topic: asTopic(record.topic),
    kind: bytes[0] === TopicKind.LOG ? TopicKind.LOG : TopicKind.QUEUE,
    salt: bytes.slice(1, 17),
    readKey: { publicKey: key(0), secretKey: key(1) },
    writeKey: { publicKey: key(2), secretKey: key(3) },
  };
}
