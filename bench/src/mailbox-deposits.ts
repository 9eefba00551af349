/** Signed deposits, made before the clock runs: what senders do is not the mailbox's time. */
import {
  createEnvelope,
  createTopicKeys,
  encodeEnvelope,
  envelopeId,
  signDeposit,
  type TopicKeys,
} from '@sotto/crypto';
import type { Random } from '@sotto/ports';
import { create, type Put, PutSchema, TopicKind } from '@sotto/wire';

const TTL_SECONDS = 86_400;

export interface Deposits {
  readonly topics: readonly TopicKeys[];
  /** Deposit `i` is for topic `i % topics.length`. */
  readonly puts: readonly Put[];
}

export function makeDeposits(options: {
  readonly topics: number;
  readonly puts: number;
  readonly payloadBytes: number;
  readonly mailboxKey: Uint8Array;
  readonly random: Random;
}): Deposits {
  const { mailboxKey, payloadBytes } = options;
  const random = (length: number) => options.random.bytes(length);
  const topics = Array.from({ length: options.topics }, () => createTopicKeys({ kind: TopicKind.QUEUE, random }));
  const puts: Put[] = [];
  for (let i = 0; i < options.puts; i++) {
    const keys = topics[i % topics.length];
    if (keys === undefined) break;
    const { topic, writeKey } = keys;
    const envelope = createEnvelope({ topic, payload: random(payloadBytes), ttlSeconds: TTL_SECONDS });
    const id = envelopeId(envelope);
    const signature = signDeposit({ writeKey: writeKey.secretKey, mailboxKey, topic, envelopeId: id });
    puts.push(create(PutSchema, { envelope: encodeEnvelope(envelope), signature }));
  }
  return { topics, puts };
}
