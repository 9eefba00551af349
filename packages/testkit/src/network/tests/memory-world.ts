/** A small world for the tests of the in-memory network: one mailbox, its owner, a sender, a topic. */
import { createEnvelope, createTopicKeys, encodeEnvelope, envelopeId } from '@sotto/crypto';
import type { MailboxSubscription, StoredDelivery, TopicCredentials } from '@sotto/ports';
import { type EnvelopeId, TopicKind } from '@sotto/wire';
import { type FakeClock, fakeClock } from '../../fake-clock.ts';
import { SeededPrng, seededRandom } from '../../seeded-random.ts';
import type { MemoryMailbox } from '../memory-mailbox.ts';
import { MemoryNetwork } from '../memory-network.ts';
import type { MemoryPeer } from '../memory-peer.ts';
import type { NetworkFaults } from '../network-faults.ts';

export const prng = new SeededPrng('network tests');

export function newTopic(kind: TopicKind = TopicKind.QUEUE): TopicCredentials {
  return createTopicKeys({ kind, random: (length) => prng.bytes(length) });
}

export function newEnvelope(
  topic: TopicCredentials,
  payloadBytes = 512,
): { readonly id: EnvelopeId; readonly bytes: Uint8Array } {
  const envelope = createEnvelope({ topic: topic.topic, payload: prng.bytes(payloadBytes), ttlSeconds: 3_600 });
  return { id: envelopeId(envelope), bytes: encodeEnvelope(envelope) };
}

export interface World {
  readonly clock: FakeClock;
  readonly network: MemoryNetwork;
  readonly mailbox: MemoryMailbox;
  readonly owner: MemoryPeer;
  readonly sender: MemoryPeer;
  readonly topic: TopicCredentials;
}

export async function newWorld(faults?: Partial<NetworkFaults>): Promise<World> {
  const clock = fakeClock(1_000_000);
  const network = new MemoryNetwork({ clock, random: seededRandom('world'), ...(faults ? { faults } : {}) });
  const mailbox = network.createMailbox();
  const [owner, sender] = [network.createPeer(), network.createPeer()];
  await owner.start();
  await sender.start();
  return { clock, network, mailbox, owner, sender, topic: newTopic() };
}

export function put(
  { sender, mailbox, topic }: World,
  envelope: { readonly id: EnvelopeId; readonly bytes: Uint8Array },
) {
  return sender.depositor.put({
    mailbox: mailbox.address,
    topic: topic.topic,
    envelopeId: envelope.id,
    envelope: envelope.bytes,
    writeKey: topic.writeKey.secretKey,
  });
}

export async function subscribe(
  { owner, mailbox, topic }: World,
  received: StoredDelivery[] = [],
): Promise<{ readonly received: StoredDelivery[]; readonly subscription: MailboxSubscription }> {
  const subscription = await owner.reader.subscribe({
    mailbox: mailbox.address,
    topics: [topic],
    onDelivery: (delivery) => {
      received.push(delivery);
    },
  });
  return { received, subscription };
}

export function fetchAll({ owner, mailbox, topic }: World) {
  return owner.reader.fetch(mailbox.address, topic, { cursor: 0, limit: 50 });
}
