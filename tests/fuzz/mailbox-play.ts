/** What a client does with a mailbox, once through: played with an honest mailbox to record it, then with lies. */
import { createEnvelope, createTopicKeys, encodeEnvelope, envelopeId, type TopicKeys } from '@sotto/crypto';
import type { CallOptions, StoredDelivery } from '@sotto/ports';
import type { FakeClock } from '@sotto/testkit';
import { type MailboxAddress, TopicKind } from '@sotto/wire';
import { MailboxChannel } from '../../packages/network/src/mailbox/mailbox-channel.ts';
import { RemoteMailboxDepositor } from '../../packages/network/src/mailbox/mailbox-depositor.ts';
import { RemoteMailboxReader } from '../../packages/network/src/mailbox/mailbox-reader.ts';
import type { ChannelPool } from '../../packages/network/src/peer/channel-pool.ts';
import type { HeldStream } from './held-stream.ts';
import { randomFrom } from './people.ts';

export interface MailboxPlay {
  readonly stream: HeldStream;
  readonly address: MailboxAddress;
  readonly clock: FakeClock;
  readonly onDelivery: (delivery: StoredDelivery) => void;
  readonly onEnd: () => void;
}

const TOPIC_KEYS: TopicKeys = createTopicKeys({ kind: TopicKind.QUEUE, random: randomFrom('play') });

/** One step after the other; a step that fails is left behind. Returns how each one ended. */
export async function playMailbox(play: MailboxPlay): Promise<unknown[]> {
  const { address, onDelivery } = play;
  const channel = new MailboxChannel(play);
  const pool = {
    get: () => channel.ready.then(() => channel),
    peek: () => channel,
  } as unknown as ChannelPool<MailboxChannel>;
  const reader = new RemoteMailboxReader(pool);
  const depositor = new RemoteMailboxDepositor(pool);
  const credentials = TOPIC_KEYS;
  const { topic, writeKey } = credentials;
  const payload = new Uint8Array(512).fill(7);
  const envelope = createEnvelope({ topic, payload, ttlSeconds: 3_600 });
  const put = {
    mailbox: address,
    topic,
    writeKey: writeKey.secretKey,
    envelopeId: envelopeId(envelope),
    envelope: encodeEnvelope(envelope),
  };
  const steps: ((options?: CallOptions) => Promise<unknown>)[] = [
    () => reader.open(address, credentials),
    () => depositor.put(put),
    () => depositor.put(put),
    () => reader.subscribe({ mailbox: address, topics: [credentials], onDelivery }),
    () => reader.fetch(address, credentials, { cursor: 0, limit: 10 }),
    () => reader.limits(address),
    () => reader.acknowledge(address, credentials, [put.envelopeId]),
    () => reader.close(address, credentials),
  ];
  const outcomes: unknown[] = [];
  for (const step of steps) outcomes.push(await step().catch((error: unknown) => error));
  return outcomes;
}
