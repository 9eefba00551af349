/** People who are never online at the same time, and mailboxes that are not there. */
import { join } from 'node:path';
import { createNetwork } from '@sotto/network';
import { asDeviceId, parseAccountId, parseHex, parseMailboxAddress } from '@sotto/wire';
import { systemClock, systemRandom } from 'sotto';
import { describe, expect, it } from 'vitest';
import { Device } from './stage/device.ts';
import { Mailbox } from './stage/mailbox-process.ts';
import { STORY_TIMEOUT_MS } from './stage/patience.ts';
import { scratchFolder } from './stage/scratch-folder.ts';

function opening(folder: string, name: string, mailboxes?: readonly string[]) {
  const create = mailboxes === undefined ? {} : { create: { name, mailboxes } };
  return { home: join(folder, name), passphrase: `${name} has a passphrase`, ...create };
}

/** An account that is published, and offline again. Its link and its ids. */
async function awayFromHome(folder: string, name: string, mailboxes: readonly Mailbox[]) {
  const device = await Device.open(
    opening(
      folder,
      name,
      mailboxes.map(({ address }) => address),
    ),
  );
  await device.ask('sync');
  const [link, account] = await Promise.all([device.ask('link'), device.ask('account')]);
  await device.close();
  return { link, accountId: parseAccountId(account.id), deviceId: asDeviceId(parseHex(account.device)) };
}

/** Takes one-time prekeys of a device until there are none, or no more are given. */
async function drain(address: string, whose: Awaited<ReturnType<typeof awayFromHome>>): Promise<number> {
  const network = createNetwork({
    directSeed: systemRandom.bytes(32),
    discovery: false,
    clock: systemClock,
    random: systemRandom,
  });
  await network.start();
  try {
    const { accountId, deviceId } = whose;
    const take = () => network.directory.takeOneTimePrekey(parseMailboxAddress(address), { accountId, deviceId });
    let taken = 0;
    while (await take().catch(() => undefined)) taken += 1;
    return taken;
  } finally {
    await network.stop();
  }
}

describe('people who are never online at the same time', () => {
  it.each([
    ['none is left', { prekeyBurst: 1_000 }, { taken: 100, takenLater: 100 }],
    ['no more are given out', { prekeyBurst: 6 }, { taken: 6, takenLater: 0 }],
  ] as const)(
    'A9: a first message arrives though somebody took the one-time prekeys until %s',
    async (_when, limits, { taken, takenLater }) => {
      const folder = await scratchFolder();
      const mailbox = await Mailbox.start({ data: join(folder, 'mailbox'), limits });
      const grace = await awayFromHome(folder, 'Grace', [mailbox]);
      expect(await drain(mailbox.address, grace)).toBe(taken);

      const ada = await Device.open(opening(folder, 'Ada', [mailbox.address]));
      await ada.ask('addContact', grace.link);
      await ada.ask('send', 'Grace', 'Hello, we have never met');
      await ada.ask('sync');
      expect(await ada.ask('history', 'Grace')).toMatchObject([{ state: 'custody', custody: { held: 1, of: 1 } }]);
      await ada.close();

      const back = await Device.open(opening(folder, 'Grace'));
      expect(await back.ask('sync')).toMatchObject({ received: 1 });
      expect(await back.ask('contacts')).toMatchObject([{ name: 'Ada', claimedName: 'Ada', status: 'request' }]);
      expect(await back.received('Ada', 1)).toEqual(['Hello, we have never met']);
      // Whoever comes back fills up what was taken.
      expect(await drain(mailbox.address, grace)).toBe(takenLater);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'a message written while no mailbox answers is kept over a kill, and sent by a later sync',
    async () => {
      const folder = await scratchFolder();
      const mailbox = await Mailbox.start({ data: join(folder, 'mailbox') });
      const grace = await awayFromHome(folder, 'Grace', [mailbox]);
      let ada = await Device.open(opening(folder, 'Ada', [mailbox.address]));
      await ada.ask('addContact', grace.link);
      await ada.ask('sync');
      await mailbox.process.kill();

      await ada.ask('goOnline');
      const { id } = await ada.ask('send', 'Grace', 'Nobody takes this yet');
      expect(await ada.ask('settled', id, { timeoutMs: 1_000 })).toMatchObject({
        state: 'queued',
        custody: { held: 0 },
      });
      await ada.kill();
      await mailbox.again();

      ada = await Device.open(opening(folder, 'Ada'));
      expect(await ada.ask('history', 'Grace')).toMatchObject([{ id, state: 'queued' }]);
      expect(await ada.ask('sync')).toMatchObject({ pending: 0 });
      expect(await ada.ask('history', 'Grace')).toMatchObject([{ id, state: 'custody' }]);
      const back = await Device.open(opening(folder, 'Grace'));
      expect(await back.ask('sync')).toMatchObject({ received: 1 });
      expect(await back.received('Ada', 1)).toEqual(['Nobody takes this yet']);
    },
    STORY_TIMEOUT_MS,
  );
});

describe('a mailbox that is not there', () => {
  it(
    'is no obstacle to making an account, and is used when it comes up',
    async () => {
      const folder = await scratchFolder();
      const mailbox = await Mailbox.start({ data: join(folder, 'mailbox') });
      await mailbox.process.kill();
      const ada = await Device.open(opening(folder, 'Ada', [mailbox.address]));
      expect(await ada.ask('sync')).toEqual({ received: 0, acknowledged: 0, pending: 0 });
      expect(await ada.ask('status')).toMatchObject({
        mailboxes: [{ reachable: false }],
        lastError: { code: 'unreachable' },
      });
      await ada.ask('goOnline');
      await mailbox.again();
      const status = await ada.until(
        (device) => device.ask('status'),
        ({ mailboxes }) => mailboxes.every(({ reachable }) => reachable),
      );
      expect(status.mailboxes).toMatchObject([{ address: mailbox.address, reachable: true }]);

      const grace = await Device.open(opening(folder, 'Grace', [mailbox.address]));
      expect(await grace.ask('addContact', await ada.ask('link'))).toMatchObject({ reachableKeys: true });
      await grace.ask('send', 'Ada', 'You are there now');
      await grace.ask('sync');
      expect(await ada.received('Grace', 1)).toEqual(['You are there now']);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'a mailbox with another key than the address says is not spoken to',
    async () => {
      const folder = await scratchFolder();
      const [mailbox, other] = (await Promise.all(
        ['mailbox', 'other'].map((name) => Mailbox.start({ data: join(folder, name), metrics: true })),
      )) as [Mailbox, Mailbox];
      // The place of one with the key of the other.
      const address = mailbox.address.replace(/[^/]+$/, other.address.replace(/.*\//, ''));
      const ada = await Device.open(opening(folder, 'Ada', [address]));
      await ada.ask('sync');
      expect(await ada.ask('status')).toMatchObject({
        mailboxes: [{ address, reachable: false }],
        lastError: { code: 'unreachable' },
      });
      expect(await mailbox.metrics()).not.toContain('sotto_mailbox_requests_total{');
    },
    STORY_TIMEOUT_MS,
  );
});
