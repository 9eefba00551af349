/** A lost device, in real processes: the recovery words bring a new one, and the old one is told and ended (specs/01 §13). */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CommandInput, Owner } from './stage/command-line.ts';
import { Device } from './stage/device.ts';
import { madeHome } from './stage/made-home.ts';
import { Mailbox } from './stage/mailbox-process.ts';
import { STORY_TIMEOUT_MS } from './stage/patience.ts';
import { type KillPoint, killedAt } from './stage/preload.ts';
import { passphraseFile, scratchFolder } from './stage/scratch-folder.ts';

interface Recovered {
  readonly account: string;
  readonly device: string;
  readonly otherDevices: number;
}

/** While the account is asked for, while the device is stored, and later. */
const KILL_POINTS: readonly KillPoint[] = ['write:6', 'statement:30', 'statement:55'];

/** Once a mailbox has taken the account, and before it moves in. */
const KILLED_WHEN_TAKEN: KillPoint = 'statement:66';

describe('a person who lost a device', () => {
  it(
    'comes back with the recovery words, ends the old device, and is written to on the new one',
    async () => {
      const folder = await scratchFolder();
      const mailboxes = await Mailbox.startSome(2, folder);
      const [ada, grace] = await Promise.all([
        madeHome(folder, 'Ada', mailboxes),
        madeHome(folder, 'Grace', mailboxes),
      ]);
      await ada.owner.run('add', grace.link, '--as', 'Grace');
      const { recoveryWords } = await grace.owner.run<{ readonly recoveryWords: string }>('recovery-words');
      const words = join(folder, 'words.txt');
      await writeFile(words, `${recoveryWords.toUpperCase().replaceAll(' ', '\n')}\n`);
      const phone = new Owner(join(folder, 'phone'), await passphraseFile(folder, 'phone', 'another long passphrase'));

      const mistyped = phone.start(['init', '--recover', '--mailbox', mailboxes[0]?.address ?? ''], {
        input: recoveryWords.replace(/^\S+/, 'nonsense'),
      });
      expect(await mistyped.end()).toMatchObject({ exitCode: 2, json: { error: { code: 'invalid-argument' } } });
      // One mailbox of the account is enough to find it: its log names the others.
      const recover = ['init', '--recover', '--words-file', words, '--name', 'Grace'];
      const found = await phone.run<Recovered>(...recover, '--mailbox', mailboxes[1]?.address ?? '');
      expect(found).toMatchObject({ account: grace.account, otherDevices: 1 });
      expect(found.device).not.toBe(grace.device);
      expect(await phone.attempt(...recover, '--link', grace.link)).toMatchObject({ exitCode: 2 });

      await phone.run('devices', 'revoke', grace.device.slice(0, 8));
      await grace.owner.run('sync');
      expect(await grace.owner.run('devices')).toContainEqual({ device: grace.device, current: true, revoked: true });
      await ada.owner.run('add', await phone.run<{ link: string }>('link').then(({ link }) => link));
      await ada.owner.run('send', 'Grace', 'are you there?');
      await phone.run('sync');
      expect(await phone.run('requests')).toMatchObject([{ name: 'Ada' }]);
      await phone.run('accept', 'Ada');
      expect(await phone.run('history', 'Ada')).toMatchObject([{ direction: 'in', text: 'are you there?' }]);
      expect(await grace.owner.attempt('send', 'Ada', 'it is me')).toMatchObject({ exitCode: 2 });
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'E1: is killed on the way back, tries again, and has left no device behind that nobody has',
    async () => {
      const folder = await scratchFolder();
      const mailboxes = await Mailbox.startSome(1, folder);
      const grace = await madeHome(folder, 'Grace', mailboxes);
      const { recoveryWords } = await grace.owner.run<{ readonly recoveryWords: string }>('recovery-words');
      const phone = new Owner(join(folder, 'phone'), await passphraseFile(folder, 'phone', 'another long passphrase'));
      const recover = ['init', '--recover', '--name', 'Grace', '--link', grace.link, '--offline'];
      const attempt = (input: CommandInput) => phone.start(recover, { input: recoveryWords, ...input }).end();
      for (const point of KILL_POINTS) {
        const end = await attempt(killedAt(point));
        expect({ point, signal: end.signal }).toEqual({ point, signal: 'SIGKILL' });
      }
      expect(await attempt({})).toMatchObject({ exitCode: 0, json: { account: grace.account, otherDevices: 1 } });
      expect(await phone.run('devices')).toHaveLength(2);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'E1: keeps the account that is to be replaced through kills and without a network, until the other one is back',
    async () => {
      const folder = await scratchFolder();
      const [mailbox] = await Mailbox.startSome(1, folder);
      const mailboxes = [mailbox?.address ?? ''];
      const passphrase = 'a long passphrase';
      const made = async (name: string) => {
        const device = await Device.open({ home: join(folder, name), passphrase, create: { name, mailboxes } });
        await device.ask('goOnline');
        await device.ask('sync');
        const { id } = await device.ask('account');
        await device.close();
        return { id, words: device.recoveryWords };
      };
      const grace = await made('Grace');
      const old = await made('Ada');
      const home = join(folder, 'Ada');
      const recover = { words: grace.words, mailboxes, otherDevices: 'keep', replace: 'anything' } as const;
      const accountHere = async () => {
        const device = await Device.open({ home, passphrase });
        const { id } = await device.ask('account');
        await device.close();
        return id;
      };
      const killed = async (point: KillPoint) => {
        const attempt = Device.open({ home, passphrase, recover, ...killedAt(point) });
        await expect(attempt).rejects.toMatchObject({ code: 'gone' });
        expect({ point, account: await accountHere() }).toEqual({ point, account: old.id });
      };
      await killed('write:6');
      await mailbox?.process.kill();
      await expect(Device.open({ home, passphrase, recover })).rejects.toMatchObject({ code: 'unreachable' });
      expect(await accountHere()).toBe(old.id);
      await mailbox?.again();
      await killed(KILLED_WHEN_TAKEN);
      const back = await Device.open({ home, passphrase, recover });
      expect(await back.ask('account')).toMatchObject({ id: grace.id });
      expect(await back.ask('devices')).toHaveLength(2);
      await back.close();
      expect(await accountHere()).toBe(grace.id);
    },
    STORY_TIMEOUT_MS,
  );
});
