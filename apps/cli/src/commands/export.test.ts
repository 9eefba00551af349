import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UnavailableError } from '@sotto/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeEnvironment } from '../testing/fake-environment.ts';
import { runCommand } from '../testing/run-command.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-export-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

function withMessages() {
  const environment = new FakeEnvironment();
  const { client } = environment.backend;
  const grace = client.know('Grace', { unread: 2 });
  client.put(grace, 'one');
  client.put(grace, 'zwei ✓');
  return { environment, client };
}

describe('sotto export', () => {
  it('writes a file that only its owner reads, marks nothing as read, and gives {contact, file, format, bytes}', async () => {
    const { environment, client } = withMessages();
    const file = join(folder, 'grace.txt');
    const run = await runCommand(environment, 'export', 'Grace', file, '--json');
    expect(await readFile(file, 'utf8')).toBe('one\nzwei ✓\n');
    expect(run.json).toEqual({ contact: 'sotto1grace', file, format: 'text', bytes: 13 });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(client.calls.join()).not.toContain('markRead');
  });

  it('never writes over a file', async () => {
    const { environment } = withMessages();
    const file = join(folder, 'grace.txt');
    await runCommand(environment, 'export', 'Grace', file);
    const again = await runCommand(environment, 'export', 'Grace', file);
    expect(again.exitCode).toBe(2);
    expect(again.stderr).toContain('the file cannot be made');
    expect(await readFile(file, 'utf8')).toBe('one\nzwei ✓\n');
  });

  it('leaves no half of a conversation behind', async () => {
    const { environment, client } = withMessages();
    client.exportConversation = async function* () {
      yield 'one\n';
      throw new UnavailableError('storage', 'the database cannot be read');
    };
    const run = await runCommand(environment, 'export', 'Grace', join(folder, 'grace.txt'));
    expect(run.exitCode).toBe(5);
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses a format that it does not know', async () => {
    const { environment } = withMessages();
    const run = await runCommand(environment, 'export', 'Grace', join(folder, 'g'), '--format', 'pdf');
    expect(run.exitCode).toBe(2);
    expect(await readdir(folder)).toEqual([]);
  });
});
