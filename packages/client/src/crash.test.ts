/** A device that dies at any moment, and a store that is put back from a copy (attacks B4, B8, E1). */
import type { StoreChange } from '@sotto/ports';
import { UnavailableError } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import type { Person } from '../tests/person.ts';
import { World } from '../tests/world.ts';

/** Runs work of a process that may die meanwhile: then it fails, or never ends. */
async function orDies(world: World, person: Person, work: () => Promise<unknown>, withinMs = 30_000): Promise<void> {
  let isOver = false;
  work().then(
    () => {
      isOver = true;
    },
    () => {
      isOver = true;
    },
  );
  await world.clock.advanceUntil(() => isOver || person.store.hasCrashed, withinMs).catch(() => undefined);
}

/** The device dies at one of its next commits, before or after it took effect; then it is started again. */
async function dieSoon(world: World, person: Person): Promise<void> {
  person.store.failAt(world.prng.integer(1, 6), { when: world.prng.pick(['before', 'after']), crash: true });
}

async function revive(world: World, person: Person): Promise<void> {
  await person.kill({ powerCut: world.prng.chance(0.5) });
  await person.open();
  await orDies(world, person, () => person.client.goOnline());
}

/** The table of specs/09 §4. */
const MAY_BE_RELAXED: ReadonlySet<StoreChange['kind']> = new Set([
  'put-outbox',
  'delete-outbox',
  'put-custody',
  'set-message-state',
  'put-acknowledgement',
  'delete-acknowledgement',
]);

async function agree(world: World, ada: Person, grace: Person): Promise<boolean> {
  for (let minutes = 0; minutes < 600; minutes++) {
    await world.pass(60_000);
    const states = [...(await ada.sentStates(grace)), ...(await grace.sentStates(ada))];
    if (states.every((state) => state === 'delivered')) return true;
  }
  return false;
}

describe('a device that is killed, or loses power, at seeded points of its work', () => {
  for (const seed of [1, 2, 3, 4]) {
    it(`B4, B8, E1: loses nothing, shows nothing twice, never uses a key twice (seed ${seed})`, async () => {
      const world = new World({ seed: `crash ${seed}`, faults: { minDelayMs: 1, maxDelayMs: 40 } });
      const { ada, grace } = await world.friends();
      const people = [ada, grace];
      const accepted = { ada: [] as string[], grace: [] as string[] };
      let deaths = 0;
      for (let step = 0; step < 150; step++) {
        const from = world.prng.pick(people);
        const to = from === ada ? grace : ada;
        if (world.prng.chance(0.9)) await dieSoon(world, world.prng.pick(people));
        const text = `${from.name} ${step}`;
        await orDies(world, from, async () => {
          await from.client.send(to.name, text);
          accepted[from === ada ? 'ada' : 'grace'].push(text);
        });
        await world.pass(world.prng.integer(0, 3_000));
        for (const person of people) {
          if (!person.store.hasCrashed) continue;
          deaths++;
          await revive(world, person);
        }
      }
      for (const person of people) await revive(world, person);
      expect(deaths).toBeGreaterThan(75);
      expect(await agree(world, ada, grace)).toBe(true);
      for (const [from, to] of [
        [ada, grace],
        [grace, ada],
      ] as const) {
        const arrived = await to.texts(from, 'in');
        // What was accepted has arrived. A crash after the commit may keep a message whose sender saw an error.
        expect(arrived).toEqual(expect.arrayContaining(accepted[from === ada ? 'ada' : 'grace']));
        expect(arrived).toEqual(await from.texts(to, 'out'));
        expect(new Set(arrived).size).toBe(arrived.length);
        expect(new Set(from.shown).size).toBe(from.shown.length);
        expect(from.keys.unexplained).toBe(0);
        expect(from.keys.reused).toEqual([]);
        expect([...from.relaxed].filter((kind) => !MAY_BE_RELAXED.has(kind))).toEqual([]);
      }
    });
  }
});

describe('a program that runs for one message at a time', () => {
  it('B12, E1: takes along what waits for the same device, however long that was to wait', async () => {
    const world = new World({ seed: 'takes along', mailboxes: 1 });
    const { ada, grace } = await world.friends({ dialable: false });
    await grace.close();
    const [mailbox] = world.mailboxes;
    // As a mailbox answers for a topic that its owner told and has not opened yet.
    mailbox?.refusePuts(new UnavailableError('unknown-topic-or-key', 'no such topic'));
    await ada.send(grace, 'refused');
    await world.pass(60_000);
    expect(await ada.sentStates(grace)).toEqual(['queued']);
    await ada.restart();
    mailbox?.beHonest();
    const { id } = await ada.send(grace, 'accepted');
    await ada.goOnline();
    expect(await world.during(ada.client.settled(id, { timeoutMs: 20_000 }))).toMatchObject({ state: 'custody' });
    await ada.kill();
    await grace.reopen();
    await grace.sync();
    expect(await grace.texts(ada, 'in')).toEqual(['refused', 'accepted']);
    await ada.open();
    await ada.sync();
    expect(await ada.sentStates(grace)).toEqual(['delivered', 'delivered']);
  });
});

/** What is on its way to somebody: the sender does not know that it has arrived. */
async function onTheWay(from: Person, to: Person): Promise<string[]> {
  const views = await from.views(to);
  return views.filter(({ direction, state }) => direction === 'out' && state !== 'delivered').map(({ text }) => text);
}

describe('a store that is put back from a copy', () => {
  // In 16 a receipt is owed before there is a session to send it in.
  for (const seed of [1, 2, 3, 4, 16]) {
    it(`B8: sends in new sessions only, uses no key twice, and loses nothing that was on its way (seed ${seed})`, async () => {
      const world = new World({ seed: `restore ${seed}`, faults: { minDelayMs: 1, maxDelayMs: 40 } });
      const { ada, grace } = await world.friends();
      const people = [ada, grace];
      const copies = new Map(people.map((person) => [person, person.store.snapshot()]));
      const mustArrive = new Map<Person, Set<string>>(people.map((person) => [person, new Set()]));
      let restores = 0;
      let rescued = 0;
      for (let step = 0; step < 60; step++) {
        const from = world.prng.pick(people);
        const to = from === ada ? grace : ada;
        await from.send(to, `${from.name} ${step}`);
        await world.pass(world.prng.integer(0, 60_000));
        const victim = world.prng.pick(people);
        const other = victim === ada ? grace : ada;
        const copy = copies.get(victim);
        if (copy && world.prng.chance(0.25)) {
          if (world.prng.chance(0.7)) {
            world.network.setOnline(victim.peer, false);
            await other.send(victim, `${other.name} says ${step} to nobody`);
            await world.pass(20_000);
          }
          // What had arrived after the copy was made is gone with it; what was on its way is not.
          mustArrive.set(victim, new Set(await onTheWay(other, victim)));
          rescued += mustArrive.get(victim)?.size ?? 0;
          const known = victim.keys.sealed;
          const sentBefore = victim.sent.length;
          await victim.restore(copy);
          const copied = await victim.sessionIds(other);
          victim.shown.length = 0;
          const exists = new Set([...(await other.texts(victim, 'in')), ...(await victim.texts(other, 'out'))]);
          mustArrive.set(other, new Set([...(mustArrive.get(other) ?? [])].filter((text) => exists.has(text))));
          await victim.goOnline();
          await victim.send(other, `${victim.name} is back ${step}`);
          mustArrive.get(other)?.add(`${victim.name} is back ${step}`);
          await world.pass(60_000);
          const used = victim.keys.sessionsOf(victim.sent.slice(sentBefore), known);
          expect([...used].filter((id) => copied.has(id))).toEqual([]);
          expect(used.size).toBeGreaterThan(0);
          restores++;
          copies.set(victim, copy);
        }
        if (world.prng.chance(0.15)) copies.set(victim, victim.store.snapshot());
      }
      expect(restores).toBeGreaterThan(5);
      expect(rescued).toBeGreaterThan(3);
      expect(await agree(world, ada, grace)).toBe(true);
      for (const person of people) {
        const other = person === ada ? grace : ada;
        const arrived = await person.texts(other, 'in');
        expect(arrived).toEqual(expect.arrayContaining([...(mustArrive.get(person) ?? [])]));
        expect(new Set(arrived).size).toBe(arrived.length);
        expect(new Set(person.shown).size).toBe(person.shown.length);
        expect(person.keys.unexplained).toBe(0);
        expect(person.keys.reused).toEqual([]);
      }
    });
  }
});

/** Both are put back to the time before Ada's one-time prekeys that mailboxes hand out now; Grace is offline. */
async function bothPutBack(seed: string) {
  const world = new World({ seed });
  const { ada, grace } = await world.friends();
  const [copyOfAda, copyOfGrace] = [ada.store.snapshot(), grace.store.snapshot()];
  // What takes the place of these is in no copy.
  for (const mailbox of world.mailboxes) mailbox.directory.drain();
  await world.pass(13 * 3_600_000);
  await ada.restore(copyOfAda);
  await ada.goOnline();
  await ada.send(grace, 'Ada is back');
  await world.pass(60_000);
  await grace.restore(copyOfGrace);
  return { world, ada, grace };
}

describe('two stores that are put back, one after the other', () => {
  it('B8: find back to each other though mailboxes hand out one-time prekeys that were lost with the first', async () => {
    const { world, ada, grace } = await bothPutBack('lost prekeys');
    await grace.goOnline();
    for (const text of ['one', 'two', 'three']) {
      await ada.send(grace, text);
      await world.pass(3_600_000);
    }
    await grace.send(ada, 'all of it');
    expect(await agree(world, ada, grace)).toBe(true);
    expect(await grace.texts(ada, 'in')).toEqual(['one', 'two', 'three']);
    expect(await ada.texts(grace, 'in')).toEqual(['all of it']);
    expect([...ada.keys.reused, ...grace.keys.reused]).toEqual([]);
  });

  it('B8: ask again for what could not be read, when asking was in vain', async () => {
    const { world, ada, grace } = await bothPutBack('asked in vain');
    await ada.send(grace, 'once');
    await world.pass(60_000);
    await grace.goOnline();
    await world.pass(60_000);
    expect(await grace.texts(ada, 'in')).toEqual([]);
    await world.pass(32 * 3_600_000);
    expect(await grace.texts(ada, 'in')).toEqual(['once']);
    expect(await agree(world, ada, grace)).toBe(true);
  });

  it('B8: get what was sealed in vain before a store was put back once more', async () => {
    const { world, ada, grace } = await bothPutBack('sealed in vain');
    await grace.goOnline();
    await grace.send(ada, 'in vain');
    await world.pass(60_000);
    expect(await ada.texts(grace, 'in')).toEqual([]);
    await grace.restore(grace.store.snapshot());
    await grace.goOnline();
    await world.pass(32 * 3_600_000);
    expect(await ada.texts(grace, 'in')).toEqual(['in vain']);
    expect(await agree(world, ada, grace)).toBe(true);
  });
});

describe('the search for keys that were used twice', () => {
  it('B8: finds them when a store is put back and nobody notices', async () => {
    const world = new World({ seed: 'unnoticed' });
    const { ada, grace } = await world.friends();
    const copy = ada.store.snapshot();
    await ada.send(grace, 'before');
    await world.pass();
    expect(ada.keys.reused).toEqual([]);
    await ada.restore(copy, { isNoticed: false });
    await ada.goOnline();
    await ada.send(grace, 'another one, under the same key');
    await world.pass();
    expect(ada.keys.reused).not.toEqual([]);
  });
});
