/**
 * A home that is put back from a copy: the ratchets in it have moved on without it, so it must not go on with them
 * (specs/09 §5).
 */
import { copyFile, cp, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { depositsSealedBy } from './stage/deposits.ts';
import { incoming } from './stage/device.ts';
import { befriend, Friend } from './stage/friendship.ts';
import { keyUse } from './stage/key-use.ts';
import { Mailbox } from './stage/mailbox-process.ts';
import { STORY_TIMEOUT_MS } from './stage/patience.ts';
import { killedAt, recordingDeposits, recordingSealings } from './stage/preload.ts';
import { scratchFolder } from './stage/scratch-folder.ts';

type PutBack = (copy: string, home: string) => Promise<void>;

/** Each leaves other traces on the disk than the others. */
const WAYS: Readonly<Record<string, PutBack>> = {
  'moved to its place': async (copy, home) => {
    await rename(home, `${home}-before`);
    await rename(copy, home);
  },
  'copied over what is there': async (copy, home) => {
    for (const name of await readdir(copy)) await copyFile(join(copy, name), join(home, name));
  },
};

async function expectAllHeard(speaker: Friend, listener: Friend): Promise<void> {
  const heard = await listener.device.received(speaker.name, speaker.acknowledged.length);
  expect(heard).toEqual(speaker.acknowledged);
}

describe('a home that was put back from a copy', () => {
  it.each(Object.keys(WAYS))(
    'B8: %s: begins anew, and the conversation goes on without loss',
    async (way) => {
      const folder = await scratchFolder();
      const deposits = join(folder, 'deposits');
      const mailbox = await Mailbox.start({ data: join(folder, 'mailbox'), ...recordingDeposits(deposits) });
      const sealingsOf = (name: string) => join(folder, `${name}.sealings`);
      const person = (name: string) => {
        const always = recordingSealings(sealingsOf(name));
        return new Friend({ name, folder, mailboxes: [mailbox.address], direct: false, always });
      };
      const [ada, grace] = [person('Ada'), person('Grace')];
      await befriend(ada, grace);
      await Promise.all([ada.beOnline(), grace.beOnline()]);
      await ada.say(grace, 3);
      await grace.say(ada, 2);
      await expectAllHeard(ada, grace);
      await expectAllHeard(grace, ada);

      const [home, copy] = [join(folder, 'Ada'), join(folder, 'copy')];
      await ada.close();
      await cp(home, copy, { recursive: true, preserveTimestamps: true });
      await ada.beOnline();
      await ada.say(grace, 3);
      await grace.say(ada, 1);
      await expectAllHeard(ada, grace);
      await expectAllHeard(grace, ada);
      // Receipts too: Grace has nothing left that could be sent again.
      await ada.device.ask('sync');
      await grace.device.sent('Ada', 'delivered');
      await ada.close();

      await WAYS[way]?.(copy, home);
      const before = (await depositsSealedBy(sealingsOf('Ada'), deposits)).length;
      // A crash while it comes to itself must not make it forget what it is.
      await expect(ada.come(killedAt('statement:25'))).rejects.toMatchObject({ code: 'gone' });
      await ada.beOnline();
      await ada.say(grace, 2);
      await expectAllHeard(ada, grace);
      await grace.say(ada, 2);
      await ada.device.until(
        (device) => device.ask('history', 'Grace'),
        (messages) => incoming(messages).includes(grace.acknowledged.at(-1) ?? ''),
      );

      const sealed = await depositsSealedBy(sealingsOf('Ada'), deposits);
      expect(sealed[before]).toBe('introduction');
      const use = await keyUse([sealingsOf('Ada'), sealingsOf('Grace')], [deposits]);
      expect(use).toMatchObject({ unexplained: 0, reused: [] });
      // What the lost future had received is gone with it, and that is told.
      const atAda = incoming(await ada.device.ask('history', 'Grace'));
      expect(atAda).toEqual(grace.acknowledged.filter((_, index) => index !== 2));
      expect(await ada.device.ask('contact', 'Grace')).toMatchObject({ missing: 1 });
    },
    STORY_TIMEOUT_MS,
  );
});
