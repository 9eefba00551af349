import { verifyCustodyReceipt } from '@sotto/crypto';
import { formatHex } from '@sotto/wire';
import { beforeEach, describe, expect, test } from 'vitest';
import { fetchAll, newEnvelope, newTopic, newWorld, put, subscribe, type World } from './memory-world.ts';

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
