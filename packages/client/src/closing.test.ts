/** The end of a client: at once, whatever it waits for, and with nothing left behind (specs/07 §4). */
import { describe, expect, it } from 'vitest';
import { World } from '../tests/world.ts';

describe('closing', () => {
  it('leaves no timer, however long it was online', async () => {
    const world = new World({ seed: 'timers' });
    const { ada, grace } = await world.friends();
    await ada.send(grace, 'one');
    await world.pass(30_000);
    expect(ada.clock.pendingTimers).toBeGreaterThan(0);
    for (const person of [ada, grace]) {
      const { clock } = person;
      await person.close();
      expect(clock.pendingTimers).toBe(0);
    }
  });

  it('does not wait for mailboxes and peers that never answer', async () => {
    const world = new World({ seed: 'silence' });
    const { ada, grace } = await world.friends();
    world.network.setFaults({ lossRate: 1, callTimeoutMs: 3_600_000 });
    await ada.send(grace, 'into the void');
    const waiting = [
      ada.client.sync().catch(() => undefined),
      ada.client.addContact(await grace.client.link()).catch(() => undefined),
    ];
    await world.clock.settle();
    const { clock } = ada;
    // Time stands still while it closes.
    await ada.close();
    await Promise.all(waiting);
    expect(clock.pendingTimers).toBe(0);
  });

  it('works twice, before anything was started, and while it goes online', async () => {
    const world = new World({ seed: 'early' });
    const [ada, grace] = [await world.person('ada'), await world.person('grace')];
    const first = ada.client;
    await first.close();
    await first.close();
    await expect(first.send('nobody', 'x')).rejects.toMatchObject({ code: 'closed' });
    const online = grace.client.goOnline().catch(() => undefined);
    const { clock } = grace;
    await grace.close();
    await online;
    expect(clock.pendingTimers).toBe(0);
  });

  it('ends a sync at its time, and the client goes on working', async () => {
    const world = new World({ seed: 'slow' });
    const { ada, grace } = await world.friends({ dialable: false });
    await grace.kill();
    for (let i = 0; i < 40; i++) await ada.send(grace, `number ${i}`);
    await ada.restart();
    world.network.setFaults({ lossRate: 1 });
    const startedMs = world.clock.monotonicMs();
    await ada.sync({ timeoutMs: 2_000 });
    expect(world.clock.monotonicMs() - startedMs).toBeLessThanOrEqual(2_000);
    world.network.setFaults({ lossRate: 0 });
    await world.pass(60_000);
    expect((await ada.sync()).pending).toBe(0);
  });
});
