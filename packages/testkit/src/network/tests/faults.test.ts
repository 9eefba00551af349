import { describe, expect, test } from 'vitest';
import { fetchAll, newEnvelope, newWorld, put, subscribe } from './memory-world.ts';

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
