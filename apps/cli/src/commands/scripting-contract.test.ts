import { UnavailableError } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { START_MS } from '../testing/fake-client.ts';
import { FakeEnvironment, RECOVERY_WORDS } from '../testing/fake-environment.ts';
import { PASSPHRASE_FILE, runCommand } from '../testing/run-command.ts';

const MAILBOX = '/ip4/192.0.2.1/tcp/4001/p2p/12D3KooWLiEiRm1tKM5Did8PAGt9o8o1oth7rXN5Q5eWfvvbZPw7';

function knowing(...names: string[]) {
  const environment = new FakeEnvironment();
  const { client } = environment.backend;
  const contacts = names.map((name) => client.know(name));
  return { environment, client, contacts };
}

describe('the scripting contract', () => {
  it('init gives {account, device, link} and, once, the recovery words', async () => {
    const environment = new FakeEnvironment();
    const { backend } = environment;
    backend.initialised = false;
    const run = await runCommand(environment, 'init', '--name', 'Ada', '--mailbox', MAILBOX, '--json', '--home', '/h');
    const { id: account, device } = backend.client.accountView;
    expect(run.json).toEqual({ account, device, link: await backend.client.link(), recoveryWords: RECOVERY_WORDS });
    expect(run.exitCode).toBe(0);
    expect(backend.created).toMatchObject({
      home: '/h',
      name: 'Ada',
      mailboxes: [MAILBOX],
      passphrase: 'correct horse',
    });
    expect(backend.client.calls).toContain('sync');
    expect(backend.client.closed).toBe(true);
  });

  it('init --recover takes the words from standard input or a file, and gives {account, device, link, otherDevices}', async () => {
    const words = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
    const environment = new FakeEnvironment();
    const { backend } = environment;
    backend.initialised = false;
    environment.stdin.end(`${words}\n`);
    const run = await runCommand(environment, 'init', '--recover', '--mailbox', MAILBOX, '--revoke-others', '--json');
    const { id: account, device } = backend.client.accountView;
    expect(run.json).toEqual({ account, device, link: await backend.client.link(), otherDevices: 0 });
    expect(backend.recovered).toMatchObject({ words, mailboxes: [MAILBOX], otherDevices: 'revoke' });

    const fromFile = new FakeEnvironment();
    fromFile.backend.initialised = false;
    const file = ['--words-file', PASSPHRASE_FILE];
    await runCommand(fromFile, 'init', '--recover', ...file, '--link', 'sotto:AB\nCD', '--name', 'Ada');
    expect(fromFile.stdout.text).toContain('Welcome back');
    expect(fromFile.backend.recovered).toMatchObject({ link: 'sotto:ABCD', name: 'Ada', otherDevices: 'keep' });
    expect(fromFile.backend.recovered?.words.trim()).toBe('correct horse');
  });

  it('init refuses what goes with --recover only, and a file of words that is none', async () => {
    const refused = { exitCode: 2, json: { error: { code: 'invalid-argument' } } };
    const run = async (...args: string[]) => {
      const environment = new FakeEnvironment();
      environment.backend.initialised = false;
      return await runCommand(environment, 'init', '--name', 'Ada', ...args, '--json');
    };
    expect(await run('--revoke-others')).toMatchObject(refused);
    expect(await run('--recover', '--words-file', '/there/is/none')).toMatchObject(refused);
  });

  it('devices revoke ends a device', async () => {
    const { environment, client } = knowing();
    const run = await runCommand(environment, 'devices', 'revoke', 'd2d2d2', '--json');
    expect(run.json).toHaveLength(2);
    expect(client.calls).toContain('revokeDevice d2d2d2');
  });

  it('settings gives {receipts, typing, mailboxesOnly} and changes one, and says what mailboxes-only cannot do', async () => {
    const { environment, client } = knowing();
    const run = async (...args: string[]) => {
      environment.stdout.text = '';
      const { stdout } = await runCommand(environment, 'settings', ...args);
      return stdout;
    };
    const all = { receipts: true, typing: true, mailboxesOnly: false };
    expect(JSON.parse(await run('--json'))).toEqual(all);
    expect(JSON.parse(await run('mailboxes-only', 'on', '--json'))).toEqual({ ...all, mailboxesOnly: true });
    const text = await run('typing', 'off');
    expect(text).toContain('mailboxes-only  on   no direct connections');
    expect(text).toContain('What they learnt before they keep.');
    expect(text).not.toContain('runs on this device');
    expect(client.preferenceValues).toEqual({ receipts: true, typing: false, mailboxesOnly: true });
    environment.backend.ownMailbox = true;
    expect(await run()).toContain('Your mailbox runs on this device');
    expect(client.calls).toEqual([]);
    for (const wrong of [['mailboxes-only'], ['mailboxes-only', 'yes'], ['address', 'on']]) {
      expect(await runCommand(environment, 'settings', ...wrong)).toMatchObject({ exitCode: 2 });
    }
  });

  it('recovery-words gives {recoveryWords} until --forget', async () => {
    const environment = new FakeEnvironment();
    environment.backend.initialised = false;
    const run = async (...args: string[]) => {
      environment.stdout.text = '';
      return (await runCommand(environment, ...args, '--json')).json;
    };
    await run('init', '--name', 'Ada');
    expect(environment.backend.created).toMatchObject({ reachable: false });
    expect(await run('recovery-words')).toEqual({ recoveryWords: RECOVERY_WORDS });
    expect(await run('recovery-words')).toEqual({ recoveryWords: RECOVERY_WORDS });
    expect(await run('recovery-words', '--forget')).toEqual({ recoveryWords: null });
    expect(await run('recovery-words')).toEqual({ recoveryWords: null });
  });

  it('init prints the recovery words before it does anything that takes time', async () => {
    const environment = new FakeEnvironment();
    environment.backend.initialised = false;
    environment.backend.client.sync = async () => {
      expect(environment.stdout.text).toContain(RECOVERY_WORDS);
      return environment.backend.client.syncReport;
    };
    expect((await runCommand(environment, 'init', '--name', 'Ada', '--mailbox', MAILBOX, '--json')).exitCode).toBe(0);
  });

  it('init succeeds when no mailbox can be reached: the account exists', async () => {
    const environment = new FakeEnvironment();
    environment.backend.initialised = false;
    environment.backend.client.sync = async () => {
      throw new UnavailableError('unreachable', 'no mailbox answers');
    };
    const run = await runCommand(environment, 'init', '--name', 'Ada', '--mailbox', MAILBOX, '--json');
    expect(run.exitCode).toBe(0);
    expect(run.json).toHaveProperty('link');
  });

  it('init refuses a home that has an account, a name that is missing, an address that is none', async () => {
    const taken = await runCommand(new FakeEnvironment(), 'init', '--name', 'Ada', '--json');
    expect(taken).toMatchObject({ exitCode: 2, json: { error: { code: 'already-initialised' } } });

    const nameless = new FakeEnvironment();
    nameless.backend.initialised = false;
    expect(await runCommand(nameless, 'init', '--json')).toMatchObject({
      exitCode: 2,
      json: { error: { code: 'invalid-argument' } },
    });

    const lost = new FakeEnvironment();
    lost.backend.initialised = false;
    expect(await runCommand(lost, 'init', '--name', 'Ada', '--mailbox', 'nowhere', '--json')).toMatchObject({
      exitCode: 6,
      json: { error: { code: 'malformed' } },
    });
    expect(lost.backend.created).toBeUndefined();
  });

  it('link gives {link}', async () => {
    const { environment, client } = knowing();
    expect((await runCommand(environment, 'link', '--json')).json).toEqual({ link: await client.link() });
  });

  it('link prints nothing but the link when it is no terminal', async () => {
    const { environment, client } = knowing();
    expect((await runCommand(environment, 'link')).stdout).toBe(`${await client.link()}\n`);
  });

  it('link prints a QR on a terminal that is wide enough', async () => {
    const { environment, client } = knowing();
    environment.stdout.isTTY = true;
    environment.stdout.columns = 120;
    const { stdout } = await runCommand(environment, 'link');
    expect(stdout).toContain('▀');
    expect(stdout.endsWith(`\n${await client.link()}\n`)).toBe(true);
  });

  it('add gives {contact, name}', async () => {
    const { environment } = knowing();
    const run = await runCommand(environment, 'add', 'sotto:AA\nBB', '--as', 'Grace', '--json');
    expect(run.json).toMatchObject({ contact: 'sotto1grace', name: 'Grace' });
    expect(run.exitCode).toBe(0);
  });

  it('add refuses what is no link with exit code 6', async () => {
    const { environment } = knowing();
    expect(await runCommand(environment, 'add', 'http://example.org', '--json')).toMatchObject({
      exitCode: 6,
      json: { error: { code: 'malformed', message: expect.any(String), hint: expect.any(String) } },
    });
  });

  it('send gives {id, state, custody: {held, of}}', async () => {
    const { environment } = knowing('Grace');
    const run = await runCommand(environment, 'send', 'grace', 'hello', 'there', '--json');
    expect(run.json).toEqual({ id: 'm1', state: 'custody', custody: { held: 2, of: 3 } });
    expect(run.exitCode).toBe(0);
  });

  it('send says why a message stays queued, and that is no error', async () => {
    const { environment, client, contacts } = knowing('Grace');
    client.settlesAs = { state: 'queued' };
    client.settled = async (id) => {
      client.changeStatus({ lastError: { code: 'unreachable', message: 'x', atMs: client.nowMs + 1 } });
      return client.changeMessage(id, { state: 'queued' });
    };
    const run = await runCommand(environment, 'send', 'Grace', 'hello', '--json');
    expect(run.json).toEqual({ id: 'm1', state: 'queued', custody: { held: 0, of: 3 }, reason: 'unreachable' });
    expect(run.exitCode).toBe(0);

    const keyless = knowing();
    keyless.client.know('Grace', { reachableKeys: false });
    keyless.client.settlesAs = { state: 'queued' };
    expect((await runCommand(keyless.environment, 'send', 'Grace', 'hello', '--json')).json).toMatchObject({
      state: 'queued',
      reason: 'no-keys',
    });
    expect(contacts).toHaveLength(1);
  });

  it('send does not take an error of an earlier time for the reason', async () => {
    const { environment, client } = knowing('Grace');
    client.changeStatus({ lastError: { code: 'refused', message: 'x', atMs: START_MS - 1 } });
    client.settlesAs = { state: 'queued' };
    expect((await runCommand(environment, 'send', 'Grace', 'hello', '--json')).json).toMatchObject({
      reason: 'timeout',
    });
  });

  it('send --no-wait stores the message and connects to nobody', async () => {
    const { environment, client } = knowing('Grace');
    const run = await runCommand(environment, 'send', 'Grace', 'hello', '--no-wait', '--json');
    expect(run.json).toEqual({ id: 'm1', state: 'queued', custody: { held: 0, of: 3 }, reason: 'not-waited' });
    expect(client.calls).toEqual([]);
  });

  it('send ends with the exit code of the failure when the message failed', async () => {
    const { environment, client } = knowing('Grace');
    client.settlesAs = { state: 'failed', failure: 'quota' };
    expect(await runCommand(environment, 'send', 'Grace', 'hello', '--json')).toMatchObject({
      exitCode: 4,
      json: { state: 'failed', reason: 'quota' },
    });
  });

  it('send - reads the text from standard input', async () => {
    const { environment, client } = knowing('Grace');
    environment.stdin.end('one\ntwo\n');
    await runCommand(environment, 'send', 'Grace', '-', '--json');
    expect((await client.history('Grace'))[0]?.text).toBe('one\ntwo');
  });

  it('send refuses changed keys with exit code 3', async () => {
    const { environment, client } = knowing();
    client.know('Grace', { verification: 'changed' });
    expect(await runCommand(environment, 'send', 'Grace', 'hello', '--json')).toMatchObject({
      exitCode: 3,
      json: { error: { code: 'key-changed' } },
    });
  });

  it('retry sends again and gives the same shape', async () => {
    const { environment, client, contacts } = knowing('Grace');
    const [grace] = contacts;
    if (grace !== undefined) client.put(grace, 'x', { direction: 'out', state: 'failed', failure: 'quota' });
    expect((await runCommand(environment, 'retry', 'm1', '--json')).json).toEqual({
      id: 'm1',
      state: 'custody',
      custody: { held: 2, of: 3 },
    });
  });

  it('sync gives {received, acknowledged, pending}', async () => {
    const { environment } = knowing();
    expect((await runCommand(environment, 'sync', '--json')).json).toEqual({
      received: 2,
      acknowledged: 1,
      pending: 0,
    });
  });

  it('history gives [{id, direction, text, state, sentAt}] in conversation order and marks as read', async () => {
    const { environment, client, contacts } = knowing('Grace');
    const [grace] = contacts;
    if (grace === undefined) return expect.unreachable();
    client.put(grace, 'hello');
    client.put(grace, 'hi', { direction: 'out', state: 'read' });
    const run = await runCommand(environment, 'history', 'Grace', '--json');
    expect(run.json).toEqual([
      { id: 'm1', direction: 'in', text: 'hello', state: 'delivered', sentAt: START_MS + 60_000 },
      { id: 'm2', direction: 'out', text: 'hi', state: 'read', sentAt: START_MS + 120_000 },
    ]);
    expect(client.calls).toContain('markRead Grace');
  });

  it('history --peek does not mark as read, --limit takes the newest', async () => {
    const { environment, client, contacts } = knowing('Grace');
    const [grace] = contacts;
    if (grace === undefined) return expect.unreachable();
    client.put(grace, 'one');
    client.put(grace, 'two');
    const run = await runCommand(environment, 'history', 'Grace', '--peek', '--limit', '1', '--json');
    expect(run.json).toMatchObject([{ text: 'two' }]);
    expect(client.calls).toEqual([]);
  });

  it('history leaves no trace with a stranger whose request is not accepted', async () => {
    const { environment, client } = knowing();
    client.put(client.know('Mallory', { status: 'request', unread: 1 }), 'buy now');
    expect((await runCommand(environment, 'history', 'Mallory', '--json')).json).toMatchObject([{ text: 'buy now' }]);
    expect(client.calls).toEqual([]);
  });

  it('status gives {peerId, mailboxes: [{address, reachable}], outbox, clockSkewMs} and more', async () => {
    const { environment, client } = knowing();
    client.changeStatus({
      mailboxes: [{ address: MAILBOX, reachable: true, held: 1 }],
      outbox: { pending: 3, custody: 1 },
    });
    expect((await runCommand(environment, 'status', '--json')).json).toEqual({
      version: 3,
      peerId: '12D3KooWFake',
      mailboxes: [{ address: MAILBOX, reachable: true, held: 1 }],
      custodians: [],
      outbox: 3,
      inCustody: 1,
      waiting: [],
      clockSkewMs: 0,
      clockSource: { kind: 'unknown', samples: 0, mailboxes: 0 },
      mailboxesOnly: false,
      directPeers: 0,
      peers: [],
      relays: [],
      transports: [],
      listening: [],
      traffic: { sinceMs: START_MS, hours: [] },
      notices: [],
    });
    expect(client.calls).toEqual(['goOnline']);
  });

  it('B7: status tells what happened in the last week, to contacts and to the own account, newest first', async () => {
    const { environment, client, contacts } = knowing('Grace');
    const clone = client.notice(contacts[0], 'clone-suspected');
    const reader = client.notice(undefined, 'second-reader');
    const run = await runCommand(environment, 'status', '--json');
    expect(run.json).toMatchObject({
      notices: [
        { contact: '', id: reader.id, notice: 'second-reader', at: reader.atMs },
        { contact: 'sotto1grace', id: clone.id, notice: 'clone-suspected', at: clone.atMs },
      ],
    });
    environment.stdout.text = '';
    const { stdout } = await runCommand(environment, 'status');
    expect(stdout).toMatch(/^notice .*Z {2}Grace: Somebody may be using a copy/m);
    environment.stdout.text = '';
    client.nowMs += 8 * 86_400_000;
    expect((await runCommand(environment, 'status', '--json')).json).toMatchObject({ notices: [] });
  });

  it('B7: history shows notices in their place, in JSON only when they are asked for', async () => {
    const { environment, client, contacts } = knowing('Grace');
    const [grace] = contacts;
    if (grace === undefined) return expect.unreachable();
    client.put(grace, 'before');
    const { id, atMs: at } = client.notice(grace, 'clone-suspected');
    client.put(grace, 'after');
    const { stdout } = await runCommand(environment, 'history', 'Grace');
    expect(stdout.split('\n').map((line) => line.slice(6, 20))).toEqual([
      expect.any(String),
      'Grace: before',
      '! Somebody may',
      'Grace: after',
      '',
    ]);
    const json = async (...args: string[]) => {
      environment.stdout.text = '';
      return (await runCommand(environment, 'history', 'Grace', '--json', ...args)).json;
    };
    expect(await json()).toMatchObject([{ text: 'before' }, { text: 'after' }]);
    expect(await json('--notices')).toMatchObject([
      { text: 'before' },
      { id, notice: 'clone-suspected', at },
      { text: 'after' },
    ]);
  });

  it('status waits until the mailboxes answer', async () => {
    const { environment, client } = knowing();
    client.changeStatus({ mailboxes: [{ address: MAILBOX, reachable: false, held: 0 }] });
    client.goOnline = async () => {
      queueMicrotask(() => client.changeStatus({ mailboxes: [{ address: MAILBOX, reachable: true, held: 0 }] }));
    };
    expect((await runCommand(environment, 'status', '--json')).json).toMatchObject({
      mailboxes: [{ reachable: true }],
    });
  });

  it('whoami, contacts, devices, verify and doctor give what their help says', async () => {
    const { environment, client, contacts } = knowing('Grace');
    const run = async (...args: string[]) => {
      environment.stdout.text = '';
      return (await runCommand(environment, ...args, '--json')).json;
    };
    const { id: account, device, name, mailboxes } = client.accountView;
    expect(await run('whoami')).toEqual({ account, device, name, mailboxes });
    const { id: contact, ...rest } = contacts[0] ?? { id: '' };
    expect(await run('contacts')).toEqual([{ contact, ...rest }]);
    expect(await run('devices')).toEqual([
      { device, current: true, revoked: false },
      { device: 'd2'.repeat(16), current: false, revoked: true },
    ]);
    expect(await run('verify', 'Grace')).toEqual({
      contact,
      name: 'Grace',
      safetyNumber: expect.stringMatching(/^(\d{5} ){11}\d{5}$/),
      verification: 'unverified',
    });
    expect(await run('verify', 'Grace', '--mark')).toMatchObject({ verification: 'verified' });
    client.findings = [
      { check: 'clock', code: 'clock-agrees', level: 'ok', facts: {} },
      { check: 'clock', code: 'clock-behind', level: 'warning', facts: { minutes: 7 } },
    ];
    expect(await run('doctor', '--offline')).toMatchObject([
      { check: 'clock', code: 'clock-agrees', level: 'ok', message: 'The clock agrees with the mailboxes.' },
      { check: 'clock', level: 'warning', message: expect.stringContaining('7 minutes'), fix: expect.any(String) },
      { check: 'passphrase file' },
    ]);
  });

  it('accept, rename, block and unblock give the contact', async () => {
    const { environment, client } = knowing();
    client.know('Grace', { status: 'request' });
    const run = async (...args: string[]) => {
      environment.stdout.text = '';
      return (await runCommand(environment, ...args, '--json')).json;
    };
    expect(await run('accept', 'Grace')).toMatchObject({ contact: 'sotto1grace', status: 'contact' });
    expect(await run('block', 'Grace')).toMatchObject({ status: 'blocked' });
    expect(await run('unblock', 'Grace')).toMatchObject({ status: 'contact' });
    expect(await run('rename', 'Grace', 'Admiral')).toMatchObject({ contact: 'sotto1grace', name: 'Admiral' });
  });

  it('doctor ends with 5 when there is a problem', async () => {
    const { environment, client } = knowing();
    client.findings = [{ check: 'mailboxes', code: 'mailboxes-unreachable', level: 'problem', facts: {} }];
    expect((await runCommand(environment, 'doctor', '--offline', '--json')).exitCode).toBe(5);
  });

  it('chat sends every line of standard input and gives one value at the end', async () => {
    const { environment, client } = knowing('Grace');
    environment.stdin.end('one\n\ntwo');
    const run = await runCommand(environment, 'chat', 'Grace', '--json');
    expect(run.json).toEqual({ contact: 'sotto1grace', sent: 2, received: 0, state: 'custody' });
    expect((await client.history('Grace')).map(({ text }) => text)).toEqual(['one', 'two']);
  });

  it('chat without a terminal needs a contact', async () => {
    const { environment } = knowing('Grace');
    expect(await runCommand(environment, 'chat', '--json')).toMatchObject({ exitCode: 2 });
    environment.stdout.text = '';
    // No command at all is the terminal app.
    expect(await runCommand(environment, '--json')).toMatchObject({
      exitCode: 2,
      json: { error: { hint: expect.stringContaining('sotto --help') } },
    });
  });
});
