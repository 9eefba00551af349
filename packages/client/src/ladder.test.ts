/** The delivery ladder as the sender sees it, and that nothing is left behind (specs/08 §7). */
import { LimitError } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { stateOf } from '../tests/inspection.ts';
import { World } from '../tests/world.ts';

const DAY_MS = 86_400_000;

describe('a message of ours', () => {
  it('climbs from queued over custody and delivered to read, and shows its evidence', async () => {
    const world = new World({ seed: 'climb' });
    const { ada, grace } = await world.friends({ dialable: false });
    await grace.kill();
    for (const mailbox of world.mailboxes) mailbox.stop();
    expect(await ada.send(grace, 'up')).toMatchObject({ state: 'queued', custody: { held: 0, of: 3 } });
    for (const [index, mailbox] of world.mailboxes.entries()) {
      mailbox.start();
      await world.pass(10 * 60_000);
      const held = index + 1;
      expect(await ada.views(grace)).toMatchObject([
        { state: held < 2 ? 'queued' : 'custody', custody: { held, of: 3 } },
      ]);
    }
    await grace.open();
    await grace.goOnline();
    await world.pass(2 * 60_000);
    expect(await ada.views(grace)).toMatchObject([{ state: 'delivered', devices: { delivered: 1, of: 1 } }]);
    await grace.client.markRead('ada');
    await world.pass(2 * 60_000);
    expect(await ada.sentStates(grace)).toEqual(['read']);
    for (const { state, custody } of ada.states)
      if (state === 'custody') expect(custody.held).toBeGreaterThanOrEqual(2);
  });

  it('stays in custody when receipts are off, and is never shown as delivered', async () => {
    const world = new World({ seed: 'no receipts' });
    const { ada, grace } = await world.friends({ receipts: false });
    await ada.send(grace, 'say nothing');
    await world.pass(5 * 60_000);
    await grace.client.markRead('ada');
    await world.pass(5 * 60_000);
    expect(await grace.texts(ada)).toEqual(['say nothing']);
    expect(await ada.sentStates(grace)).toEqual(['custody']);
  });

  it('fails when every mailbox refuses for good, and a retry brings it there', async () => {
    const world = new World({ seed: 'failed' });
    const { ada, grace } = await world.friends({ dialable: false });
    await grace.kill();
    for (const mailbox of world.mailboxes) mailbox.refusePuts(new LimitError('too-large', 'too large'));
    const { id } = await ada.send(grace, 'again');
    await world.pass(60_000);
    expect(await ada.views(grace)).toMatchObject([{ state: 'failed', failure: 'too-large' }]);
    for (const mailbox of world.mailboxes) mailbox.beHonest();
    await ada.client.retry(id);
    await world.pass(60_000);
    expect(await ada.sentStates(grace)).toEqual(['custody']);
    await grace.open();
    await grace.goOnline();
    await world.pass(2 * 60_000);
    expect(await grace.texts(ada)).toEqual(['again']);
    expect(await ada.sentStates(grace)).toEqual(['delivered']);
    expect(ada.keys.reused).toEqual([]);
  });

  it('expires when nobody got it in time, and can be tried again', async () => {
    const world = new World({ seed: 'expired' });
    const { ada, grace } = await world.friends({ dialable: false });
    await grace.kill();
    const { id } = await ada.send(grace, 'too late');
    await world.pass(60_000);
    await ada.kill();
    await world.pass(31 * DAY_MS);
    await ada.open();
    await ada.goOnline();
    await world.pass(60_000);
    expect(await ada.views(grace)).toMatchObject([{ state: 'expired', failure: 'expired' }]);
    await grace.open();
    await grace.goOnline();
    await ada.client.retry(id);
    await world.pass(10 * 60_000);
    expect(await grace.texts(ada)).toEqual(['too late']);
    expect(await ada.sentStates(grace)).toEqual(['delivered']);
  });

  it('settles when it is in custody, when the time is over, and when the client is closed', async () => {
    const world = new World({ seed: 'settled' });
    const { ada, grace } = await world.friends({ dialable: false });
    await grace.kill();
    const first = await ada.send(grace, 'held');
    expect(await world.during(ada.client.settled(first.id, { timeoutMs: 10_000 }))).toMatchObject({ state: 'custody' });
    for (const mailbox of world.mailboxes) mailbox.stop();
    const second = await ada.send(grace, 'nowhere');
    const waited = ada.client.settled(second.id, { timeoutMs: 10_000 });
    expect(await world.during(waited)).toMatchObject({ state: 'queued' });
    const forEver = ada.client.settled(second.id, { timeoutMs: DAY_MS });
    await world.during(ada.client.close());
    expect(await world.during(forEver)).toMatchObject({ state: 'queued' });
  });
});

describe('a reply that is lost', () => {
  it('B4: is made up for by a mailbox copy, which is receipted and shown once', async () => {
    const world = new World({ seed: 'lost reply' });
    const { ada, grace } = await world.friends();
    const { direct } = grace.peer;
    expect(direct.connectedPeers()).toEqual([ada.peer.peerId]);
    // Grace dies once the message is stored and before her answer is on its way.
    grace.store.failAt(1, { when: 'after', crash: true });
    await ada.send(grace, 'did you get it?');
    await world.pass(10_000);
    await grace.restart();
    await grace.goOnline();
    await world.pass(3 * 60_000);
    expect(await grace.texts(ada)).toEqual(['did you get it?']);
    expect(await ada.sentStates(grace)).toEqual(['delivered']);
  });
});

describe('rows of the outbox', () => {
  it('of control content are gone when they are done; of messages once their evidence is old', async () => {
    const world = new World({ seed: 'clean' });
    const { ada, grace } = await world.friends({ dialable: false });
    for (let i = 0; i < 5; i++) {
      await ada.send(grace, `ada ${i}`);
      await grace.send(ada, `grace ${i}`);
      await world.pass(2 * 60_000);
      await grace.client.markRead('ada');
    }
    await world.pass(5 * 60_000);
    for (const { store } of [ada, grace]) {
      const { outbox, pendingReceipts, acknowledgements } = {
        ...stateOf(store),
        acknowledgements: await store.acknowledgements(10),
      };
      expect(outbox).toHaveLength(5);
      for (const row of outbox) expect(row).toMatchObject({ status: 'delivered', envelope: new Uint8Array(0) });
      expect(pendingReceipts).toEqual([]);
      expect(acknowledgements).toEqual([]);
    }
    expect(world.mailboxes.map((mailbox) => mailbox.heldCount())).toEqual([0, 0, 0]);
    await world.pass(8 * DAY_MS);
    expect(stateOf(ada.store).outbox).toEqual([]);
  });
});
