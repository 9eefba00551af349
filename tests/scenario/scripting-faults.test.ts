/** What scripts rely on when things go wrong: exit codes, one JSON value, homes that are in use, commands that are killed. */
import { join } from 'node:path';
import { Sotto } from 'sotto';
import { describe, expect, it } from 'vitest';
import { Owner, sotto } from './stage/command-line.ts';
import { madeHome, twoHomes } from './stage/made-home.ts';
import { STORY_TIMEOUT_MS } from './stage/patience.ts';
import { drawKillPoint, killedAt } from './stage/preload.ts';
import { passphraseFile, scratchFolder } from './stage/scratch-folder.ts';
import { storySeed } from './stage/seed.ts';

interface Message {
  readonly direction: 'in' | 'out';
  readonly text: string;
  readonly state: string;
}

const said = (messages: readonly Message[], direction: Message['direction']) =>
  messages.filter((message) => message.direction === direction).map(({ text }) => text);

describe('a command that fails', () => {
  it(
    'says why in one JSON value, and which kind it is by its exit code',
    async () => {
      const folder = await scratchFolder();
      const { owner, link } = await madeHome(folder, 'Ada', []);
      const stranger = new Owner(owner.home, await passphraseFile(folder, 'wrong', 'not the passphrase'));
      const nobody = new Owner(join(folder, 'nobody'), owner.passphraseFile);
      const unreadable = new Owner(owner.home, join(folder, 'no such file'));
      const faults = [
        [owner, ['send'], 2, 'invalid-argument'],
        [owner, ['no-such-command'], 2, 'invalid-argument'],
        [owner, ['init', '--name', 'Ada'], 2, 'already-initialised'],
        [owner, ['history', 'Grace'], 2, 'unknown-contact'],
        [owner, ['add', `${link.slice(0, -6)}aaaaaa`], 6, 'bad-checksum'],
        [owner, ['add', 'https://example.org'], 6, 'malformed'],
        [stranger, ['whoami'], 3, 'wrong-passphrase'],
        [nobody, ['whoami'], 2, 'not-initialised'],
        [unreadable, ['whoami'], 2, 'invalid-argument'],
      ] as const;
      const ends = await Promise.all(faults.map(([who, args]) => who.attempt(...args)));
      for (const [index, end] of ends.entries()) {
        const [, args, exitCode, code] = faults[index] as (typeof faults)[number];
        const report = { exitCode: end.exitCode, json: end.json };
        const error = { code, message: expect.stringMatching(/\w/), hint: expect.any(String) };
        expect(report, args.join(' ')).toEqual({ exitCode, json: { error } });
        expect(end.stderr, args.join(' ')).toBe('');
      }
    },
    STORY_TIMEOUT_MS,
  );

  it('tells a person on standard error, and nothing on standard output', async () => {
    const folder = await scratchFolder();
    const end = await sotto(['whoami', '--home', join(folder, 'nobody'), '--passphrase-file', 'x']);
    expect(end).toMatchObject({ exitCode: 2, stdout: '' });
    expect(end.stderr).toMatch(/^sotto: .+\(invalid-argument\)\n {2}\w/);
  });
});

describe('two commands on one home', () => {
  it(
    'the second waits, or says what holds it',
    async () => {
      const folder = await scratchFolder();
      const { owner } = await madeHome(folder, 'Ada', []);
      const passphrase = 'Ada has a long passphrase';
      const holder = await Sotto.open({ home: owner.home, passphrase, listen: false, command: 'sotto chat' });
      const refused = await owner.attempt('whoami', '--lock-wait', '0');
      expect(refused.exitCode).toBe(5);
      expect(refused.json).toMatchObject({ error: { code: 'home-busy', hint: expect.stringMatching(/\w/) } });
      expect(refused.stdout).toContain(`“sotto chat” (process ${process.pid})`);

      const patient = owner.start(['whoami', '--lock-wait', '60']);
      const first = await Promise.race([
        patient.end().then(() => 'ended'),
        owner.attempt('whoami', '--lock-wait', '0'),
      ]);
      expect(first).not.toBe('ended');
      await holder.close();
      expect((await patient.end()).json).toMatchObject({ name: 'Ada' });
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'four at once all do their work, one after the other',
    async () => {
      const folder = await scratchFolder();
      const { ada, grace } = await twoHomes(folder, 1);
      await ada.owner.run('add', grace.link);
      const texts = ['one', 'two', 'three', 'four'];
      const sent = await Promise.all(texts.map((text) => ada.owner.run('send', 'Grace', text, '--lock-wait', '60')));
      for (const message of sent) expect(message).toMatchObject({ state: 'custody', custody: { held: 1, of: 1 } });
      const history = said(await ada.owner.run<Message[]>('history', 'Grace'), 'out');
      expect(history.toSorted()).toEqual(texts.toSorted());
      expect(await grace.owner.run('sync')).toMatchObject({ received: 4 });
      expect(said(await grace.owner.run<Message[]>('history', 'Ada'), 'in')).toEqual(history);
    },
    STORY_TIMEOUT_MS,
  );
});

describe('a command that is killed at any moment', () => {
  it(
    'B8, E1: leaves a home that the next command can use, and nothing is lost or doubled',
    async () => {
      const prng = storySeed('killed commands');
      const folder = await scratchFolder();
      const homes = await twoHomes(folder, 1);
      const [ada, grace] = [homes.ada.owner, homes.grace.owner];
      await Promise.all([ada.run('add', homes.grace.link), grace.run('add', homes.ada.link)]);
      const acknowledged: string[] = [];
      const points: string[] = [];
      for (let kill = 0; kill < 6; kill++) {
        const text = `message ${kill}`;
        const [who, args] = prng.chance(0.6) ? [ada, ['send', 'Grace', text]] : [grace, ['sync']];
        const point = drawKillPoint(prng, { statements: [1, 150], writes: [1, 200] });
        points.push(`${args[0]} ${point}`);
        const end = await who.start(args, killedAt(point)).end();
        if (end.signal !== 'SIGKILL') expect(end.exitCode, points.join(', ')).toBe(0);
        if (args[0] === 'send' && end.exitCode === 0) acknowledged.push(text);
        const other = who === ada ? 'Grace' : 'Ada';
        const history = said(await who.run<Message[]>('history', other, '--peek'), 'out');
        expect(history, points.join(', ')).toEqual(expect.arrayContaining(who === ada ? acknowledged : []));
      }
      const when = `seed ${prng.seed}: ${points.join(', ')}`;
      await ada.run('send', 'Grace', 'the last one');
      await grace.run('sync');
      await ada.run('sync');
      const atAda = await ada.run<Message[]>('history', 'Grace');
      expect(said(atAda, 'out'), when).toEqual(expect.arrayContaining([...acknowledged, 'the last one']));
      expect(new Set(atAda.map(({ state }) => state)), when).toEqual(new Set(['delivered']));
      expect(said(await grace.run<Message[]>('history', 'Ada'), 'in'), when).toEqual(said(atAda, 'out'));
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'E1: an init that was killed can be run again',
    async () => {
      const folder = await scratchFolder();
      const ada = new Owner(join(folder, 'ada'), await passphraseFile(folder, 'ada', 'a passphrase at its full cost'));
      const killed = await ada.start(['init', '--name', 'Ada'], killedAt('statement:25')).end();
      expect(killed.signal).toBe('SIGKILL');
      expect((await ada.attempt('whoami')).json).toMatchObject({ error: { code: 'not-initialised' } });
      await ada.run('init', '--name', 'Ada');
      expect(await ada.run('whoami')).toMatchObject({ name: 'Ada' });
    },
    STORY_TIMEOUT_MS,
  );
});
