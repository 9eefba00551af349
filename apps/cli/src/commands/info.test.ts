import { describe, expect, it } from 'vitest';
import { START_MS } from '../testing/fake-client.ts';
import { FakeEnvironment } from '../testing/fake-environment.ts';
import { runCommand } from '../testing/run-command.ts';

function sent() {
  const environment = new FakeEnvironment();
  const { client } = environment.backend;
  const grace = client.know('Grace');
  const message = client.put(grace, 'first\nsecond', {
    direction: 'out',
    state: 'custody',
    edited: { atMs: START_MS, earlier: ['before'] },
  });
  client.infos.set(message.id, {
    devices: [
      {
        device: 'd3'.repeat(16),
        status: 'pending',
        attempts: 2,
        failure: 'unreachable',
        nextAttemptAtMs: START_MS + 1,
        custody: [{ mailbox: '/ip4/192.0.2.1/tcp/1', untilMs: START_MS + 2 }],
      },
    ],
  });
  return { environment, client, grace, message };
}

describe('info', () => {
  it('gives {contact, message, storedAt, editedAt?, devices, from?}', async () => {
    const { environment, client, grace, message } = sent();
    const run = await runCommand(environment, 'info', message.id, '--json');
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.json).toEqual({
      contact: grace.id,
      message: expect.objectContaining({ id: message.id, state: 'custody', edited: ['before'] }),
      storedAt: message.sentAtMs,
      editedAt: START_MS,
      devices: [
        {
          device: 'd3'.repeat(16),
          status: 'pending',
          failure: 'unreachable',
          attempts: 2,
          nextAttemptAt: START_MS + 1,
          custody: [{ mailbox: '/ip4/192.0.2.1/tcp/1', until: START_MS + 2 }],
        },
      ],
    });
    expect(client.calls).toEqual([]);
    const theirs = client.put(grace, 'hello');
    client.infos.set(theirs.id, { from: { device: 'd4'.repeat(16), sequence: 3 } });
    environment.stdout.text = '';
    expect((await runCommand(environment, 'info', theirs.id, '--json')).json).toEqual({
      contact: grace.id,
      message: expect.objectContaining({ id: theirs.id, direction: 'in' }),
      storedAt: theirs.sentAtMs,
      devices: [],
      from: { device: 'd4'.repeat(16), sequence: 3 },
    });
  });

  it('G2: keeps every line of a text below itself, so that none passes for evidence', async () => {
    const { environment, client, message } = sent();
    client.changeMessage(message.id, { text: 'hello\nstate     ✓✓ read' });
    const { stdout } = await runCommand(environment, 'info', message.id);
    expect(stdout).toContain('message   hello\n          state     ✓✓ read\nearlier   before\nstate     ◔ in custody');
    expect(stdout.match(/^state/gm)).toHaveLength(1);
  });

  it('refuses an id that is none with exit code 2', async () => {
    const { environment } = sent();
    expect(await runCommand(environment, 'info', 'nothing', '--json')).toMatchObject({
      exitCode: 2,
      json: { error: { code: 'invalid-argument' } },
    });
  });
});
