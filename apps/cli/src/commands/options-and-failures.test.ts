import { describe, expect, it } from 'vitest';
import { FakeEnvironment } from '../testing/fake-environment.ts';
import { runCommand } from '../testing/run-command.ts';

function knowing(...names: string[]) {
  const environment = new FakeEnvironment();
  const { client } = environment.backend;
  const contacts = names.map((name) => client.know(name));
  return { environment, client, contacts };
}

describe('options of every command', () => {
  it('stand before or after the command', async () => {
    for (const args of [
      ['--home', '/h', '--json', 'whoami'],
      ['whoami', '--home', '/h', '--json'],
    ]) {
      const { environment } = knowing();
      expect((await runCommand(environment, ...args)).exitCode).toBe(0);
      expect(environment.backend.opened).toMatchObject({ home: '/h', waitMs: 10_000, command: 'sotto whoami' });
    }
  });

  it('say how long to wait for another process', async () => {
    const { environment } = knowing();
    await runCommand(environment, 'whoami', '--lock-wait', '0.5', '--json');
    expect(environment.backend.opened?.waitMs).toBe(500);
  });
});

describe('what fails', () => {
  it.each([
    ['wrong-passphrase', 3, (environment: FakeEnvironment) => Object.assign(environment.backend, { passphrase: 'x' })],
    ['home-busy', 5, (environment: FakeEnvironment) => Object.assign(environment.backend, { holder: 'sotto chat' })],
    [
      'not-initialised',
      2,
      (environment: FakeEnvironment) => Object.assign(environment.backend, { initialised: false }),
    ],
  ])('%s is exit code %i with one JSON value, or two lines on standard error', async (code, exitCode, spoil) => {
    const scripted = new FakeEnvironment();
    spoil(scripted);
    const run = await runCommand(scripted, 'whoami', '--json');
    expect(run).toMatchObject({ exitCode, json: { error: { code } } });
    expect(run.stderr).toBe('');

    const typed = new FakeEnvironment();
    spoil(typed);
    const shown = await runCommand(typed, 'whoami');
    expect(shown).toMatchObject({ exitCode, stdout: '' });
    expect(shown.stderr).toContain(`(${code})`);
  });

  it.each([
    [['frobnicate']],
    [['send', 'Grace']],
    [['whoami', '--nonsense']],
    [['whoami', 'extra']],
    [['history', 'Grace', '--limit', '0']],
    [['sync', '--timeout', '-3']],
    [['mailbox']],
    [['mailbox', 'run', '--listen', 'example.org:1']],
    [['mailbox', 'run', '--limit', 'nonsense']],
    [['verify', 'Grace', '--mark', '--accept-keys']],
  ])('%j is a usage error', async (args) => {
    const { environment } = knowing('Grace');
    expect(await runCommand(environment, ...args, '--json')).toMatchObject({
      exitCode: 2,
      json: {
        error: { code: 'invalid-argument', message: expect.stringMatching(/\w/), hint: expect.stringMatching(/\w/) },
      },
    });
  });

  it('suggests the command that was meant', async () => {
    const { environment } = knowing();
    expect((await runCommand(environment, 'whoam')).stderr).toContain('whoami');
  });

  it('a fault of the program itself is exit code 1', async () => {
    const { environment, client } = knowing();
    client.account = async () => {
      throw new TypeError('undefined is not a function');
    };
    expect(await runCommand(environment, 'whoami', '--json')).toMatchObject({
      exitCode: 1,
      json: { error: { code: 'unexpected' } },
    });
    expect(client.closed).toBe(true);
  });

  it('takes --json after -- for text', async () => {
    const { environment, client } = knowing('Grace');
    const run = await runCommand(environment, 'send', 'Grace', '--', '--json');
    expect(run.stdout).toContain('in custody');
    expect((await client.history('Grace'))[0]?.text).toBe('--json');
  });
});
