/** Mailboxes that are killed at any moment of putting, pushing and deleting, and come back at the same address. */
import { join } from 'node:path';
import type { SeededPrng } from '@sotto/testkit';
import { describe, expect, it } from 'vitest';
import { outgoing } from './stage/device.ts';
import { befriend, expectSameConversation, Friend } from './stage/friendship.ts';
import { Mailbox } from './stage/mailbox-process.ts';
import { STORY_TIMEOUT_MS } from './stage/patience.ts';
import { drawKillPoint, killedAt, together } from './stage/preload.ts';
import { scratchFolder } from './stage/scratch-folder.ts';
import { storySeed } from './stage/seed.ts';

/** From opening the archive to the deposits of a round. */
const POINTS = { statements: [8, 90], writes: [10, 140] } as const;
const SAID_IN_A_ROUND = 4;

async function twoFriends(folder: string, mailbox: Mailbox): Promise<[Friend, Friend]> {
  const person = (name: string) =>
    new Friend({
      name,
      folder,
      mailboxes: [mailbox.address],
      direct: false,
      always: together(),
    });
  const [ada, grace] = [person('Ada'), person('Grace')];
  await befriend(ada, grace);
  return [ada, grace];
}

/** Ends the mailbox if it lives, brings it back with a point to die at. It may die before it says where it listens. */
async function backToDie(mailbox: Mailbox, prng: SeededPrng, points: string[]): Promise<Mailbox> {
  const point = drawKillPoint(prng, POINTS);
  points.push(point);
  await mailbox.process.kill();
  return await mailbox.again(killedAt(point)).catch(() => mailbox);
}

/** The same without a point to die at. */
async function backToStay(mailbox: Mailbox): Promise<Mailbox> {
  await mailbox.process.kill();
  return await mailbox.again({ preload: [], env: {} });
}

describe('a mailbox that is killed again and again', () => {
  it(
    'E1: loses nothing that it gave a receipt for, though the sender is gone',
    async () => {
      const prng = storySeed('killed while putting');
      const folder = await scratchFolder();
      let mailbox = await Mailbox.start({ data: join(folder, 'mailbox') });
      const [ada, grace] = await twoFriends(folder, mailbox);
      await ada.beOnline();
      await grace.device.ask('sync');
      await grace.leave();
      await ada.say(grace, 1);
      await ada.device.sent('Grace', 'custody');
      const points: string[] = [];
      for (let kill = 0; kill < 4; kill++) {
        mailbox = await backToDie(mailbox, prng, points);
        await Promise.all([ada.say(grace, SAID_IN_A_ROUND), ada.device.ask('sync')]);
        // It dies of its work; when there was not enough of it, it dies now.
        await mailbox.process.kill();
      }
      const receipted = outgoing(await ada.device.ask('history', 'Grace')).filter(({ custody }) => custody.held === 1);
      await ada.leave();
      await backToStay(mailbox);

      await grace.beOnline();
      const kept = receipted.map(({ text }) => text);
      const heard = await grace.device.received('Ada', kept.length);
      const when = `seed ${prng.seed}: ${points.join(', ')}`;
      expect(heard, when).toEqual(expect.arrayContaining(kept));
      expect(kept.length).toBeGreaterThan(0);
      await ada.beOnline();
      await expectSameConversation(ada, grace, when);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'B4, E1: people who are online notice nothing but a delay',
    async () => {
      const prng = storySeed('killed while pushing');
      const folder = await scratchFolder();
      let mailbox = await Mailbox.start({ data: join(folder, 'mailbox') });
      const [ada, grace] = await twoFriends(folder, mailbox);
      await Promise.all([ada.beOnline(), grace.beOnline()]);
      const points: string[] = [];
      for (let kill = 0; kill < 5; kill++) {
        mailbox = await backToDie(mailbox, prng, points);
        await Promise.all([ada.say(grace, SAID_IN_A_ROUND), grace.say(ada, SAID_IN_A_ROUND)]);
        await Promise.all([ada.device.ask('sync'), grace.device.ask('sync')]);
      }
      await backToStay(mailbox);
      const when = `seed ${prng.seed}: ${points.join(', ')}`;
      await expectSameConversation(ada, grace, when);
      ada.expectNoAlarm(when);
      grace.expectNoAlarm(when);
    },
    STORY_TIMEOUT_MS,
  );
});
