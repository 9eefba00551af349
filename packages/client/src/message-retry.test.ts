/** What failed or expired is tried again, and gets through (specs/08 §7). */
import { LimitError } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { stateOf } from '../tests/inspection.ts';
import type { Person } from '../tests/person.ts';
import { World } from '../tests/world.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Ada has written to Grace, whose device was off for a month: nobody has the message any more. */
async function expired(seed: string): Promise<{ world: World; ada: Person; grace: Person; id: string }> {
  const world = new World({ seed });
  const { ada, grace } = await world.friends({ dialable: false });
  await grace.kill();
  const { id } = await ada.send(grace, 'too late');
  await world.pass(MINUTE_MS);
  await ada.kill();
  await world.pass(31 * DAY_MS);
  await ada.open();
  await ada.goOnline();
  await world.pass(MINUTE_MS);
  expect(await ada.sentStates(grace)).toEqual(['expired']);
  return { world, ada, grace, id };
}

describe('a message that is tried again', () => {
  it('gets to somebody who never answered, with keys that are looked up anew', async () => {
    const world = new World({ seed: 'retry first contact' });
    const [ada, grace] = [await world.person('ada'), await world.person('grace')];
    await grace.sync();
    const link = await grace.client.link();
    await grace.kill();
    await ada.goOnline();
    await ada.addLink(link, 'grace');
    const { id } = await ada.send(grace, 'hello, stranger');
    await world.pass(MINUTE_MS);
    await ada.kill();
    await world.pass(31 * DAY_MS);
    await ada.open();
    await ada.goOnline();
    await world.pass(MINUTE_MS);
    expect(await ada.sentStates(grace)).toEqual(['expired']);
    const before = await ada.sessionIds(grace);
    await grace.open();
    await grace.goOnline();
    await ada.client.retry(id);
    await world.pass(10 * MINUTE_MS);
    expect([...(await ada.sessionIds(grace))].filter((session) => !before.has(session))).toHaveLength(1);
    expect(await grace.texts('ada')).toEqual(['hello, stranger']);
    expect(ada.keys.reused).toEqual([]);
  });

  it('can wait for months, and not for more than a year', async () => {
    const { world, ada, grace, id } = await expired('retry months');
    await ada.kill();
    await world.pass(300 * DAY_MS);
    await ada.open();
    await grace.open();
    await grace.goOnline();
    await ada.goOnline();
    await ada.client.retry(id);
    await world.pass(10 * MINUTE_MS);
    expect(await grace.texts(ada)).toEqual(['too late']);
    expect(await ada.sentStates(grace)).toEqual(['delivered']);

    const other = await expired('retry years');
    await other.ada.kill();
    await other.world.pass(366 * DAY_MS);
    await other.ada.open();
    await other.ada.goOnline();
    await other.world.pass(MINUTE_MS);
    await expect(other.ada.client.retry(other.id)).rejects.toMatchObject({ code: 'invalid-argument' });
    expect(await other.ada.sentStates(other.grace)).toEqual(['expired']);
  });

  it('waits in the store when nobody can be reached, also for the next process', async () => {
    const { world, ada, grace, id } = await expired('retry offline');
    await ada.restart();
    expect(await ada.client.retry(id)).toMatchObject({ state: 'queued' });
    await ada.restart();
    expect(await ada.sentStates(grace)).toEqual(['queued']);
    await grace.open();
    await grace.goOnline();
    await ada.sync();
    await world.pass(2 * MINUTE_MS);
    expect(await grace.texts(ada)).toEqual(['too late']);
  });

  it('keeps its place and its number: the receiver sees no gap and no broken chain', async () => {
    const { world, ada, grace, id } = await expired('retry order');
    await ada.send(grace, 'and another');
    await grace.open();
    await grace.goOnline();
    await ada.client.retry(id);
    await world.pass(10 * MINUTE_MS);
    expect(await grace.texts(ada)).toEqual(['too late', 'and another']);
    expect(await grace.client.contact('ada')).toMatchObject({ missing: 0 });
    expect(grace.notices).not.toContain('chain-broken');
    expect(grace.shown).toHaveLength(2);
  });

  it('is left alone while it is on its way, and once it has arrived', async () => {
    const world = new World({ seed: 'retry nothing' });
    const { ada, grace } = await world.friends({ dialable: false });
    await grace.kill();
    const { id } = await ada.send(grace, 'on my way');
    await world.pass(MINUTE_MS);
    const before = stateOf(ada.store).outbox;
    expect(await ada.client.retry(id)).toMatchObject({ state: 'custody' });
    expect(stateOf(ada.store).outbox).toEqual(before);
    await grace.open();
    await grace.goOnline();
    await world.pass(2 * MINUTE_MS);
    expect(await ada.client.retry(id)).toMatchObject({ state: 'delivered' });
    expect(ada.states.at(-1)).toMatchObject({ id, state: 'delivered' });
  });

  it('fails again with the reason when nothing has changed', async () => {
    const world = new World({ seed: 'retry refused' });
    const { ada, grace } = await world.friends({ dialable: false });
    await grace.kill();
    for (const mailbox of world.mailboxes) mailbox.refusePuts(new LimitError('too-large', 'too large'));
    const { id } = await ada.send(grace, 'again and again');
    await world.pass(MINUTE_MS);
    ada.states.length = 0;
    await ada.client.retry(id);
    await world.pass(MINUTE_MS);
    expect(ada.states.map(({ state }) => state)).toEqual(['queued', 'failed']);
    expect(await ada.views(grace)).toMatchObject([{ state: 'failed', failure: 'too-large' }]);
  });
});

describe('a message that expired', () => {
  it('B12: goes out once more when its receiver comes back and asks for it', async () => {
    const { world, ada, grace } = await expired('asked for');
    await ada.send(grace, 'and another');
    await grace.open();
    await grace.goOnline();
    await world.pass(10 * MINUTE_MS);
    expect(await grace.texts(ada)).toEqual(['too late', 'and another']);
    expect(await ada.sentStates(grace)).toEqual(['delivered', 'delivered']);
    expect(ada.keys.reused).toEqual([]);
  });
});
