import { createEnvelope, createTopicKeys, encodeEnvelope, envelopeId, verifyCustodyReceipt } from '@sotto/crypto';
import type { MailboxSubscription, StoredDelivery, TopicCredentials } from '@sotto/ports';
import { type EnvelopeId, equalBytes, formatHex, LimitError, mailboxKey, TopicKind } from '@sotto/wire';
import { beforeEach, describe, expect, test } from 'vitest';
import { type FakeClock, fakeClock } from '../fake-clock.ts';
import { SeededPrng, seededRandom } from '../seeded-random.ts';
import type { MemoryMailbox } from './memory-mailbox.ts';
import { MemoryNetwork } from './memory-network.ts';
import type { MemoryPeer } from './memory-peer.ts';
import type { NetworkFaults } from './network-faults.ts';

const prng = new SeededPrng('network tests');

function newTopic(kind: TopicKind = TopicKind.QUEUE): TopicCredentials {
  return createTopicKeys({ kind, random: (length) => prng.bytes(length) });
}

function newEnvelope(topic: TopicCredentials): { readonly id: EnvelopeId; readonly bytes: Uint8Array } {
  const envelope = createEnvelope({ topic: topic.topic, payload: prng.bytes(512), ttlSeconds: 3_600 });
  return { id: envelopeId(envelope), bytes: encodeEnvelope(envelope) };
}

interface World {
  readonly clock: FakeClock;
  readonly network: MemoryNetwork;
  readonly mailbox: MemoryMailbox;
  readonly owner: MemoryPeer;
  readonly sender: MemoryPeer;
  readonly topic: TopicCredentials;
}

async function newWorld(faults?: Partial<NetworkFaults>): Promise<World> {
  const clock = fakeClock(1_000_000);
  const network = new MemoryNetwork({ clock, random: seededRandom('world'), ...(faults ? { faults } : {}) });
  const mailbox = network.createMailbox();
  const [owner, sender] = [network.createPeer(), network.createPeer()];
  await owner.start();
  await sender.start();
  return { clock, network, mailbox, owner, sender, topic: newTopic() };
}

function put({ sender, mailbox, topic }: World, envelope: { readonly id: EnvelopeId; readonly bytes: Uint8Array }) {
  return sender.depositor.put({
    mailbox: mailbox.address,
    topic: topic.topic,
    envelopeId: envelope.id,
    envelope: envelope.bytes,
    writeKey: topic.writeKey.secretKey,
  });
}

async function subscribe(
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

function fetchAll({ owner, mailbox, topic }: World) {
  return owner.reader.fetch(mailbox.address, topic, { cursor: 0, limit: 50 });
}

describe('an honest mailbox in memory', () => {
  let world: World;
  beforeEach(async () => {
    world = await newWorld();
    await world.owner.reader.open(world.mailbox.address, world.topic);
  });

  test('keeps what is put, with a receipt that verifies, and pushes it', async () => {
    const { received } = await subscribe(world);
    const envelope = newEnvelope(world.topic);
    const receipt = await put(world, envelope);
    const body = verifyCustodyReceipt({
      receipt,
      mailboxKey: mailboxKey(world.mailbox.address),
      topic: world.topic.topic,
      envelopeId: envelope.id,
    });
    expect(Number(body.expiresAtMs - body.receivedAtMs)).toBe(3_600_000);
    await world.clock.settle();
    expect(received.map((delivery) => formatHex(delivery.envelope))).toEqual([formatHex(envelope.bytes)]);
  });

  test('pages through what it holds from a cursor, and forgets what is acknowledged', async () => {
    const envelopes = Array.from({ length: 5 }, () => newEnvelope(world.topic));
    for (const envelope of envelopes) await put(world, envelope);
    const { reader } = world.owner;
    const first = await reader.fetch(world.mailbox.address, world.topic, { cursor: 0, limit: 3 });
    expect([first.deliveries.length, first.more]).toEqual([3, true]);
    const rest = await reader.fetch(world.mailbox.address, world.topic, {
      cursor: first.deliveries.at(-1)?.cursor ?? 0,
      limit: 3,
    });
    expect([rest.deliveries.length, rest.more]).toEqual([2, false]);
    await reader.acknowledge(
      world.mailbox.address,
      world.topic,
      envelopes.slice(1).map(({ id }) => id),
    );
    expect((await fetchAll(world)).deliveries).toHaveLength(1);
    expect(world.mailbox.heldCount(world.topic.topic)).toBe(1);
  });

  test('answers a repeated put with the same custody and keeps one copy', async () => {
    const envelope = newEnvelope(world.topic);
    const first = await put(world, envelope);
    world.clock.advance(1_000);
    expect((await put(world, envelope)).body).toEqual(first.body);
    expect(world.mailbox.heldCount()).toBe(1);
  });

  test('forgets what has expired', async () => {
    await put(world, newEnvelope(world.topic));
    world.clock.advance(3_600_000);
    expect((await fetchAll(world)).deliveries).toEqual([]);
  });

  test('hands out a bounded number ahead of a handler that has not finished', async () => {
    for (let i = 0; i < 40; i++) await put(world, newEnvelope(world.topic));
    const { promise, resolve } = Promise.withResolvers<void>();
    const cursors: number[] = [];
    await world.owner.reader.subscribe({
      mailbox: world.mailbox.address,
      topics: [world.topic],
      onDelivery: ({ cursor }) => {
        cursors.push(cursor);
        return promise;
      },
    });
    await world.clock.settle();
    expect(cursors).toHaveLength(16);
    resolve();
    await world.clock.settle();
    expect(cursors).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });

  test('E5: gives one answer for an unknown topic and for a wrong key, whatever is asked', async () => {
    const { mailbox, owner } = world;
    const refusal = { code: 'unknown-topic-or-key', message: 'unknown topic or wrong key' };
    const other = newTopic();
    const wrongKey = { ...world.topic, readKey: other.readKey };
    for (const topic of [other, wrongKey]) {
      await expect(owner.reader.fetch(mailbox.address, topic, { cursor: 0, limit: 1 })).rejects.toMatchObject(refusal);
      await expect(owner.reader.acknowledge(mailbox.address, topic, [])).rejects.toMatchObject(refusal);
      await expect(owner.reader.close(mailbox.address, topic)).rejects.toMatchObject(refusal);
    }
    await expect(owner.reader.open(mailbox.address, wrongKey)).rejects.toMatchObject(refusal);
    const { topics } = await owner.reader.subscribe({
      mailbox: mailbox.address,
      topics: [world.topic, other, wrongKey],
      onDelivery: () => undefined,
    });
    expect(topics.map(({ accepted }) => accepted)).toEqual([true, false, false]);
    await expect(put({ ...world, topic: other }, newEnvelope(other))).rejects.toMatchObject(refusal);
    const forged = { ...world.topic, writeKey: other.writeKey };
    await expect(put({ ...world, topic: forged }, newEnvelope(world.topic))).rejects.toMatchObject(refusal);
  });

  test('E9: tells the owner when another reader is replaced, and ends the other one', async () => {
    const first = await subscribe(world);
    const second = await subscribe(world);
    expect(first.subscription.topics).toEqual([{ accepted: true, replaced: false }]);
    expect(second.subscription.topics).toEqual([{ accepted: true, replaced: true }]);
    await first.subscription.ended;
    await put(world, newEnvelope(world.topic));
    await world.clock.settle();
    expect([first.received.length, second.received.length]).toEqual([0, 1]);
  });

  test('a log topic has many readers and keeps what it holds', async () => {
    const log = { ...world, topic: newTopic(TopicKind.LOG) };
    await world.owner.reader.open(world.mailbox.address, log.topic);
    const [first, second] = [await subscribe(log), await subscribe(log)];
    const envelope = newEnvelope(log.topic);
    await put(log, envelope);
    await world.clock.settle();
    expect([first.received.length, second.received.length]).toEqual([1, 1]);
    const acknowledged = world.owner.reader.acknowledge(world.mailbox.address, log.topic, [envelope.id]);
    await expect(acknowledged).rejects.toMatchObject({ code: 'refused' });
  });

  test('refuses by its limits', async () => {
    world.mailbox.setLimits({ maxEnvelopesPerTopic: 1 });
    await put(world, newEnvelope(world.topic));
    await expect(put(world, newEnvelope(world.topic))).rejects.toMatchObject({ code: 'quota' });
    world.mailbox.refusePuts(new LimitError('disk-full', 'no room'));
    await expect(put(world, newEnvelope(world.topic))).rejects.toMatchObject({ code: 'disk-full' });
    expect((await world.owner.reader.limits(world.mailbox.address)).maxEnvelopesPerTopic).toBe(1);
  });

  test('is unreachable while stopped, ends subscriptions, and has everything afterwards', async () => {
    await put(world, newEnvelope(world.topic));
    const { subscription } = await subscribe(world);
    expect(world.owner.reader.isConnected(world.mailbox.address)).toBe(true);
    world.mailbox.stop();
    await subscription.ended;
    await expect(put(world, newEnvelope(world.topic))).rejects.toMatchObject({ code: 'unreachable' });
    await expect(fetchAll(world)).rejects.toMatchObject({ code: 'unreachable' });
    expect(world.owner.reader.isConnected(world.mailbox.address)).toBe(false);
    world.mailbox.start();
    expect((await fetchAll(world)).deliveries).toHaveLength(1);
  });
});

describe('a lying mailbox in memory', () => {
  let world: World;
  beforeEach(async () => {
    world = await newWorld();
    await world.owner.reader.open(world.mailbox.address, world.topic);
  });

  test.each([
    'receipt-by-other-key',
    'receipt-for-other-envelope',
    'receipt-for-other-topic',
    'receipt-already-expired',
    'flip-receipt-bits',
  ] as const)('E4: %s does not verify', async (lie) => {
    world.mailbox.lie(lie);
    const envelope = newEnvelope(world.topic);
    const receipt = await put(world, envelope);
    const about = { mailboxKey: world.mailbox.publicKey, topic: world.topic.topic, envelopeId: envelope.id };
    expect(() => verifyCustodyReceipt({ receipt, ...about })).toThrow(expect.objectContaining({ code: 'bad-receipt' }));
  });

  test('E4: drops after a true receipt', async () => {
    world.mailbox.lie('drop-after-receipt');
    await put(world, newEnvelope(world.topic));
    expect((await fetchAll(world)).deliveries).toEqual([]);
  });

  test('E4: withholds until it is honest again', async () => {
    const { received } = await subscribe(world);
    world.mailbox.lie('withhold');
    await put(world, newEnvelope(world.topic));
    await world.clock.settle();
    expect(received).toEqual([]);
    expect((await fetchAll(world)).deliveries).toEqual([]);
    world.mailbox.beHonest();
    expect((await fetchAll(world)).deliveries).toHaveLength(1);
  });

  test('E4: hands out the envelopes of another topic', async () => {
    const other = newTopic();
    await world.owner.reader.open(world.mailbox.address, other);
    const envelope = newEnvelope(other);
    await put({ ...world, topic: other }, envelope);
    world.mailbox.lie('other-topic');
    const { deliveries } = await fetchAll(world);
    expect(deliveries.map((delivery) => formatHex(delivery.envelope))).toEqual([formatHex(envelope.bytes)]);
    expect(deliveries[0]?.topic).toEqual(world.topic.topic);
  });

  test('E4: replays what was acknowledged and pushes twice', async () => {
    world.mailbox.lie('replay');
    const { received } = await subscribe(world);
    const envelope = newEnvelope(world.topic);
    await put(world, envelope);
    await world.clock.settle();
    expect(received).toHaveLength(2);
    await world.owner.reader.acknowledge(world.mailbox.address, world.topic, [envelope.id]);
    expect((await fetchAll(world)).deliveries).toHaveLength(1);
  });

  test('B3: flips one bit of what it hands out', async () => {
    const envelope = newEnvelope(world.topic);
    await put(world, envelope);
    world.mailbox.lie('flip-bits');
    const { deliveries } = await fetchAll(world);
    const changed = [...envelope.bytes].filter((byte, index) => byte !== deliveries[0]?.envelope[index]);
    expect(changed).toHaveLength(1);
  });
});

describe('peers in memory', () => {
  async function newPair(faults?: Partial<NetworkFaults>) {
    const world = await newWorld(faults);
    const { owner, sender } = world;
    owner.direct.allowPeers(new Set([sender.peerId]));
    const location = { peerId: owner.peerId, addresses: owner.direct.addresses() };
    return { ...world, location };
  }

  test('send directly and get the reply', async () => {
    const { owner, sender, location, topic } = await newPair();
    const proof = prng.bytes(32);
    const events: string[] = [];
    owner.direct.onPeerConnected((peerId) => events.push(`connected ${peerId}`));
    owner.direct.onPeerDisconnected((peerId) => events.push(`disconnected ${peerId}`));
    const envelope = newEnvelope(topic);
    owner.direct.onDelivery((delivery) => {
      expect(delivery.peerId).toBe(sender.peerId);
      expect(equalBytes(delivery.envelope, envelope.bytes)).toBe(true);
      delivery.reply({ kind: 'stored', deliveryProof: proof, envelopeId: envelope.id });
    });
    await sender.direct.connect(location);
    expect(await sender.direct.send(owner.peerId, envelope)).toMatchObject({ kind: 'stored', deliveryProof: proof });
    expect(owner.direct.connectedPeers()).toEqual([sender.peerId]);
    await sender.direct.disconnect(owner.peerId);
    await Promise.resolve();
    expect(owner.direct.isConnected(sender.peerId)).toBe(false);
    expect(events).toEqual([`connected ${sender.peerId}`, `disconnected ${sender.peerId}`]);
  });

  test('are refused without permission, at a stale address, when not dialable and when offline', async () => {
    const { network, owner, sender, location } = await newPair();
    const unreachable = { code: 'unreachable' };
    await expect(
      owner.direct.connect({ peerId: sender.peerId, addresses: sender.direct.addresses() }),
    ).rejects.toMatchObject(unreachable);
    network.move(owner);
    await expect(sender.direct.connect(location)).rejects.toMatchObject(unreachable);
    const moved = { peerId: owner.peerId, addresses: owner.direct.addresses() };
    network.setOnline(owner, false);
    await expect(sender.direct.connect(moved)).rejects.toMatchObject(unreachable);
    network.setOnline(owner, true);
    await sender.direct.connect(moved);
    const hidden = network.createPeer({ isDialable: false });
    await hidden.start();
    hidden.direct.allowPeers(new Set([sender.peerId]));
    await expect(sender.direct.connect({ peerId: hidden.peerId, addresses: [] })).rejects.toMatchObject(unreachable);
  });

  test('lose what was open when one goes offline, and pending sends fail', async () => {
    const { network, owner, sender, location, topic } = await newPair();
    await sender.direct.connect(location);
    const sent = sender.direct.send(owner.peerId, newEnvelope(topic));
    network.setOnline(owner, false);
    await expect(sent).rejects.toMatchObject({ code: 'unreachable' });
    expect(sender.direct.isConnected(owner.peerId)).toBe(false);
  });

  test('restart under the same name and address with nothing open', async () => {
    const { network, owner, sender, location } = await newPair();
    await sender.direct.connect(location);
    const again = await network.restartPeer(owner);
    await again.start();
    expect(again.direct.connectedPeers()).toEqual([]);
    again.direct.allowPeers(new Set([sender.peerId]));
    await sender.direct.connect(location);
    expect(again.direct.connectedPeers()).toEqual([sender.peerId]);
  });

  test('keep one stream when two dials cross', async () => {
    const { owner, sender, location } = await newPair();
    sender.direct.allowPeers(new Set([owner.peerId]));
    const back = { peerId: sender.peerId, addresses: sender.direct.addresses() };
    await Promise.all([sender.direct.connect(location), owner.direct.connect(back)]);
    expect(sender.direct.connectedPeers()).toEqual([owner.peerId]);
    expect(owner.direct.connectedPeers()).toEqual([sender.peerId]);
  });

  test('give up when the caller does', async () => {
    const { owner, sender, location, topic } = await newPair();
    await sender.direct.connect(location);
    const controller = new AbortController();
    const sent = sender.direct.send(owner.peerId, newEnvelope(topic), { signal: controller.signal });
    controller.abort();
    await expect(sent).rejects.toMatchObject({ code: 'aborted' });
    const call = sender.reader.limits(owner.peerId as never, { signal: controller.signal });
    await expect(call).rejects.toMatchObject({ code: 'unreachable' });
  });
});

describe('faults of the network in memory', () => {
  test('a lost request or reply times out when the clock says so, and the mailbox may have done it', async () => {
    const world = await newWorld();
    await world.owner.reader.open(world.mailbox.address, world.topic);
    world.network.setFaults({ lossRate: 0.5 });
    const outcomes: string[] = [];
    for (let i = 0; i < 40; i++) {
      const outcome = put(world, newEnvelope(world.topic)).then(
        () => 'ok',
        (error: { code: string }) => error.code,
      );
      await world.clock.advanceAsync(10_000);
      outcomes.push(await outcome);
    }
    const answered = outcomes.filter((outcome) => outcome === 'ok').length;
    expect(new Set(outcomes)).toEqual(new Set(['ok', 'timeout']));
    expect(world.mailbox.heldCount()).toBeGreaterThan(answered);
    expect(world.mailbox.heldCount()).toBeLessThan(40);
  });

  test('delays go through the clock and keep the order of pushes', async () => {
    const world = await newWorld();
    await world.owner.reader.open(world.mailbox.address, world.topic);
    const { received } = await subscribe(world);
    world.network.setFaults({ minDelayMs: 10, maxDelayMs: 500 });
    const envelopes = Array.from({ length: 20 }, () => newEnvelope(world.topic));
    const puts = envelopes.map((envelope) => put(world, envelope));
    await world.clock.settle();
    expect(received).toEqual([]);
    await world.clock.advanceAsync(2_000);
    await Promise.all(puts);
    const cursors = received.map(({ cursor }) => cursor);
    expect(cursors).toEqual(cursors.toSorted((a, b) => a - b));
    expect(received).toHaveLength(20);
  });

  test('E4: duplicates and reordering reach the receiver', async () => {
    const world = await newWorld();
    await world.owner.reader.open(world.mailbox.address, world.topic);
    const { received } = await subscribe(world);
    world.network.setFaults({ duplicateRate: 0.3, reorderRate: 0.3 });
    for (let i = 0; i < 40; i++) await put(world, newEnvelope(world.topic));
    await world.clock.advanceAsync(1_000);
    const cursors = received.map(({ cursor }) => cursor);
    expect(cursors.length).toBeGreaterThan(40);
    expect(new Set(cursors).size).toBe(40);
    expect(cursors).not.toEqual(cursors.toSorted((a, b) => a - b));
  });

  test('a lost push ends the subscription', async () => {
    const world = await newWorld();
    await world.owner.reader.open(world.mailbox.address, world.topic);
    const { received, subscription } = await subscribe(world);
    await put(world, newEnvelope(world.topic));
    await world.clock.settle();
    world.mailbox.lie('replay');
    world.network.setFaults({ lossRate: 1 });
    const lost = put(world, newEnvelope(world.topic)).catch((error: { code: string }) => error.code);
    await world.clock.advanceAsync(10_000);
    expect(await lost).toBe('timeout');
    world.network.setFaults({ lossRate: 0.9 });
    while (world.mailbox.heldCount() < 30) {
      void put(world, newEnvelope(world.topic)).catch(() => undefined);
      await world.clock.advanceAsync(10_000);
    }
    await subscription.ended;
    expect(received.length).toBeLessThan(60);
  });

  test('a partition cuts both ways until it heals', async () => {
    const world = await newWorld();
    const { network, owner, sender, mailbox, topic } = world;
    await owner.reader.open(mailbox.address, topic);
    const { subscription } = await subscribe(world);
    network.partition([owner], [mailbox, sender]);
    await subscription.ended;
    await expect(fetchAll(world)).rejects.toMatchObject({ code: 'unreachable' });
    await put(world, newEnvelope(topic));
    network.heal();
    expect((await fetchAll(world)).deliveries).toHaveLength(1);
  });

  test('the same seed gives the same run', async () => {
    const run = async () => {
      const world = await newWorld({ lossRate: 0.2, duplicateRate: 0.2, minDelayMs: 1, maxDelayMs: 90 });
      const outcomes: string[] = [];
      for (let i = 0; i < 30; i++) {
        const call = world.owner.reader.limits(world.mailbox.address).then(
          () => 'ok',
          (error: { code: string }) => error.code,
        );
        await world.clock.advanceUntil(async () => (await Promise.race([call, Promise.resolve('')])) !== '', 20_000);
        outcomes.push(`${await call} ${world.clock.monotonicMs()}`);
      }
      return outcomes;
    };
    expect(await run()).toEqual(await run());
  });
});

describe('the directory of a mailbox in memory', () => {
  test('hands every one-time prekey out once', async () => {
    const { mailbox, owner, sender } = await newWorld();
    const accountId = prng.bytes(32) as never;
    const deviceId = prng.bytes(16) as never;
    const prekeys = [1, 2, 3].map((id) => ({ id, publicKey: prng.bytes(32) })) as never;
    const upload = { accountId, deviceId, prekeys, signature: prng.bytes(64) };
    await owner.directory.uploadOneTimePrekeys(mailbox.address, upload);
    await owner.directory.uploadOneTimePrekeys(mailbox.address, upload);
    const device = { accountId, deviceId };
    expect(await owner.directory.countOneTimePrekeys(mailbox.address, device)).toBe(3);
    const taken = [];
    for (let i = 0; i < 4; i++) taken.push((await sender.directory.takeOneTimePrekey(mailbox.address, device))?.id);
    expect(taken).toEqual([1, 2, 3, undefined]);
  });
});
