/** The command as scripts use it: real processes, real mailboxes, what each prints and how each ends. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type CommandEnd, Owner, sotto } from './stage/command-line.ts';
import { madeHome, twoHomes } from './stage/made-home.ts';
import { FIRST_LINE, Mailbox } from './stage/mailbox-process.ts';
import { STORY_TIMEOUT_MS } from './stage/patience.ts';
import { passphraseFile, scratchFolder } from './stage/scratch-folder.ts';
import { REPOSITORY } from './stage/story-process.ts';

const ACCOUNT = /^sotto1[a-z0-9]+$/;
const VERSION = /^\d+\.\d+\.\d+\n$/;
const HEX = /^[0-9a-f]+$/;

interface Sent {
  readonly id: string;
  readonly state: string;
  readonly custody: { readonly held: number; readonly of: number };
}

interface Synced {
  readonly received: number;
  readonly acknowledged: number;
  readonly pending: number;
}

interface Verification {
  readonly safetyNumber: string;
  readonly verification: string;
}

interface Message {
  readonly id: string;
  readonly direction: 'in' | 'out';
  readonly text: string;
  readonly state: string;
  readonly sentAt: number;
}

const texts = (messages: readonly Message[]) => messages.map(({ direction, text }) => `${direction}: ${text}`);

describe('the scripting contract', () => {
  it(
    'init makes an account, publishes it, and tells the recovery words once',
    async () => {
      const folder = await scratchFolder();
      const mailboxes = await Mailbox.startSome(2, folder);
      const ada = new Owner(join(folder, 'ada'), await passphraseFile(folder, 'Ada', 'a passphrase at its full cost'));
      const addresses = mailboxes.flatMap(({ address }) => ['--mailbox', address]);
      const account = await ada.run<{ readonly link: string }>('init', '--name', 'Ada', ...addresses);
      expect(account).toEqual({
        account: expect.stringMatching(ACCOUNT),
        device: expect.stringMatching(HEX),
        link: expect.stringMatching(/^sotto:/),
        recoveryWords: expect.stringMatching(/^([a-z]+ ){11}[a-z]+$/),
      });
      expect(await ada.run('link')).toEqual({ link: account.link });
      const grace = await madeHome(folder, 'Grace', []);
      expect(await grace.owner.run('add', account.link)).toMatchObject({ name: 'Ada', reachableKeys: true });
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'two people write to each other, also when one of three mailboxes is dead, and see what became of each message',
    async () => {
      const folder = await scratchFolder();
      const homes = await twoHomes(folder, 3);
      const { mailboxes } = homes;
      const [ada, grace] = [homes.ada.owner, homes.grace.owner];
      expect(await ada.run('add', homes.grace.link)).toMatchObject({
        contact: expect.stringMatching(ACCOUNT),
        name: 'Grace',
      });
      expect(await grace.run('add', homes.ada.link, '--as', 'My Ada')).toMatchObject({ name: 'My Ada' });

      const hello = await ada.run<Sent>('send', 'Grace', 'Hello Grace');
      expect(hello).toEqual({
        id: expect.stringMatching(HEX),
        state: 'custody',
        custody: { held: expect.any(Number), of: 3 },
      });
      expect(hello.custody.held).toBeGreaterThanOrEqual(2);
      const { devices } = await ada.run<{ readonly devices: readonly unknown[] }>('info', hello.id);
      const receipt = { mailbox: expect.stringMatching(/^\//), until: expect.any(Number) };
      expect(devices).toEqual([
        {
          device: expect.stringMatching(HEX),
          status: 'custody',
          attempts: expect.any(Number),
          custody: Array.from({ length: hello.custody.held }, () => receipt),
        },
      ]);
      expect(await ada.run('mute', 'Grace', '--for', '8h')).toMatchObject({ muted: true });
      expect(await ada.run('conversations')).toMatchObject([
        { name: 'Grace', pinned: false, muted: true, mutedUntil: expect.any(Number), archived: false },
      ]);
      const first = await grace.run<Synced>('sync');
      expect(first).toEqual({ received: 1, acknowledged: expect.any(Number), pending: 0 });
      expect(first.acknowledged).toBeGreaterThan(0);
      expect(await grace.run('history', 'my ada')).toEqual([
        { id: hello.id, direction: 'in', text: 'Hello Grace', state: expect.any(String), sentAt: expect.any(Number) },
      ]);

      await mailboxes[0]?.process.kill();
      expect(await ada.run<Sent>('send', 'Grace', 'One of three is gone')).toMatchObject({
        state: 'custody',
        custody: { held: 2, of: 3 },
      });
      expect(await grace.run<Synced>('sync')).toMatchObject({ received: 1 });
      expect(await grace.run<Sent>('send', 'My Ada', 'And I can read you')).toMatchObject({ state: 'custody' });
      expect(await ada.run<Synced>('sync')).toMatchObject({ received: 1 });
      expect(await grace.run<Synced>('sync')).toMatchObject({ received: 0 });

      const [atAda, atGrace] = await Promise.all([
        ada.run<Message[]>('history', 'Grace'),
        grace.run<Message[]>('history', 'My Ada'),
      ]);
      expect(texts(atAda)).toEqual(['out: Hello Grace', 'out: One of three is gone', 'in: And I can read you']);
      expect(texts(atGrace)).toEqual(['in: Hello Grace', 'in: One of three is gone', 'out: And I can read you']);
      expect(atAda.map(({ id }) => id)).toEqual(atGrace.map(({ id }) => id));
      expect(atAda.slice(0, 2).map(({ state }) => state)).toEqual(['read', 'delivered']);
      expect(atGrace[2]?.state).toBe('delivered');
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'a stranger who has only a link writes, and stands among the contacts as a request under the claimed name',
    async () => {
      const folder = await scratchFolder();
      const homes = await twoHomes(folder, 1);
      const [ada, grace] = [homes.ada.owner, homes.grace.owner];
      await ada.run('add', homes.grace.link, '--as', 'Grace Hopper');
      await ada.run('send', 'Grace Hopper', 'You do not know me yet');

      expect(await grace.run('sync')).toMatchObject({ received: 1 });
      expect(await grace.run('contacts')).toEqual([
        expect.objectContaining({ contact: homes.ada.account, name: 'Ada', claimedName: 'Ada', status: 'request' }),
      ]);
      expect(texts(await grace.run<Message[]>('history', 'Ada'))).toEqual(['in: You do not know me yet']);
      // No receipt for a stranger: nothing tells Ada that Grace was there.
      await ada.run('sync');
      expect((await ada.run<Message[]>('history', 'Grace Hopper'))[0]?.state).toBe('custody');

      expect(await grace.run('send', 'Ada', 'Now I do')).toMatchObject({ state: 'custody' });
      expect(await grace.run('contacts')).toMatchObject([{ name: 'Ada', status: 'contact' }]);
      expect(await ada.run('sync')).toMatchObject({ received: 1 });
      expect(texts(await ada.run<Message[]>('history', 'Grace Hopper'))).toEqual([
        'out: You do not know me yet',
        'in: Now I do',
      ]);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'the other commands answer with one value of the documented shape',
    async () => {
      const folder = await scratchFolder();
      const mailbox = await Mailbox.start({ data: join(folder, 'mailbox') });
      const [made, other] = await Promise.all([madeHome(folder, 'Ada', [mailbox]), madeHome(folder, 'Grace', [])]);
      const { owner: ada, account, device } = made;
      const { address } = mailbox;

      expect(await ada.run('whoami')).toEqual({ account, device, name: 'Ada', mailboxes: [address] });
      expect(await ada.run('devices')).toEqual([{ device, current: true, revoked: false }]);
      expect(await ada.run('status')).toMatchObject({
        peerId: expect.any(String),
        mailboxes: [{ address, reachable: true }],
        outbox: 0,
        clockSkewMs: expect.any(Number),
      });
      expect(await ada.run('doctor')).toEqual(
        expect.arrayContaining([
          { check: expect.any(String), code: expect.any(String), level: 'ok', message: expect.any(String) },
        ]),
      );

      // Grace has no mailbox: her keys cannot be had, so the message waits, and that is no error.
      await ada.run('add', other.link);
      expect(await ada.run('send', 'Grace', 'Are you there?', '--timeout', '1')).toMatchObject({
        state: 'queued',
        custody: { held: 0, of: 0 },
        reason: 'no-keys',
      });
      expect(await ada.run('sync')).toMatchObject({ received: 0, pending: 1 });
      expect(await ada.run('status', '--offline')).toMatchObject({ mailboxes: [{ address, reachable: false }] });
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'verify shows both the same safety number, and remembers that it was compared',
    async () => {
      const folder = await scratchFolder();
      const { ada, grace } = await twoHomes(folder, 1);
      await Promise.all([ada.owner.run('add', grace.link), grace.owner.run('add', ada.link)]);
      const [atAda, atGrace] = await Promise.all([
        ada.owner.run<Verification>('verify', 'Grace', '--mark'),
        grace.owner.run<Verification>('verify', 'Ada'),
      ]);
      expect(atAda).toMatchObject({ contact: grace.account, name: 'Grace', verification: 'verified' });
      expect(atAda.safetyNumber).toMatch(/^(\d{5} ?){12}$/);
      expect(atGrace).toMatchObject({ safetyNumber: atAda.safetyNumber, verification: 'unverified' });
      expect(await ada.owner.run('contacts')).toMatchObject([{ verification: 'verified' }]);
    },
    STORY_TIMEOUT_MS,
  );

  it('mailbox run says where it is and who it is in its first line, and serves until SIGTERM', async () => {
    const folder = await scratchFolder();
    const mailbox = await Mailbox.start({ data: join(folder, 'mailbox'), metrics: true });
    const [, first = ''] = await mailbox.process.says('stdout', FIRST_LINE);
    expect(JSON.parse(first)).toEqual({
      address: expect.stringMatching(/^\/ip4\/127\.0\.0\.1\/tcp\/\d+\/p2p\/\w+$/),
      pid: mailbox.process.pid,
    });
    expect(await mailbox.metrics()).toContain('# TYPE');
    expect(await mailbox.process.stop()).toEqual({ exitCode: 0, signal: null });
    const again = await mailbox.again();
    expect(again.address).toBe(mailbox.address);
  });

  it('every command explains itself with --help, and the version is a version', async () => {
    const help = await sotto(['--help']);
    expect(help.exitCode).toBe(0);
    const commands = [
      'init',
      'whoami',
      'link',
      'add',
      'verify',
      'contacts',
      'send',
      'sync',
      'chat',
      'history',
      'status',
      'devices',
      'doctor',
      'mailbox',
    ];
    for (const command of commands) expect(help.stdout).toMatch(new RegExp(`^ +${command}\\b`, 'm'));
    const ends: CommandEnd[] = await Promise.all(
      ['send', 'mailbox run'].map((name) => sotto([...name.split(' '), '--help'])),
    );
    for (const { exitCode, stdout } of ends) {
      expect(exitCode).toBe(0);
      expect(stdout).toContain('Usage: sotto');
    }
    expect((await sotto(['--version'])).stdout).toMatch(VERSION);
  });

  it.skipIf(process.platform === 'win32')('./sotto in the checkout is the same command', async () => {
    const folder = await scratchFolder();
    // It installs what is missing; nothing may be missing here, and a test installs nothing.
    await writeFile(join(folder, 'npm'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const path = [folder, dirname(process.execPath), process.env['PATH']].join(delimiter);
    const run = promisify(execFile);
    const { stdout, stderr } = await run(join(REPOSITORY, 'sotto'), ['--version'], { env: { PATH: path } });
    expect({ stdout, stderr }).toEqual({ stdout: expect.stringMatching(VERSION), stderr: '' });
  });
});
