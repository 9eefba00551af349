/** What an app hears when a contact is shown differently (specs/08 §10). */
import { describe, expect, it } from 'vitest';
import type { Person } from '../tests/person.ts';
import { World } from '../tests/world.ts';
import type { ContactView } from './index.ts';

/** What `ada` is told last of her contact, and how often. */
function listen(ada: Person): { readonly told: ContactView[]; readonly listed: string[] } {
  const told: ContactView[] = [];
  const listed: string[] = [];
  ada.client.on('contact', (contact) => told.push(contact));
  ada.client.on('conversation', (id) => listed.push(id));
  return { told, listed };
}

describe('an app that shows contacts', () => {
  it('hears when a device of one is connected, and when it is not any more', async () => {
    const world = new World({ seed: 'comes and goes' });
    const { ada, grace } = await world.friends();
    const { told, listed } = listen(ada);
    world.network.setOnline(grace.peer, false);
    await world.pass();
    expect(told.map(({ online }) => online)).toEqual([false]);
    world.network.setOnline(grace.peer, true);
    await world.pass(60_000);
    expect(told.at(-1)).toMatchObject({ name: 'grace', online: true });
    expect(new Set(listed)).toEqual(new Set([told[0]?.id]));
  });

  it('hears when keys that were missing are here, and of a device that is connected from the start', async () => {
    const world = new World({ seed: 'keys come' });
    const [ada, grace] = [await world.person('ada'), await world.person('grace')];
    await ada.goOnline();
    await ada.add(grace);
    const { told } = listen(ada);
    expect(await ada.client.contact('grace')).toMatchObject({ reachableKeys: false, online: false });
    await grace.goOnline();
    await grace.add(ada);
    await world.pass(120_000);
    expect(told.at(-1)).toMatchObject({ reachableKeys: true, online: true });
  });

  it('hears once of what changes in one turn, and of the newest state', async () => {
    const world = new World({ seed: 'once' });
    const { ada } = await world.friends();
    const { told } = listen(ada);
    await ada.client.rename('grace', 'hopper');
    await world.pass();
    expect(told.map(({ name }) => name)).toEqual(['hopper']);
    await ada.client.block('hopper');
    await world.pass();
    expect(told.at(-1)).toMatchObject({ status: 'blocked', online: false });
  });
});
