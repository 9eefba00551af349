import { describe, expect, it } from 'vitest';
import { FakeEnvironment } from '../testing/fake-environment.ts';
import { runCommand } from '../testing/run-command.ts';

function talking() {
  const environment = new FakeEnvironment();
  const { client } = environment.backend;
  const grace = client.know('Grace');
  const theirs = client.put(grace, 'shall we meet?');
  const ours = client.put(grace, 'at nine', { direction: 'out' });
  const run = async (...args: string[]) => {
    environment.stdout.text = '';
    environment.stderr.text = '';
    return await runCommand(environment, ...args);
  };
  return { environment, client, grace, theirs, ours, run };
}

describe('commands about one message', () => {
  it('reply gives what send gives, and history names what is answered', async () => {
    const { run, theirs } = talking();
    const sent = await run('reply', theirs.id, 'at', 'nine', '--json');
    expect(sent.json).toEqual({ id: 'm3', state: 'custody', custody: { held: 2, of: 3 } });
    expect((await run('history', 'Grace', '--json')).json).toMatchObject([
      {},
      {},
      { text: 'at nine', replyTo: theirs.id },
    ]);
    expect((await run('history', 'Grace')).stdout).toContain('you: ↱ shall we meet?\n      at nine');
  });

  it('react, edit and delete give what became of them and the message as it is now', async () => {
    const { run, theirs, ours } = talking();
    const reacted = await run('react', theirs.id, '👍', '--json');
    expect(reacted.json).toMatchObject({ state: 'custody', message: { id: theirs.id } });
    expect(reacted.json).toMatchObject({ message: { reactions: [{ emoji: '👍', by: ['out'] }] } });
    expect((await run('history', 'Grace')).stdout).toContain('shall we meet?  👍');
    expect((await run('react', theirs.id, '👍', '--remove', '--json')).json).not.toHaveProperty('message.reactions');
    const edited = await run('edit', ours.id, 'at', 'ten', '--no-wait', '--json');
    expect(edited.json).toMatchObject({
      state: 'queued',
      reason: 'not-waited',
      message: { text: 'at ten', edited: ['at nine'] },
    });
    expect((await run('history', 'Grace')).stdout).toContain('at ten  edited');
    expect((await run('delete', ours.id, '--json')).json).toMatchObject({ message: { text: '', deleted: true } });
    expect((await run('history', 'Grace')).stdout).toContain('(you deleted this message)');
  });

  it('delete --for-me sends nothing', async () => {
    const { run, theirs, client } = talking();
    expect((await run('delete', theirs.id, '--for-me', '--json')).json).toEqual({ id: theirs.id });
    expect((await run('history', 'Grace', '--json')).json).toHaveLength(1);
    expect(client.calls.filter((call) => call.startsWith('effect'))).toEqual([]);
  });

  it('C4: refuses to edit what somebody else wrote, with the exit code of a wrong use', async () => {
    const { run, theirs } = talking();
    const refused = await run('edit', theirs.id, 'put into their mouth');
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('this cannot be done to this message');
    expect((await run('react', 'nothing', '👍')).exitCode).toBe(2);
  });
});

describe('search', () => {
  it('gives hits with their contacts and ranges', async () => {
    const { run, theirs, grace } = talking();
    expect((await run('search', 'meet', '--json')).json).toMatchObject({
      hits: [{ contact: grace.id, id: theirs.id, text: 'shall we meet?', ranges: [[9, 13]] }],
    });
    expect((await run('search', 'meet')).stdout).toContain('Grace: shall we meet?');
    expect((await run('search', 'meet', '--contact', 'Grace', '--json')).json).toMatchObject({ hits: [{}] });
    expect((await run('search', 'nowhere')).stdout).toBe('Nothing found.\n');
  });

  it('G1: shows no control sequence of a message', async () => {
    const { run, client, grace } = talking();
    client.put(grace, 'needle \u001b[31mred\u001b]0;title\u0007');
    expect((await run('search', 'needle')).stdout).not.toContain('\u001b[31mred');
  });
});

describe('requests', () => {
  it('lists strangers with what they wrote last, and reads nothing', async () => {
    const { run, client } = talking();
    expect((await run('requests')).stdout).toBe('Nobody is waiting.\n');
    const mallory = client.know('Mallory', { status: 'request' });
    client.put(mallory, 'hello, stranger');
    const { json } = await run('requests', '--json');
    expect(json).toMatchObject([{ contact: mallory.id, status: 'request', text: 'hello, stranger' }]);
    expect((await run('requests')).stdout).toBe('Mallory: hello, stranger\n');
    expect(client.calls.filter((call) => call.startsWith('markRead'))).toEqual([]);
  });
});

describe('disappearing', () => {
  it('shows and sets the timer of a conversation', async () => {
    const { run, grace } = talking();
    expect((await run('disappearing', 'Grace', '--json')).json).toEqual({ contact: grace.id, seconds: 0 });
    expect((await run('disappearing', 'Grace', '1d', '--json')).json).toEqual({
      contact: grace.id,
      seconds: 86_400,
      id: 'm3',
      state: 'custody',
    });
    expect((await run('disappearing', 'Grace')).stdout).toBe('1d\n');
    expect((await run('disappearing', 'Grace', 'off', '--no-wait', '--json')).json).toMatchObject({ seconds: 0 });
    expect((await run('disappearing', 'Grace', 'tomorrow')).exitCode).toBe(2);
  });
});
