import { verifyCustodyReceipt } from '@sotto/crypto';
import type { MailboxSubscription, Network, StoredDelivery, TopicCredentials } from '@sotto/ports';
import { fakeClock } from '@sotto/testkit';
import { formatHex, LIMITS, mailboxKey } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { startNetwork, until } from './fixtures.ts';
import { newTopic, putRequest, type RunningMailbox, startMailbox } from './mailbox-fixtures.ts';

const unknown = expect.objectContaining({ kind: 'unavailable', code: 'unknown-topic-or-key' });
const unreachable = expect.objectContaining({ kind: 'unavailable', code: 'unreachable' });

interface Story {
  readonly mailbox: RunningMailbox;
  readonly network: Network;
  readonly topic: TopicCredentials;
}

async function startStory(listen = '/ip4/127.0.0.1/tcp/0'): Promise<Story> {
  const [mailbox, network] = await Promise.all([
    startMailbox({ listen: [listen] }),
    startNetwork({ listen: undefined }),
  ]);
  const topic = newTopic();
  await network.reader.open(mailbox.address, topic);
  return { mailbox, network, topic };
}

async function put({ mailbox, network, topic }: Story, count: number, sizeBytes?: number): Promise<Uint8Array[]> {
  const envelopes: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const request = putRequest(mailbox.address, topic, sizeBytes);
    await network.depositor.put(request);
    envelopes.push(request.envelope);
  }
  return envelopes;
}

function collect({ mailbox, network, topic }: Story): {
  readonly received: StoredDelivery[];
  readonly subscription: Promise<MailboxSubscription>;
} {
  const received: StoredDelivery[] = [];
  const subscription = network.reader.subscribe({
    mailbox: mailbox.address,
    topics: [topic],
    onDelivery: (delivery) => void received.push(delivery),
  });
  return { received, subscription };
}

describe('mailbox', () => {
  it.each(['/ip4/127.0.0.1/tcp/0', '/ip4/127.0.0.1/tcp/0/ws'])(
    'takes envelopes and hands them out over %s',
    async (listen) => {
      const story = await startStory(listen);
      const { mailbox, network, topic } = story;
      const request = putRequest(mailbox.address, topic);
      const receipt = await network.depositor.put(request);
      const about = { mailboxKey: mailboxKey(mailbox.address), topic: topic.topic, envelopeId: request.envelopeId };
      expect(verifyCustodyReceipt({ receipt, ...about }).expiresAtMs).toBe(2_000n);

      const { received, subscription } = collect(story);
      expect((await subscription).topics).toEqual([{ accepted: true, replaced: false }]);
      const later = await put(story, 3, 60_000);
      await until(() => received.length === 4);
      expect(received.map(({ envelope }) => envelope)).toEqual([request.envelope, ...later]);
      expect(received.map(({ cursor }) => cursor)).toEqual([1, 2, 3, 4]);
      expect(network.reader.isConnected(mailbox.address)).toBe(true);

      await network.reader.acknowledge(mailbox.address, topic, [request.envelopeId]);
      const page = await network.reader.fetch(mailbox.address, topic, { cursor: 0, limit: 50 });
      expect(page.deliveries.map(({ cursor }) => cursor)).toEqual([2, 3]);
      expect(page.more).toBe(true);
      expect((await network.reader.limits(mailbox.address)).maxPayloadBytes).toBe(LIMITS.MAX_PAYLOAD_BYTES);
      await network.reader.close(mailbox.address, topic);
      await expect(network.depositor.put(request)).rejects.toEqual(unknown);
    },
  );

  it('refuses the wrong key and the unknown topic with the same words', async () => {
    const { mailbox, network, topic } = await startStory();
    const stranger = newTopic();
    const wrongKey = { ...topic, readKey: stranger.readKey, writeKey: stranger.writeKey };
    const page = { cursor: 0, limit: 1 };
    await expect(network.reader.fetch(mailbox.address, wrongKey, page)).rejects.toEqual(unknown);
    await expect(network.reader.fetch(mailbox.address, stranger, page)).rejects.toEqual(unknown);
    await expect(network.depositor.put(putRequest(mailbox.address, wrongKey))).rejects.toEqual(unknown);
    const subscription = await network.reader.subscribe({
      mailbox: mailbox.address,
      topics: [stranger, topic],
      onDelivery: () => {},
    });
    expect(subscription.topics.map(({ accepted }) => accepted)).toEqual([false, true]);
  });

  it('E6: sees three PeerIds that have nothing in common, and a fresh challenge for each stream', async () => {
    const story = await startStory();
    await put(story, 1);
    const { contexts } = story.mailbox.service;
    const peers = new Set([...contexts.map(({ peerId }) => peerId), story.network.direct.peerId]);
    expect(contexts).toHaveLength(2);
    expect(peers.size).toBe(3);
    expect(contexts[0]?.challenge).not.toEqual(contexts[1]?.challenge);
    expect(contexts.map(({ remoteAddress }) => remoteAddress)).toEqual(['127.0.0.1', '127.0.0.1']);
  });

  it('carries requests side by side on one stream for each role', async () => {
    const story = await startStory();
    const { mailbox, network, topic } = story;
    await Promise.all(Array.from({ length: 300 }, () => network.depositor.put(putRequest(mailbox.address, topic))));
    expect(mailbox.service.contexts).toHaveLength(2);
  });

  it('shows the proof for a topic until there is a receipt, and again when the mailbox has forgotten it', async () => {
    const { mailbox, network, topic } = await startStory();
    const putOne = () => network.depositor.put(putRequest(mailbox.address, topic));
    await Promise.all([putOne(), putOne(), putOne()]);
    const [, depositor] = mailbox.service.sessions;
    if (depositor === undefined) return expect.unreachable();
    expect(depositor.proofs).toBe(3);
    await Promise.all([putOne(), putOne()]);
    expect(depositor.proofs).toBe(3);
    depositor.writable.delete(formatHex(topic.topic));
    await Promise.all([putOne(), putOne()]);
    expect(depositor.proofs).toBeGreaterThan(3);
    expect(depositor.proofs).toBeLessThanOrEqual(5);
    await network.reader.close(mailbox.address, topic);
    await expect(putOne()).rejects.toEqual(unknown);
  });

  it('is found again after it has restarted on the same port', async () => {
    const clock = fakeClock();
    const mailbox = await startMailbox();
    const network = await startNetwork({ listen: undefined, clock });
    const topic = newTopic();
    await network.reader.open(mailbox.address, topic);
    const story = { mailbox, network, topic };
    const subscription = await collect(story).subscription;
    await mailbox.server.stop();
    await subscription.ended;
    expect(network.reader.isConnected(mailbox.address)).toBe(false);
    await expect(network.reader.limits(mailbox.address)).rejects.toEqual(unreachable);
    const port = /tcp\/\d+/.exec(mailbox.address)?.[0];
    await startMailbox({ listen: [`/ip4/127.0.0.1/${port}`] }, mailbox.service);
    await expect(network.reader.limits(mailbox.address)).rejects.toEqual(unreachable);
    clock.advance(1_000);
    const { received, subscription: again } = collect(story);
    expect((await again).topics).toEqual([{ accepted: true, replaced: false }]);
    clock.advance(1_000);
    const [envelope] = await put(story, 1);
    await until(() => received.length === 1);
    expect(received[0]?.envelope).toEqual(envelope);
  });

  it('F3: is held back by a reader that is slow to store, and nothing is lost', async () => {
    const story = await startStory();
    const { mailbox, network, topic } = story;
    const envelopes = await put(story, 200, 30_000);
    const received: Uint8Array[] = [];
    const waiting: (() => void)[] = [];
    await network.reader.subscribe({
      mailbox: mailbox.address,
      topics: [topic],
      onDelivery: ({ envelope }) => {
        received.push(envelope);
        return new Promise<void>((resolve) => waiting.push(resolve));
      },
    });
    await until(() => received.length === 64);
    // A delivery that is not read stops at the window of the stream; the mailbox goes on from its store later.
    expect(
      mailbox.service.sinks.map((sink) =>
        sink.offer({ topic: topic.topic, cursor: 1_000, envelope: new Uint8Array(1) }),
      ),
    ).toEqual([false, true]);
    expect(received).toHaveLength(64);
    while (received.length < 200) {
      for (const resolve of waiting.splice(0)) resolve();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(received).toEqual(envelopes);
  });

  it('closes the stream when the last subscription is closed, and opens another for the next request', async () => {
    const story = await startStory();
    const subscription = await collect(story).subscription;
    subscription.close();
    await subscription.ended;
    await until(() => story.mailbox.service.sessions.size === 0);
    await story.network.reader.limits(story.mailbox.address);
    expect(story.mailbox.service.contexts).toHaveLength(2);
  });

  it('closes a channel that nobody uses', async () => {
    const clock = fakeClock();
    const [mailbox, network] = await Promise.all([startMailbox(), startNetwork({ listen: undefined, clock })]);
    await network.reader.limits(mailbox.address);
    clock.advance(120_000);
    await until(() => mailbox.service.sessions.size === 0);
    expect(network.reader.isConnected(mailbox.address)).toBe(false);
  });

  it('is not asked for more than the protocol allows', async () => {
    const { mailbox, network, topic } = await startStory();
    const invalid = expect.objectContaining({ kind: 'usage', code: 'invalid-argument' });
    const page = { cursor: 0, limit: LIMITS.MAX_PAGE_ENVELOPES + 1 };
    await expect(network.reader.fetch(mailbox.address, topic, page)).rejects.toEqual(invalid);
    await expect(network.reader.acknowledge(mailbox.address, topic, [])).rejects.toEqual(invalid);
    const subscribe = network.reader.subscribe({ mailbox: mailbox.address, topics: [], onDelivery: () => {} });
    await expect(subscribe).rejects.toEqual(invalid);
    const large = network.depositor.put(putRequest(mailbox.address, topic, LIMITS.MAX_FRAME_BYTES));
    await expect(large).rejects.toEqual(expect.objectContaining({ kind: 'limit', code: 'too-large' }));
  });
});
