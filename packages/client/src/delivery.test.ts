/** Messages between two people while everything between them fails now and then (specs/07 §3, specs/08 §7). */
import { describe, expect, it } from 'vitest';
import type { Person } from '../tests/person.ts';
import { World } from '../tests/world.ts';

const FAULTS = { lossRate: 0.2, duplicateRate: 0.2, reorderRate: 0.2, minDelayMs: 5, maxDelayMs: 150 };
const MESSAGES_EACH = 32;
const HOUR_MS = 3_600_000;

async function lossyWorld(seed: string) {
  const world = new World({ seed });
  const { ada, grace } = await world.friends();
  world.network.setFaults(FAULTS);
  return { world, ada, grace };
}

/** Goes away and comes back as devices do: by losing the network, by dying, or by being started now and then. */
async function comeAndGo(world: World, person: Person): Promise<void> {
  const { prng } = world;
  if (!person.isRunning) {
    await person.open();
    await person.goOnline();
  } else if (prng.chance(0.5)) {
    world.network.setOnline(person.peer, prng.chance(0.5));
  } else {
    await person.kill();
  }
}

async function comeBack(world: World, person: Person): Promise<void> {
  world.network.setOnline(person.peer, true);
  if (!person.isRunning) await person.open();
  await person.goOnline();
}

async function quiet(world: World, people: readonly Person[], isDone: () => Promise<boolean>): Promise<void> {
  for (const person of people) await comeBack(world, person);
  for (let waitedMs = 0; waitedMs < 12 * HOUR_MS && !(await isDone()); waitedMs += 60_000) await world.pass(60_000);
}

describe('with 20 % loss, duplicates and reordering', () => {
  for (const seed of ['one', 'two', 'three']) {
    it(`B4, B5, B10: everything arrives exactly once, in order, on both sides (seed ${seed})`, async () => {
      const { world, ada, grace } = await lossyWorld(`lossy ${seed}`);
      const said = { ada: [] as string[], grace: [] as string[] };
      const pairs = [
        { from: ada, to: grace, said: said.ada },
        { from: grace, to: ada, said: said.grace },
      ];
      while (said.ada.length < MESSAGES_EACH || said.grace.length < MESSAGES_EACH) {
        const pair = world.prng.pick(pairs);
        if (pair.from.isRunning && pair.said.length < MESSAGES_EACH) {
          const text = `${pair.from.name} says ${pair.said.length + 1}`;
          await pair.from.send(pair.to, text);
          pair.said.push(text);
        } else if (!pair.from.isRunning) await comeAndGo(world, pair.from);
        if (world.prng.chance(0.15)) await comeAndGo(world, world.prng.pick(pairs).from);
        await world.pass(world.prng.integer(0, 20_000));
      }
      const isDone = async () => {
        const states = [...(await ada.sentStates(grace)), ...(await grace.sentStates(ada))];
        const missing = (await ada.client.contact('grace')).missing + (await grace.client.contact('ada')).missing;
        const [first, second] = [await ada.client.status(), await grace.client.status()];
        const isDrained = first.outbox.pending + second.outbox.pending === 0;
        return isDrained && missing === 0 && states.every((state) => state === 'delivered');
      };
      await quiet(world, [ada, grace], isDone);

      expect(await grace.texts(ada, 'in')).toEqual(said.ada);
      expect(await ada.texts(grace, 'in')).toEqual(said.grace);
      // Both see one conversation.
      expect(await ada.texts(grace)).toEqual(await grace.texts(ada));
      expect(await isDone()).toBe(true);
      expect(new Set(ada.shown).size).toBe(ada.shown.length);
      expect(new Set(grace.shown).size).toBe(grace.shown.length);
      expect(ada.keys.reused).toEqual([]);
      expect(grace.keys.reused).toEqual([]);
    });
  }
});
