import { describe, expect, it } from 'vitest';
import { World } from '../tests/world.ts';

async function befriended(seed: string) {
  const world = new World({ seed });
  return { world, ...(await world.friends()) };
}

describe('two people who are online', () => {
  it('exchange messages that end as read', async () => {
    const { world, ada, grace } = await befriended('online');
    await ada.send(grace, 'hello grace');
    await world.pass(2_000);
    await grace.send(ada, 'hello ada');
    await world.pass(2_000);
    expect(await grace.texts(ada)).toEqual(['hello grace', 'hello ada']);
    expect(await ada.texts(grace)).toEqual(['hello grace', 'hello ada']);
    expect(await ada.sentStates(grace)).toEqual(['delivered']);
    await grace.client.markRead('ada');
    await world.pass(90_000);
    expect(await ada.sentStates(grace)).toEqual(['read']);
  });
});

describe('one who is offline', () => {
  it('gets everything in order, once, and the sender sees custody and then delivery', async () => {
    const { world, ada, grace } = await befriended('offline');
    await grace.kill();
    for (let i = 1; i <= 5; i++) await ada.send(grace, `message ${i}`);
    await world.pass(30_000);
    const history = await ada.client.history('grace');
    expect(history.map(({ custody, state }) => [state, custody.held, custody.of])).toEqual(
      Array(5).fill(['custody', 3, 3]),
    );
    world.mailboxes[0]?.stop();
    await ada.kill();
    await grace.open();
    await grace.sync();
    expect(await grace.texts('ada')).toEqual([1, 2, 3, 4, 5].map((i) => `message ${i}`));
    await ada.open();
    await ada.sync();
    expect(await ada.sentStates(grace)).toEqual(Array(5).fill('delivered'));
    await grace.sync();
    expect(await grace.texts('ada')).toHaveLength(5);
  });
});

describe('first contact', () => {
  it('works with the link alone between people who are never online together', async () => {
    const world = new World({ seed: 'first contact' });
    const [ada, grace] = [await world.person('ada'), await world.person('grace')];
    await grace.sync();
    const link = await grace.client.link();
    await grace.kill();
    await world.during(ada.client.addContact(link));
    await ada.send('grace', 'hi, we have not met');
    const report = await ada.sync();
    expect(report.pending).toBe(0);
    await ada.kill();
    await grace.open();
    expect(await grace.sync()).toMatchObject({ received: 1 });
    expect(await grace.client.contacts()).toMatchObject([{ name: 'ada', status: 'request', unread: 1 }]);
    await grace.send('ada', 'welcome');
    await grace.sync();
    await grace.kill();
    await ada.open();
    await ada.sync();
    expect(await ada.texts('grace')).toEqual(['hi, we have not met', 'welcome']);
    expect(await ada.sentStates('grace')).toEqual(['delivered']);
  });
});
