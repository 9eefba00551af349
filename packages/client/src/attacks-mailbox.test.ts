/** Mailboxes that drop, delay, replay, reorder and lie (specs/06, specs/08 §13; attacks B10, E4, E8). */
import { MAILBOX_LIES, type MailboxLie } from '@sotto/testkit';
import { describe, expect, it } from 'vitest';
import type { Person } from '../tests/person.ts';
import { World } from '../tests/world.ts';

const MESSAGES = 12;
const DAY_MS = 86_400_000;
/** Lies after which a mailbox has no receipt to show that counts. */
const FALSE_RECEIPTS: readonly MailboxLie[] = [
  'receipt-by-other-key',
  'receipt-for-other-envelope',
  'receipt-for-other-topic',
  'receipt-already-expired',
  'flip-receipt-bits',
];

/** Friends of whom Grace is away, and who have no direct way to each other. */
async function friendsByMailbox(seed: string) {
  const world = new World({ seed });
  const { ada, grace } = await world.friends({ dialable: false });
  await grace.kill();
  return { world, ada, grace };
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `message ${index + 1}`);
}

async function say(world: World, ada: Person, grace: Person, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    await ada.send(grace, text);
    await world.pass(500);
  }
}

describe('one of three mailboxes lies', () => {
  for (const lie of MAILBOX_LIES) {
    it(`E4: everything arrives once and in order, and custody is never claimed too soon (${lie})`, async () => {
      const { world, ada, grace } = await friendsByMailbox(`lie ${lie}`);
      const [liar] = world.mailboxes;
      liar?.lie(lie);
      const texts = numbered(MESSAGES);
      await say(world, ada, grace, texts);
      await world.pass(10 * 60_000);
      for (const { state, custody } of await ada.views(grace)) {
        expect(state).toBe('custody');
        expect(custody).toEqual({ held: FALSE_RECEIPTS.includes(lie) ? 2 : 3, of: 3 });
      }
      await grace.open();
      await grace.goOnline();
      await world.pass(10 * 60_000);
      expect(await grace.texts(ada)).toEqual(texts);
      expect(grace.shown).toHaveLength(MESSAGES);
      expect((await grace.client.contact('ada')).missing).toBe(0);
      expect(new Set(await ada.sentStates(grace))).toEqual(new Set(['delivered']));
      // It works in both directions, and goes on working.
      await grace.send(ada, 'got it');
      await world.pass(10 * 60_000);
      expect(await ada.texts(grace, 'in')).toEqual(['got it']);
      expect((await ada.client.status()).lastError?.code).not.toBe('unexpected');
      expect((await grace.client.status()).lastError?.code).not.toBe('unexpected');
    });
  }

  it('E4: receipts of one liar and one honest mailbox are not custody', async () => {
    const { world, ada, grace } = await friendsByMailbox('one honest');
    world.mailboxes[0]?.lie('receipt-by-other-key');
    world.mailboxes[1]?.stop();
    await ada.send(grace, 'held once');
    await world.pass(60_000);
    expect(await ada.views(grace)).toMatchObject([{ state: 'queued', custody: { held: 1, of: 3 } }]);
    world.mailboxes[1]?.start();
    await world.pass(10 * 60_000);
    expect(await ada.views(grace)).toMatchObject([{ state: 'custody', custody: { held: 2, of: 3 } }]);
  });
});

describe('a mailbox that drops in silence', () => {
  it('B10: the gap shows as soon as a later message arrives, is told, and a resend closes it', async () => {
    const { world, ada, grace } = await friendsByMailbox('silent deletion');
    await say(world, ada, grace, ['one']);
    for (const mailbox of world.mailboxes) mailbox.lie('drop-after-receipt');
    await say(world, ada, grace, ['two', 'three']);
    expect(await ada.sentStates(grace)).toEqual(['custody', 'custody', 'custody']);
    for (const mailbox of world.mailboxes) mailbox.beHonest();
    await say(world, ada, grace, ['four']);
    await ada.kill();
    await grace.open();
    await grace.sync();
    expect(await grace.texts('ada')).toEqual(['one', 'four']);
    expect(await grace.client.contact('ada')).toMatchObject({ missing: 2 });
    expect(grace.notices).toEqual(['gap']);
    await ada.open();
    await ada.sync();
    await grace.sync();
    expect(await grace.texts(ada)).toEqual(['one', 'two', 'three', 'four']);
    expect(await grace.client.contact('ada')).toMatchObject({ missing: 0 });
    expect(grace.notices).toEqual(['gap', 'gap', 'gap-closed']);
    expect(new Set(grace.shown).size).toBe(4);
  });

  it('B10: what is missing from an earlier run is asked for again on coming online', async () => {
    const { world, ada, grace } = await friendsByMailbox('earlier run');
    for (const mailbox of world.mailboxes) mailbox.lie('drop-after-receipt');
    await say(world, ada, grace, ['one']);
    for (const mailbox of world.mailboxes) mailbox.beHonest();
    await say(world, ada, grace, ['two']);
    await ada.kill();
    await grace.open();
    await grace.sync();
    await grace.kill();
    await world.pass(DAY_MS);
    await ada.open();
    await ada.goOnline();
    await grace.open();
    await grace.goOnline();
    await world.pass(60_000);
    expect(await grace.texts(ada)).toEqual(['one', 'two']);
  });

  it('B10, E4: more than one request can name is asked for until all of it is here', async () => {
    const { world, ada, grace } = await friendsByMailbox('many');
    for (const mailbox of world.mailboxes) mailbox.lie('drop-after-receipt');
    const texts = numbered(150);
    for (const text of texts) await ada.send(grace, text);
    await world.pass(60_000);
    for (const mailbox of world.mailboxes) mailbox.beHonest();
    await ada.send(grace, 'the last');
    await world.pass(60_000);
    await grace.open();
    await grace.goOnline();
    await world.pass(10 * 60_000);
    expect(await grace.texts(ada)).toEqual([...texts, 'the last']);
  });
});

describe('mailboxes that lose everything', () => {
  it('E4: topics are opened again, and what was promised is brought there once it is asked for', async () => {
    const { world, ada, grace } = await friendsByMailbox('lost disks');
    await say(world, ada, grace, ['before']);
    for (const mailbox of world.mailboxes) {
      mailbox.stop();
      mailbox.loseEverything();
      mailbox.start();
    }
    await grace.open();
    await grace.goOnline();
    await say(world, ada, grace, ['after']);
    await world.pass(10 * 60_000);
    expect(await grace.texts(ada)).toEqual(['before', 'after']);
  });
});

describe('clocks that are wrong', () => {
  for (const days of [2, -2]) {
    it(`E8: somebody whose clock is ${days} days off sends, receives and orders like everybody else`, async () => {
      const world = new World({ seed: `skew ${days}` });
      const [ada, grace] = [await world.person('ada'), await world.person('grace')];
      ada.skewClock(days * DAY_MS);
      await ada.restart();
      await grace.goOnline();
      await ada.goOnline();
      await ada.add(grace);
      await world.pass(5_000);
      expect((await ada.client.status()).clockSkewMs).toBe(-days * DAY_MS);
      await ada.send(grace, '1');
      await world.pass(5_000);
      await grace.client.acceptRequest('ada');
      await grace.send(ada, '2');
      await world.pass(5_000);
      await ada.send(grace, '3');
      await world.pass(5_000);
      await ada.kill();
      await grace.send('ada', '4');
      await world.pass(60_000);
      await ada.open();
      await ada.goOnline();
      await ada.send(grace, '5');
      await world.pass(90_000);
      expect(await grace.texts(ada)).toEqual(['1', '2', '3', '4', '5']);
      expect(await ada.texts(grace)).toEqual(['1', '2', '3', '4', '5']);
      expect(new Set(await ada.sentStates(grace))).toEqual(new Set(['delivered']));
      expect(new Set(await grace.sentStates(ada))).toEqual(new Set(['delivered']));
    });
  }

  it('E8: a clock that is set while we run loses nothing and stops nothing', async () => {
    const world = new World({ seed: 'jump' });
    const { ada, grace } = await world.friends();
    const said: string[] = [];
    for (const jumpMs of [2 * DAY_MS, -5 * DAY_MS, 3 * DAY_MS]) {
      world.clock.jumpWallClock(jumpMs);
      for (const [from, to] of [
        [ada, grace],
        [grace, ada],
      ] as const) {
        said.push(`${from.name} ${jumpMs}`);
        await from.send(to, `${from.name} ${jumpMs}`);
        await world.pass(20_000);
      }
    }
    expect(await ada.texts(grace)).toEqual(said);
    expect(await grace.texts(ada)).toEqual(said);
  });
});
