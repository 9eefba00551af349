/** Topics, envelopes and proofs, made before the clock runs: what senders do is not the mailbox's time. */
import { createEnvelope, createTopicKeys, encodeEnvelope, proveDeposit, type TopicKeys } from '@sotto/crypto';
import type { Random } from '@sotto/ports';
import { create, type Put, PutSchema, TopicKind, UsageError } from '@sotto/wire';

const TTL_SECONDS = 86_400;
const CHALLENGE_BYTES = 32;
const NO_PROOF = new Uint8Array(0);

export interface Deposits {
  readonly topics: readonly TopicKeys[];
  /** Envelope `i` is for topic `i % topics.length`. */
  readonly envelopes: readonly Uint8Array[];
}

export function makeDeposits(options: {
  readonly topics: number;
  readonly puts: number;
  readonly payloadBytes: number;
  readonly random: Random;
}): Deposits {
  const random = (length: number) => options.random.bytes(length);
  const topics = Array.from({ length: options.topics }, () => createTopicKeys({ kind: TopicKind.QUEUE, random }));
  const envelopes = Array.from({ length: options.puts }, (_, i) => {
    const { topic } = topicOf(topics, i);
    return encodeEnvelope(createEnvelope({ topic, payload: random(options.payloadBytes), ttlSeconds: TTL_SECONDS }));
  });
  return { topics, envelopes };
}

export function topicOf(topics: readonly TopicKeys[], i: number): TopicKeys {
  const keys = topics[i % topics.length];
  if (keys === undefined) throw new UsageError('invalid-argument', 'no topics');
  return keys;
}

/** What one depositor sends on one stream, one put after the other. */
export interface DepositStream {
  readonly challenge: Uint8Array;
  readonly puts: readonly Put[];
}

/**
 * One stream for each depositor, who has its share of the topics for itself: the first put to each topic carries a proof.
 * `putsPerStream`: begins another stream after so many puts.
 */
export function depositStreams(
  { topics, envelopes }: Deposits,
  options: {
    readonly depositors: number;
    readonly mailboxKey: Uint8Array;
    readonly random: Random;
    readonly putsPerStream?: number | undefined;
  },
): DepositStream[][] {
  const { depositors, mailboxKey, random, putsPerStream = envelopes.length } = options;
  return Array.from({ length: depositors }, (_, depositor) => {
    const numbers = [...envelopes.keys()].filter((i) => i % depositors === depositor);
    const streams: DepositStream[] = [];
    for (let start = 0; start < numbers.length; start += putsPerStream) {
      const challenge = random.bytes(CHALLENGE_BYTES);
      const proved = new Set<TopicKeys>();
      const puts = numbers.slice(start, start + putsPerStream).map((i) => {
        const keys = topicOf(topics, i);
        const fields = { writeKey: keys.writeKey.secretKey, mailboxKey, challenge, topic: keys.topic };
        const proof = proved.has(keys) ? NO_PROOF : proveDeposit(fields);
        proved.add(keys);
        return create(PutSchema, { envelope: envelopes[i] ?? NO_PROOF, proof });
      });
      streams.push({ challenge, puts });
    }
    return streams;
  });
}
