import { describe, expect, it } from 'vitest';
import { FakeEnvironment } from '../testing/fake-environment.ts';
import { runCommand } from '../testing/run-command.ts';

function talking() {
  const environment = new FakeEnvironment();
  const { client } = environment.backend;
  const grace = client.know('Grace', { lastActivityMs: 7 });
  const run = async (...args: string[]) => {
    environment.stdout.text = '';
    environment.stderr.text = '';
    return await runCommand(environment, ...args);
  };
  return { environment, client, grace, run };
}

describe('commands about one conversation', () => {
  it('give the conversation as it is afterwards', async () => {
    const { run, client, grace } = talking();
    client.put(grace, 'hello');
    const nothing = {
      contact: grace.id,
      name: 'Grace',
      status: 'contact',
      unread: 0,
      markedUnread: false,
      missing: 0,
      pinned: false,
      muted: false,
      archived: false,
      disappearing: 0,
      lastActivity: 7,
    };
    const json = async (...args: string[]) => (await run(...args, '--json')).json;
    expect(await json('pin', 'grace')).toEqual({ ...nothing, pinned: true });
    expect(await json('unpin', 'grace')).toEqual(nothing);
    expect(await json('archive', grace.id)).toEqual({ ...nothing, archived: true });
    expect(await json('unarchive', 'Grace')).toEqual(nothing);
    expect(await json('mark-unread', 'Grace')).toEqual({ ...nothing, markedUnread: true });
    expect(await json('mark-read', 'Grace')).toEqual(nothing);
    expect(await json('mute', 'Grace')).toEqual({ ...nothing, muted: true });
    expect(await json('mute', 'Grace', '--for', '8h')).toEqual({
      ...nothing,
      muted: true,
      mutedUntil: client.nowMs + 8 * 3_600_000,
    });
    expect(await json('unmute', 'Grace')).toEqual(nothing);
  });

  it('say what they did', async () => {
    const { run } = talking();
    expect((await run('pin', 'Grace')).stdout).toBe('Grace is pinned.\n');
    expect((await run('mute', 'Grace')).stdout).toBe('Grace is muted.\n');
    expect((await run('mute', 'Grace', '--for', '1h')).stdout).toMatch(
      /^Grace is muted until (today|tomorrow) \d\d:\d\d\.\n$/,
    );
    expect((await run('archive', 'Grace')).stdout).toBe('Grace is in the archive.\n');
  });

  it('connect to nobody', async () => {
    const { run, client } = talking();
    for (const command of ['pin', 'mute', 'archive', 'unarchive', 'unmute', 'unpin']) await run(command, 'Grace');
    expect(client.calls).toEqual([]);
  });

  it('refuse a time that is none and a contact that is none with exit code 2', async () => {
    const { run } = talking();
    for (const time of ['off', '0h', '1y', '100w', '']) {
      expect(await run('mute', 'Grace', '--for', time, '--json')).toMatchObject({
        exitCode: 2,
        json: { error: { code: 'invalid-argument' } },
      });
    }
    expect(await run('pin', 'Nobody', '--json')).toMatchObject({
      exitCode: 2,
      json: { error: { code: 'unknown-contact' } },
    });
    expect((await run('mark-unread', 'Grace')).exitCode).toBe(2);
  });

  it('leave no trace with a stranger, and take back what was set before somebody was blocked', async () => {
    const { run, client, grace } = talking();
    const mallory = client.know('Mallory', { status: 'request', unread: 1 });
    client.put(mallory, 'buy now');
    for (const command of ['pin', 'mute', 'archive', 'mark-unread', 'mark-read']) {
      expect(await run(command, 'Mallory', '--json')).toMatchObject({
        exitCode: 2,
        json: { error: { hint: expect.stringContaining('sotto accept') } },
      });
    }
    expect(client.calls).toEqual([]);
    await run('pin', 'Grace');
    client.changeContact(grace, { status: 'blocked' });
    expect((await run('pin', 'Grace')).exitCode).toBe(2);
    expect((await run('unpin', 'Grace', '--json')).json).toMatchObject({ status: 'blocked', pinned: false });
  });
});

describe('conversations', () => {
  it('lists them in the order of the client, the archive apart', async () => {
    const { run, client } = talking();
    client.know('Linus', { unread: 2 });
    client.know('Mallory', { status: 'request' });
    await run('pin', 'Linus');
    await run('mute', 'Linus', '--for', '1h');
    await run('archive', 'Grace');
    client.conversations = async () => [await client.conversation('Linus'), await client.conversation('Grace')];
    expect((await run('conversations', '--json')).json).toMatchObject([{ name: 'Linus', pinned: true, unread: 2 }]);
    expect((await run('conversations', '--archived', '--json')).json).toMatchObject([
      { name: 'Grace', archived: true },
    ]);
    const { stdout } = await run('conversations');
    expect(stdout).toMatch(/^Linus {25}2 unread, pinned, muted until (today|tomorrow) \d\d:\d\d\n1 in the archive: /);
    expect((await run('conversations', '--archived')).stdout).toBe('Grace\n');
  });

  it('says so when there are none', async () => {
    const environment = new FakeEnvironment();
    expect((await runCommand(environment, 'conversations')).stdout).toContain('No conversations here.');
    environment.stdout.text = '';
    expect((await runCommand(environment, 'conversations', '--archived')).stdout).toBe('Nothing is in the archive.\n');
  });
});
