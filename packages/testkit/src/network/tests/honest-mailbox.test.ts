import { verifyCustodyReceipt } from '@sotto/crypto';
import { formatHex, LIMITS, LimitError, mailboxKey, TopicKind } from '@sotto/wire';
import { beforeEach, describe, expect, test } from 'vitest';
import { fetchAll, newEnvelope, newTopic, newWorld, prng, put, subscribe, type World } from './memory-world.ts';

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
      await expect(owner.reader.acknowledge(mailbox.address, topic, [newEnvelope(topic).id])).rejects.toMatchObject(
        refusal,
      );
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

  test('refuses what is no envelope, too many ids and too many topics; a page has a bound in bytes', async () => {
    const { mailbox, owner, topic } = world;
    const junk = { id: newEnvelope(topic).id, bytes: prng.bytes(300) };
    await expect(put(world, junk)).rejects.toMatchObject({ code: 'refused' });
    const ids = Array.from({ length: LIMITS.MAX_ACKNOWLEDGE_IDS + 1 }, () => junk.id);
    const outOfRange = { code: 'invalid-argument' };
    await expect(owner.reader.acknowledge(mailbox.address, topic, ids)).rejects.toMatchObject(outOfRange);
    const topics = Array.from({ length: LIMITS.MAX_TOPICS_PER_SUBSCRIPTION + 1 }, () => topic);
    const subscribed = owner.reader.subscribe({ mailbox: mailbox.address, topics, onDelivery: () => undefined });
    await expect(subscribed).rejects.toMatchObject(outOfRange);
    for (let i = 0; i < 4; i++) await put(world, newEnvelope(topic, LIMITS.MAX_PAYLOAD_BYTES));
    const { deliveries, more } = await fetchAll(world);
    expect(deliveries.length * LIMITS.MAX_PAYLOAD_BYTES).toBeLessThanOrEqual(LIMITS.MAX_PAGE_BYTES);
    expect(more).toBe(true);
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
