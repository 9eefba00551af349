import { afterEach, describe, expect, it } from 'vitest';
import { FakeEnvironment } from '../../testing/fake-environment.ts';
import { openUnlocked, type Screen, type ScreenOptions } from '../../testing/screen.ts';

let screen: Screen | undefined;
afterEach(async () => {
  await screen?.close();
});

async function start(environment: FakeEnvironment, options?: ScreenOptions): Promise<Screen> {
  screen = await openUnlocked(environment, options);
  return screen;
}

function withGrace() {
  const environment = new FakeEnvironment();
  const { client } = environment.backend;
  const grace = client.know('Grace Hopper', { online: true });
  return { environment, client, grace };
}

describe('the main screen', () => {
  it('tells somebody without contacts what to do first', async () => {
    const { frame } = await start(new FakeEnvironment());
    expect(frame).toContain('Nobody here yet');
    expect(frame).toContain('add somebody by the link');
    expect(frame).toContain('no mailbox');
  });

  it('shows contacts, and a conversation only when it is opened: that is when it counts as read', async () => {
    const { environment, client, grace } = withGrace();
    client.receive(grace, 'Did the engine arrive?');
    const app = await start(environment);
    expect(app.frame).toContain('Grace Hopper');
    expect(app.frame).not.toContain('engine');
    expect(client.calls).not.toContain('markRead Grace Hopper');
    await app.press('<enter>');
    expect(await app.until('engine')).toContain('not verified');
    expect(client.calls).toContain('markRead Grace Hopper');
  });

  it('opens the conversation that the command line named', async () => {
    const { environment, client, grace } = withGrace();
    client.know('Another', { lastActivityMs: 9 });
    client.put(grace, 'Here I am');
    const app = await start(environment, { contact: 'grace hopper' });
    await app.until('Here I am');
  });

  it('sends what is written, and every step of the delivery ladder is seen', async () => {
    const { environment, client } = withGrace();
    const app = await start(environment);
    await app.press('<enter>');
    await app.until('Write a message');
    await app.press('It works', '<alt-enter>', 'twice', '<enter>');
    await app.until('◌ queued');
    expect(await client.history('Grace Hopper')).toMatchObject([{ text: 'It works\ntwice', direction: 'out' }]);
    client.changeMessage('m1', { state: 'custody', custody: { held: 2, of: 3 } });
    await app.until('◔ in custody 2/3');
    client.changeMessage('m1', { state: 'delivered', devices: { delivered: 1, of: 1 } });
    await app.until('✓ delivered');
    client.changeMessage('m1', { state: 'read' });
    await app.until('✓✓ read');
  });

  it('understands a message and its Enter in one chunk', async () => {
    const { environment, client } = withGrace();
    const app = await start(environment);
    await app.press('<enter>');
    await app.until('Write a message');
    await app.press('quick\r');
    await app.until('◌ queued');
    expect(await client.history('Grace Hopper')).toMatchObject([{ text: 'quick' }]);
  });

  it('keeps the lines of a paste and sends nothing by itself', async () => {
    const { environment, client } = withGrace();
    const app = await start(environment);
    await app.press('<enter>');
    await app.until('Write a message');
    await app.paste('one\rtwo\r');
    const frame = await app.until('two');
    expect(frame).toContain('› one');
    expect(await client.history('Grace Hopper')).toEqual([]);
  });

  it('takes a paste for text, never for commands', async () => {
    const { environment } = withGrace();
    const app = await start(environment);
    await app.paste('q');
    await app.press('?');
    await app.until('Help');
    expect(app.quits).toBe(0);
  });

  it('gives the text back when it was refused, and says why', async () => {
    const { environment, client, grace } = withGrace();
    const app = await start(environment);
    await app.press('<enter>');
    await app.until('Write a message');
    client.send = async (contact) => {
      client.changeContact(grace, {});
      const { UsageError } = await import('@sotto/wire');
      throw new UsageError('blocked', `not to ${contact.slice(0, 5)}`);
    };
    await app.press('precious', '<enter>');
    expect(await app.until('not to sotto')).toContain('› precious');
  });

  it('shows what arrives in the open conversation, and counts it elsewhere', async () => {
    const { environment, client, grace } = withGrace();
    const linus = client.know('Linus', { lastActivityMs: -1 });
    const app = await start(environment);
    await app.press('<enter>');
    await app.until('Write a message');
    client.receive(grace, 'for the open one');
    await app.until('for the open one');
    client.receive(linus, 'for the other');
    await app.until(/Linus +1/);
    expect(app.frame).not.toContain('for the other');
  });

  it('B10: says that a message is missing until it is there', async () => {
    const { environment, client, grace } = withGrace();
    const app = await start(environment);
    await app.press('<enter>');
    await app.until('Write a message');
    client.changeContact(grace, { missing: 1 });
    await app.until('1 message missing, fetching');
    client.changeContact(grace, { missing: 0 });
    await app.untilGone('missing');
  });

  it('C1: shows a new device in the conversation, and again after a restart', async () => {
    const { environment, client, grace } = withGrace();
    const app = await start(environment);
    await app.press('<enter>');
    await app.until('Write a message');
    client.notice(grace, 'device-added');
    await app.until('A new device was added');
    await app.close();
    const again = await start(environment);
    await again.press('<enter>');
    await again.until('A new device was added');
  });

  it('B7: says at once when a clone is suspected, whatever is open', async () => {
    const { environment, client, grace } = withGrace();
    const app = await start(environment);
    client.notice(grace, 'clone-suspected');
    await app.until('Grace Hopper: Somebody may be using a copy');
    await app.press('<enter>');
    await app.until('▲');
    client.notice(undefined, 'second-reader');
    await app.until('Something else reads your mailboxes');
  });

  it('C1: blocks writing while keys are changed, until the person has looked', async () => {
    const { environment, client, grace } = withGrace();
    const app = await start(environment);
    await app.press('<enter>');
    await app.until('Write a message');
    client.changeContact(grace, { verification: 'changed' });
    await app.until('Nothing is sent until');
    await app.press('typed in vain', '<enter>');
    expect(await client.history('Grace Hopper')).toEqual([]);
    await app.press('v');
    expect(await app.until('Safety number with Grace Hopper')).toContain('10000  17001  24002  31003');
    await app.press('g');
    await app.untilGone('Nothing is sent until');
    await app.press('<escape>');
    await app.until('Write a message');
  });

  it('marks a contact as verified', async () => {
    const { environment } = withGrace();
    const app = await start(environment);
    await app.press('v');
    await app.until('not compared it yet');
    await app.press('m');
    await app.until('You have compared it');
    await app.press('<escape>');
    await app.until('Grace Hopper ✓');
  });

  it('keeps requests apart; accepts one by key and lets nobody write before', async () => {
    const environment = new FakeEnvironment();
    const { client } = environment.backend;
    const mallory = client.know('Mallory', { status: 'request', unread: 1 });
    client.put(mallory, 'buy now');
    const app = await start(environment);
    expect(app.frame).toContain('REQUESTS');
    await app.press('<enter>');
    expect(await app.until('[y] accept')).toContain('y accept  b block');
    expect(client.calls).not.toContain('markRead Mallory');
    await app.press('y');
    await app.until('Write a message');
    expect((await client.contact('Mallory')).status).toBe('contact');
    expect(client.calls).toContain('markRead Mallory');
  });

  it('asks twice before it blocks a contact', async () => {
    const { environment, client } = withGrace();
    const app = await start(environment);
    await app.press('b');
    await app.until('once more blocks Grace Hopper');
    await app.press('<down>');
    await app.untilGone('once more blocks');
    await app.press('b');
    await app.until('once more blocks');
    expect((await client.contact('Grace Hopper')).status).toBe('contact');
    await app.press('b');
    await app.until('BLOCKED');
    await app.press('u');
    await app.until('CHATS');
  });

  it('sends failed messages again', async () => {
    const { environment, client, grace } = withGrace();
    client.put(grace, 'lost', { direction: 'out', state: 'failed', failure: 'quota' });
    const app = await start(environment);
    await app.press('<enter>');
    await app.until('! failed: the mailboxes have no room for it');
    await app.press('<ctrl-r>');
    await app.until('◌ queued');
    expect(client.calls).toContain('retry m1');
  });

  it('tells of a reaction that nobody got when the conversation is opened, and sends it again', async () => {
    const { environment, client, grace } = withGrace();
    const { id } = await client.react(client.put(grace, 'hello').id, '👍');
    client.changeMessage(id, { type: 'sotto/reaction', state: 'failed' });
    const app = await start(environment);
    await app.press('<enter>');
    await app.until('A reaction was not delivered. Ctrl-R tries again.');
    await app.press('<ctrl-r>');
    await app.until('Sending it again.');
    expect(client.calls).toContain(`retry ${id}`);
  });

  it('adds a contact by a link that was pasted in several lines', async () => {
    const environment = new FakeEnvironment();
    const { client } = environment.backend;
    const links: string[] = [];
    const add = client.addContact.bind(client);
    client.addContact = async (link, options) => {
      links.push(link);
      return add(link, options);
    };
    const app = await start(environment);
    await app.press('<ctrl-n>');
    await app.until('Add a contact');
    await app.paste('http://example.org');
    await app.press('<enter>', '<enter>');
    await app.until('that is not a contact link');
    await app.press('<tab>', '<ctrl-u>');
    await app.paste('sotto:AAAA\nBBBB');
    await app.press('<enter>', 'Grace', '<enter>');
    await app.until('Write a message');
    expect(links).toEqual(['http://example.org', 'sotto:AAAABBBB']);
    expect(app.frame).toContain('Grace');
  });

  it('shows the own link so that it can be selected, and the QR when there is room', async () => {
    const { environment, client } = withGrace();
    const app = await start(environment, { columns: 100, rows: 50 });
    await app.press('l');
    const frame = await app.until('My link');
    const link = await client.link();
    expect(frame.split('\n').slice(4, 6).join('').replaceAll(' ', '')).toContain(link.slice(0, 100));
    expect(frame).toContain('▀▀');
    await app.resize(100, 20);
    await app.until(/QR code needs a window that is higher by \d+\./);
    await app.press('c');
    expect(app.raw).toContain(`\u001b]52;c;${Buffer.from(link).toString('base64')}\u0007`);
  });

  it('shows the keys, scrolled in a small window', async () => {
    const { environment } = withGrace();
    const app = await start(environment, { columns: 60, rows: 16 });
    await app.press('?');
    expect(await app.until('between the list and the message')).not.toContain('in custody');
    await app.press('<page-down>', '<page-down>', '<page-down>', '<page-down>', '<page-down>');
    await app.until('receipt');
    await app.press('<escape>');
    await app.until('CHATS');
  });

  it('scrolls, stays where it is when something arrives, and loads what is older', async () => {
    const { environment, client, grace } = withGrace();
    for (let i = 0; i < 300; i++) client.put(grace, `number ${i};`);
    const app = await start(environment);
    await app.press('<enter>');
    await app.until('number 299;');
    await app.press('<page-up>');
    await app.untilGone('number 299;');
    await app.until('more lines');
    const visible = /number \d+;/.exec(app.frame)?.[0] ?? '';
    client.receive(grace, 'just now');
    await app.until('Grace Hopper');
    expect(app.frame).toContain(visible);
    expect(app.frame).not.toContain('just now');
    for (let i = 0; i < 40; i++) await app.press('<page-up>');
    await app.until('number 0;');
    for (let i = 0; i < 40; i++) await app.press('<page-down>');
    await app.until('just now');
  });

  it('shows one pane at a time in a narrow window', async () => {
    const { environment, client, grace } = withGrace();
    client.put(grace, 'narrow but here');
    const app = await start(environment, { columns: 44, rows: 14 });
    expect(app.frame).toContain('CHATS');
    await app.press('<enter>');
    expect(await app.until('narrow but here')).not.toContain('CHATS');
    await app.press('<escape>');
    await app.until('CHATS');
  });

  it.each([
    [120, 40],
    [80, 24],
    [60, 16],
    [40, 10],
  ])('fits %i by %i exactly', async (columns, rows) => {
    const { environment, client, grace } = withGrace();
    for (let i = 0; i < 30; i++) client.put(grace, 'word '.repeat(30), { direction: i % 2 === 0 ? 'in' : 'out' });
    const app = await start(environment, { columns, rows });
    await app.press('<enter>');
    const lines = (await app.until('Write a message')).split('\n');
    expect(lines.length).toBeLessThanOrEqual(rows);
    for (const line of lines) expect([...line].length).toBeLessThanOrEqual(columns);
  });

  it('asks for a larger window below that', async () => {
    const app = await start(new FakeEnvironment());
    await app.resize(30, 8);
    await app.until('Please make');
    await app.resize(80, 24);
    await app.until('Nobody here yet');
  });

  it('G2: shows hostile names and messages without what acts on the terminal', async () => {
    const environment = new FakeEnvironment();
    const { client } = environment.backend;
    const hostile = 'Mal\u001b]0;owned\u0007\u202elory\u009b2J';
    const mallory = client.know(hostile, { id: 'sotto1mallory', status: 'request' });
    client.put(mallory, hostile);
    const app = await start(environment);
    await app.press('<enter>');
    await app.until('[y] accept');
    for (const active of ['\u001b]', '\u009b', '\u202e', '\u0007']) expect(app.raw).not.toContain(active);
  });

  it('shows how it is connected', async () => {
    const { environment, client } = withGrace();
    const app = await start(environment);
    client.changeStatus({
      mailboxes: [
        { address: 'a', reachable: true, held: 0 },
        { address: 'b', reachable: false, held: 0 },
      ],
      directPeers: 1,
      outbox: { pending: 2, custody: 0 },
    });
    expect(await app.until('1/2 mailboxes')).toContain('1 direct  2 in outbox');
    client.changeStatus({ mailboxesOnly: true, directPeers: 0 });
    expect(await app.until('direct off')).toContain('● 1/2 mailboxes  direct off  2 in outbox');
  });

  it('empties a message on Ctrl-C first, and quits on the second', async () => {
    const { environment } = withGrace();
    const app = await start(environment);
    await app.press('<enter>');
    await app.until('Write a message');
    await app.press('half a thought', '<ctrl-c>');
    await app.until('Ctrl-C once more quits');
    expect(app.quits).toBe(0);
    await app.press('<ctrl-c>');
    expect(app.quits).toBe(1);
  });
});
