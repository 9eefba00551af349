/** Devices that are killed at any moment. Each round one of two people comes back, writes, reads, and dies somewhere. */
import { join } from 'node:path';
import type { SeededPrng } from '@sotto/testkit';
import { describe, expect, it } from 'vitest';
import { incoming } from './stage/device.ts';
import { befriend, expectSameConversation, Friend, unlessGone } from './stage/friendship.ts';
import { keyUse } from './stage/key-use.ts';
import { Mailbox } from './stage/mailbox-process.ts';
import { STORY_TIMEOUT_MS } from './stage/patience.ts';
import { drawKillPoint, killedAt, recordingDeposits, recordingSealings } from './stage/preload.ts';
import { scratchFolder } from './stage/scratch-folder.ts';
import { storySeed } from './stage/seed.ts';

/** From opening the home to the last receipt of a round. */
const POINTS = { statements: [10, 480], writes: [20, 420] } as const;
const SAID_IN_A_ROUND = 3;

interface Stage {
  readonly ada: Friend;
  readonly grace: Friend;
  readonly sealings: readonly string[];
  readonly deposits: readonly string[];
}

async function setTheStage(mailboxCount: number, direct: boolean): Promise<Stage> {
  const folder = await scratchFolder();
  const deposits = Array.from({ length: mailboxCount }, (_, index) => join(folder, `deposits-${index}`));
  const mailboxes = await Promise.all(
    deposits.map((file, index) =>
      Mailbox.start({ data: join(folder, `mailbox-${index}`), ...recordingDeposits(file) }),
    ),
  );
  const addresses = mailboxes.map(({ address }) => address);
  const person = (name: string) => {
    const always = recordingSealings(join(folder, `${name}.sealings`));
    return new Friend({ name, folder, mailboxes: addresses, direct, always });
  };
  const [ada, grace] = [person('Ada'), person('Grace')];
  await befriend(ada, grace);
  return { ada, grace, deposits, sealings: ['Ada', 'Grace'].map((name) => join(folder, `${name}.sealings`)) };
}

/** One life of `victim`: comes online, writes while the other writes too, reads, gives receipts; dies somewhere. */
async function liveAndDie(victim: Friend, other: Friend, prng: SeededPrng): Promise<string> {
  const point = drawKillPoint(prng, POINTS);
  await victim.leave();
  const life = async () => {
    const device = await victim.come(killedAt(point));
    await device.ask('goOnline');
    await victim.say(other, SAID_IN_A_ROUND);
    await device.until(
      () => device.ask('history', other.name),
      (messages) => incoming(messages).length >= other.acknowledged.length,
    );
    await device.ask('sync');
  };
  await Promise.all([life().catch(unlessGone), other.say(victim, SAID_IN_A_ROUND)]);
  victim.expectNoAlarm(`before its end at ${point}`);
  await victim.leave();
  return point;
}

async function play(stage: Stage, kills: number, prng: SeededPrng): Promise<string> {
  const { ada, grace } = stage;
  const points: string[] = [];
  for (let kill = 0; kill < kills; kill++) {
    const [victim, other] = prng.chance(0.5) ? [ada, grace] : [grace, ada];
    await other.beOnline();
    points.push(`${victim.name} ${await liveAndDie(victim, other, prng)}`);
  }
  await Promise.all([ada.beOnline(), grace.beOnline()]);
  return `seed ${prng.seed}: ${points.join(', ')}`;
}

/** Asked before and after the last deliveries, so that the cause is named and not only what follows from it. */
async function expectNoKeyTwice({ sealings, deposits }: Stage, when: string): Promise<void> {
  const use = await keyUse(sealings, deposits);
  expect(use, when).toMatchObject({ unexplained: 0, reused: [] });
  expect(use.keys, when).toBeGreaterThanOrEqual(use.envelopes);
}

async function expectNothingAmiss(stage: Stage, when: string): Promise<void> {
  await expectNoKeyTwice(stage, when);
  await expectSameConversation(stage.ada, stage.grace, when);
  await expectNoKeyTwice(stage, when);
  stage.ada.expectNoAlarm(when);
  stage.grace.expectNoAlarm(when);
}

describe('a device that is killed again and again', () => {
  it(
    'B4, B8, E1: through mailboxes, nothing is lost, doubled or out of order, and no message key is used twice',
    async () => {
      const stage = await setTheStage(3, false);
      await expectNothingAmiss(stage, await play(stage, 8, storySeed('device kills')));
      const { envelopes } = await keyUse(stage.sealings, stage.deposits);
      expect(envelopes).toBeGreaterThan(stage.ada.acknowledged.length + stage.grace.acknowledged.length);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'B4, B8, E1: with direct connections, nothing is lost, doubled or out of order',
    async () => {
      const stage = await setTheStage(1, true);
      await expectNothingAmiss(stage, await play(stage, 5, storySeed('direct kills')));
    },
    STORY_TIMEOUT_MS,
  );
});
