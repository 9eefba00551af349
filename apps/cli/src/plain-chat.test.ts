import { describe, expect, it } from 'vitest';
import { runCli } from './cli.ts';
import { FakeEnvironment } from './testing/fake-environment.ts';
import { PASSPHRASE_FILE } from './testing/run-command.ts';

function chatting(...options: string[]) {
  const environment = new FakeEnvironment();
  environment.variables = { SOTTO_PASSPHRASE_FILE: PASSPHRASE_FILE };
  const { client } = environment.backend;
  const grace = client.know('Grace');
  const running = runCli(['chat', 'Grace', ...options], environment);
  return { environment, client, grace, running };
}

describe('a conversation line by line', () => {
  it('prints what the contact writes while lines are sent', async () => {
    const { environment, client, grace, running } = chatting();
    const online = new Promise<void>((resolve) => {
      client.goOnline = async () => resolve();
    });
    await online;
    const linus = client.know('Linus');
    client.receive(linus, 'not here');
    client.receive(grace, 'two\nlines');
    await environment.stdout.until('lines');
    environment.stdin.end('an answer\n');
    expect(await running).toBe(0);
    expect(environment.stdout.text).toMatch(
      /^\d\d:\d\d Grace: two\n {6}lines\n1 sent, the last is custody, 1 received\.\n$/,
    );
    expect(client.calls).toContain('markRead Grace');
  });

  it('ends when the process is told to', async () => {
    const { environment, running } = chatting('--json');
    environment.end();
    expect(await running).toBe(0);
    expect(JSON.parse(environment.stdout.text)).toEqual({ contact: 'sotto1grace', sent: 0, received: 0 });
  });

  it('ends with an error of the kind when a line cannot be sent', async () => {
    const { environment, client, grace, running } = chatting('--json');
    client.changeContact(grace, { verification: 'changed' });
    environment.stdin.end('hello\n');
    expect(await running).toBe(3);
    expect(JSON.parse(environment.stdout.text)).toMatchObject({ error: { code: 'key-changed' } });
    expect(client.closed).toBe(true);
  });
});
