import { UnavailableError } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { runCli } from '../cli.ts';
import { FakeEnvironment } from '../testing/fake-environment.ts';

describe('sotto mailbox run', () => {
  it('prints {address, pid} first, whatever the options, and serves until it is told to end', async () => {
    for (const json of [[], ['--json']]) {
      const environment = new FakeEnvironment();
      const running = runCli(['mailbox', 'run', '--listen', '127.0.0.1:0', '--data', '/data', ...json], environment);
      await environment.stdout.until('\n');
      expect(JSON.parse(environment.stdout.text)).toEqual({
        address: '/ip4/127.0.0.1/tcp/4001/p2p/12D3KooWMailbox',
        pid: 4_242,
      });
      expect(environment.backend.mailboxStopped).toBe(false);
      environment.end();
      expect(await running).toBe(0);
      expect(environment.backend.mailboxStopped).toBe(true);
      expect(environment.stdout.text.split('\n')).toHaveLength(2);
    }
  });

  it('passes on where to listen, what to announce and which limits to change', async () => {
    const environment = new FakeEnvironment();
    environment.end();
    await runCli(
      [
        ...['mailbox', 'run', '--listen', ':4001', '--listen', '/ip4/0.0.0.0/tcp/4002/ws', '--metrics', '9464'],
        ...['--announce', '/dns/mail.example.org/tcp/4001', '--limit', 'maxTopics=5', '--limit', 'putBurst=9'],
      ],
      environment,
    );
    expect(environment.backend.mailbox).toMatchObject({
      listen: ['/ip4/0.0.0.0/tcp/4001', '/ip4/0.0.0.0/tcp/4002/ws'],
      announce: ['/dns/mail.example.org/tcp/4001'],
      folder: '/home/ada/.sotto/mailbox',
      metricsPort: 9464,
      limits: { maxTopics: 5, putBurst: 9 },
    });
  });

  it('tells what fails after the first line on standard error', async () => {
    const environment = new FakeEnvironment();
    const { backend } = environment;
    backend.runMailbox = async () => ({
      addresses: ['/ip4/127.0.0.1/tcp/4001/p2p/12D3KooWMailbox'],
      metricsUrl: undefined,
      stop: async () => {
        throw new UnavailableError('storage', 'the disk is gone');
      },
    });
    environment.end();
    expect(await runCli(['mailbox', 'run', '--json'], environment)).toBe(5);
    expect(environment.stdout.text.split('\n')).toHaveLength(2);
    expect(environment.stderr.text).toContain('the disk is gone');
  });

  it('needs no passphrase', async () => {
    const environment = new FakeEnvironment();
    environment.end();
    expect(await runCli(['mailbox', 'run'], environment)).toBe(0);
    expect(environment.backend.opened).toBeUndefined();
  });
});
