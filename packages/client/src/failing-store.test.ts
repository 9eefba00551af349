/** A disk that fails now and then, with or without having written, while the process lives on (attacks B8, E2). */
import type { StoreChange } from '@sotto/ports';
import { LimitError } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { World } from '../tests/world.ts';

const DISK_FULL = new LimitError('disk-full', 'no room');

describe('commits that fail while the client goes on', () => {
  for (const seed of [1, 2, 3]) {
    it(`B8, E2: no key is used twice, nothing is lost, and memory agrees with the store (seed ${seed})`, async () => {
      const world = new World({ seed: `failing ${seed}`, faults: { minDelayMs: 1, maxDelayMs: 40 } });
      const { ada, grace } = await world.friends();
      const people = [ada, grace];
      const accepted = new Map<string, string[]>(people.map(({ name }) => [name, []]));
      let failures = 0;
      for (let step = 0; step < 100; step++) {
        const from = world.prng.pick(people);
        const to = from === ada ? grace : ada;
        if (world.prng.chance(0.7)) {
          const when = world.prng.pick(['before', 'after'] as const);
          const error = world.prng.chance(0.3) ? { error: DISK_FULL } : {};
          world.prng.pick(people).store.failAt(world.prng.integer(1, 5), { when, ...error });
        }
        const text = `${from.name} ${step}`;
        await world.during(
          from.client.send(to.name, text).then(
            () => accepted.get(from.name)?.push(text),
            () => failures++,
          ),
        );
        if (world.prng.chance(0.1)) world.network.setOnline(to.peer, world.prng.chance(0.5));
        await world.pass(world.prng.integer(0, 4_000));
      }
      for (const { peer } of people) world.network.setOnline(peer, true);
      await world.pass(30 * 60_000);
      expect(failures).toBeGreaterThan(5);
      for (const from of people) {
        const to = from === ada ? grace : ada;
        const arrived = await to.texts(from, 'in');
        expect(arrived).toEqual(expect.arrayContaining(accepted.get(from.name) ?? []));
        expect(arrived).toEqual(await from.texts(to, 'out'));
        expect(new Set(await from.sentStates(to))).toEqual(new Set(['delivered']));
        expect(new Set(from.shown).size).toBe(from.shown.length);
        expect(from.keys.unexplained).toBe(0);
        expect(from.keys.reused).toEqual([]);
      }
      for (const person of people) {
        const before = await person.client.contacts();
        await person.restart();
        expect(await person.client.contacts()).toEqual(before.map((contact) => ({ ...contact, online: false })));
      }
    });
  }
});

describe('a disk without room', () => {
  it('E2: is told, and what waits because of it, and both go on by themselves when there is room', async () => {
    const world = new World({ seed: 'full while sending' });
    const { ada, grace } = await world.friends();
    const told: unknown[] = [];
    ada.client.on('storage-fault', (fault) => told.push(fault));
    world.network.setOnline(ada.peer, false);
    const { id } = await ada.send(grace, 'stored in time');
    const full = ada.store.fillUp();
    world.network.setOnline(ada.peer, true);
    await ada.client.wake();
    await world.pass(60_000);
    expect(await ada.client.message(id)).toMatchObject({
      state: 'queued',
      waits: { reason: 'not-stored' },
    });
    expect([told, await ada.client.storageFault()]).toEqual([['disk-full'], 'disk-full']);
    full.empty();
    await world.pass(20_000);
    expect([told, await ada.client.storageFault()]).toEqual([['disk-full', undefined], undefined]);
    expect((await ada.client.message(id)).state).toBe('delivered');
    expect(await grace.texts(ada)).toEqual(['stored in time']);
  });

  it('E2: proves by itself that there is room again where nothing else waits to be written', async () => {
    const world = new World({ seed: 'full and quiet' });
    const { ada } = await world.friends();
    const full = ada.store.fillUp();
    await expect(ada.client.send('grace', 'no room')).rejects.toMatchObject({ code: 'disk-full' });
    expect(await ada.client.storageFault()).toBe('disk-full');
    full.empty();
    await world.pass(15_000);
    expect(await ada.client.storageFault()).toBeUndefined();
  });

  it('E2: is full until there is room for as much as there was none for, whatever smaller things still fit', async () => {
    const world = new World({ seed: 'nearly full' });
    const { ada, grace } = await world.friends();
    const isLarge = (change: StoreChange) =>
      change.kind === 'put-message' || (change.kind === 'put-setting' && change.record.value.length > 1_000);
    const told: unknown[] = [];
    ada.client.on('storage-fault', (fault) => told.push(fault));
    const full = ada.store.fillUp((changes) => !changes.some(isLarge));
    await expect(ada.client.send('grace', 'x'.repeat(2_000))).rejects.toMatchObject({ code: 'disk-full' });
    await ada.client.setPreferences({ typing: false });
    await world.pass(60_000);
    expect([told, await ada.client.storageFault()]).toEqual([['disk-full'], 'disk-full']);
    full.empty();
    await world.pass(15_000);
    expect([told, await ada.client.storageFault()]).toEqual([['disk-full', undefined], undefined]);
    await ada.send(grace, 'there is room');
    await world.pass(5_000);
    expect(await grace.texts(ada)).toEqual(['there is room']);
  });

  it('E2: refuses to send, takes nothing it could not keep, and fetches it once there is room', async () => {
    const world = new World({ seed: 'full' });
    const { ada, grace } = await world.friends();
    const full = grace.store.fillUp();
    await ada.send(grace, 'while it is full');
    await world.pass(20_000);
    await expect(grace.client.send('ada', 'no room')).rejects.toMatchObject({ code: 'disk-full' });
    expect(await grace.texts(ada)).toEqual([]);
    expect(await ada.sentStates(grace)).toEqual(['custody']);
    full.empty();
    await world.pass(10 * 60_000);
    expect(await grace.texts(ada)).toEqual(['while it is full']);
    expect(await ada.sentStates(grace)).toEqual(['delivered']);
  });
});
