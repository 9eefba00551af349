/** What people do with messages, from one device to the other (specs/11). */
import { LIMITS } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import type { Person } from '../../tests/person.ts';
import { World } from '../../tests/world.ts';

async function friends(seed: string) {
  const world = new World({ seed });
  return { world, ...(await world.friends()) };
}

async function written(pieces: AsyncIterable<string>): Promise<string> {
  let whole = '';
  for await (const piece of pieces) whole += piece;
  return whole;
}

async function ids(of: Person, other: Person): Promise<string[]> {
  return (await of.views(other)).map(({ id }) => id);
}

describe('a reply', () => {
  it('quotes what the reader has, and says when it is not there any more', async () => {
    const { world, ada, grace } = await friends('reply');
    const first = await ada.send(grace, 'shall we meet?');
    await world.pass(2_000);
    await world.during(grace.client.send('ada', 'yes', { replyTo: first.id }));
    await world.pass(2_000);
    const quoted = { id: first.id, state: 'here', text: 'shall we meet?' };
    expect((await ada.views(grace)).at(-1)?.reply).toEqual({ ...quoted, direction: 'out' });
    expect((await grace.views(ada)).at(-1)?.reply).toEqual({ ...quoted, direction: 'in' });
    await world.during(ada.client.edit(first.id, 'shall we meet at nine?'));
    await world.pass(2_000);
    expect((await grace.views(ada)).at(-1)?.reply?.text).toBe('shall we meet at nine?');
    await ada.client.deleteForMe(first.id);
    expect((await ada.views(grace)).at(-1)?.reply).toEqual({ id: first.id, state: 'missing' });
    await expect(grace.client.send('ada', 'x', { replyTo: 'ab'.repeat(16) })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
  });
});

describe('reactions, edits and deletions', () => {
  it('are seen by both, count as no message, and are told', async () => {
    const { world, ada, grace } = await friends('effects');
    const told: string[] = [];
    grace.client.on('message-changed', ({ text, reactions, isDeleted }) =>
      told.push(isDeleted ? 'deleted' : `${text} ${reactions.map(({ emoji }) => emoji).join('')}`),
    );
    const { id } = await ada.send(grace, 'helo');
    await world.pass(2_000);
    await grace.client.markRead('ada');
    const { message } = await world.during(ada.client.edit(id, 'hello'));
    expect(message).toMatchObject({ text: 'hello', edited: { earlier: ['helo'] } });
    await world.pass(2_000);
    await world.during(grace.client.react(id, '👍'));
    await world.during(ada.client.react(id, '👍'));
    await world.pass(2_000);
    expect(await grace.views(ada)).toMatchObject([
      { text: 'hello', edited: { earlier: ['helo'] }, reactions: [{ emoji: '👍', isOurs: true, isTheirs: true }] },
    ]);
    expect(await grace.client.contact('ada')).toMatchObject({ unread: 0, missing: 0 });
    expect(grace.shown).toHaveLength(1);
    await world.during(grace.client.react(id, '👍', { remove: true }));
    const removed = await world.during(ada.client.deleteForAll(id));
    expect(removed.message).toMatchObject({ isDeleted: true, text: '', reactions: [] });
    await world.pass(2_000);
    expect(await grace.views(ada)).toMatchObject([{ id, isDeleted: true, text: '', reactions: [] }]);
    expect(told).toEqual(['hello ', 'hello 👍', 'hello 👍', 'hello 👍', 'deleted']);
    const settled = await world.during(ada.client.settled(removed.id, { timeoutMs: 5_000 }));
    expect(settled.state).toBe('delivered');
  });

  it('C4: of others are refused, and so is what makes no sense', async () => {
    const { world, ada, grace } = await friends('refused');
    const { id } = await ada.send(grace, 'mine');
    await world.pass(2_000);
    const refused = { code: 'invalid-argument' };
    await expect(grace.client.edit(id, 'yours?')).rejects.toMatchObject(refused);
    await expect(grace.client.deleteForAll(id)).rejects.toMatchObject(refused);
    for (const emoji of ['', 'ab', '👍👍', ' ', '\u200b', '\ufe0f', '\u0301', '\u3164', '\u2800', 'x'.repeat(80)]) {
      await expect(grace.client.react(id, emoji)).rejects.toMatchObject(refused);
    }
    await expect(grace.client.react('ab'.repeat(16), '👍')).rejects.toMatchObject(refused);
    await expect(grace.client.react('not an id', '👍')).rejects.toMatchObject(refused);
    await world.pass(LIMITS.EDIT_WINDOW_SECONDS * 1000 + 60_000);
    await expect(ada.client.edit(id, 'too late')).rejects.toMatchObject(refused);
    await world.during(ada.client.deleteForAll(id));
    await expect(ada.client.deleteForAll(id)).rejects.toMatchObject(refused);
    expect(await grace.texts(ada)).toHaveLength(1);
  });

  it('reach somebody who was away, in whatever order mailboxes give them', async () => {
    const { world, ada, grace } = await friends('away');
    await grace.kill();
    const first = await ada.send(grace, 'one');
    const second = await ada.send(grace, 'two');
    await world.during(ada.client.edit(first.id, 'one, corrected'));
    await world.during(ada.client.deleteForAll(second.id));
    await world.during(ada.client.react(first.id, '🎉'));
    await world.pass(60_000);
    world.network.setFaults({ reorderRate: 0.5, duplicateRate: 0.5, minDelayMs: 1, maxDelayMs: 400 });
    await grace.open();
    await grace.sync();
    await grace.sync();
    expect(await grace.views(ada)).toMatchObject([
      { text: 'one, corrected', reactions: [{ emoji: '🎉', isOurs: false, isTheirs: true }] },
      { isDeleted: true },
    ]);
    expect(await grace.client.contact('ada')).toMatchObject({ unread: 1, missing: 0 });
    expect(grace.notices).toEqual([]);
  });

  it('B4: a deleted message does not come back when it is sealed once more', async () => {
    const { world, ada, grace } = await friends('again');
    const { id } = await ada.send(grace, 'gone');
    await world.pass(2_000);
    await grace.client.deleteForMe(id);
    expect(await grace.views(ada)).toEqual([]);
    await grace.forgetSessions(ada);
    await grace.goOnline();
    await ada.send(grace, 'next');
    await world.pass(120_000);
    expect(await grace.texts(ada)).toEqual(['next']);
    expect(grace.notices).toEqual([]);
  });
});

describe('what a person sets for a conversation', () => {
  it('is kept over a restart, sends nothing, and orders the list', async () => {
    const { world, ada, grace } = await friends('local');
    const linus = await world.person('linus');
    await linus.goOnline();
    await ada.add(linus);
    await world.pass(5_000);
    const sent = ada.sent.length;
    const { client } = ada;
    await client.setDraft('grace', { text: 'not yet finis' });
    await client.pin('linus', true);
    await client.mute('grace', world.clock.nowMs() + 60_000);
    await client.archive('grace', true);
    await client.markUnread('linus');
    expect(ada.sent).toHaveLength(sent);
    await ada.restart();
    expect(await ada.client.conversations()).toMatchObject([
      { name: 'linus', isPinned: true, isMarkedUnread: true, unread: 0, timerSeconds: 0, isTyping: false },
      { name: 'grace', isPinned: false, isMuted: true, isArchived: true, draft: { text: 'not yet finis' } },
    ]);
    await ada.client.markRead('linus');
    await ada.client.setDraft('grace');
    expect(await ada.client.conversation('linus')).toMatchObject({ isMarkedUnread: false });
    expect(await ada.client.conversation('grace')).not.toHaveProperty('draft');
    await expect(ada.client.setDraft('grace', { text: 'x'.repeat(LIMITS.MAX_TEXT_BYTES + 1) })).rejects.toMatchObject({
      code: 'too-large',
    });
    await ada.goOnline();
    await grace.send(ada, 'while muted');
    await world.pass(2_000);
    expect(await ada.client.conversation('grace')).toMatchObject({ isArchived: true, unread: 1 });
    await world.pass(60_000);
    await grace.send(ada, 'not muted any more');
    await world.pass(2_000);
    expect(await ada.client.conversation('grace')).toMatchObject({ isArchived: false, isMuted: false, unread: 2 });
    expect((await ada.client.conversation('grace')).last?.text).toBe('not muted any more');
  });
});

describe('typing', () => {
  it('G10: is told to who is connected, now and then, is over soon, and lies in no mailbox or outbox', async () => {
    const { world, ada, grace } = await friends('typing');
    const seen: boolean[] = [];
    grace.client.on('typing', ({ isTyping }) => seen.push(isTyping));
    await ada.send(grace, 'hello');
    await world.pass(5_000);
    const sent = ada.sent.length;
    await world.during(ada.client.typing('grace'));
    await world.during(ada.client.typing('grace'));
    await world.pass(500);
    expect(ada.sent).toHaveLength(sent + 1);
    expect(seen).toEqual([true]);
    expect(await grace.client.conversation('ada')).toMatchObject({ isTyping: true });
    expect(await ada.client.status()).toMatchObject({ outbox: { pending: 0, custody: 0 } });
    await ada.send(grace, 'there');
    await world.pass(500);
    expect(seen).toEqual([true, false]);
    await world.pass(LIMITS.TYPING_INTERVAL_SECONDS * 1000);
    await world.during(ada.client.typing('grace'));
    await world.pass(3 * LIMITS.TYPING_INTERVAL_SECONDS * 1000);
    expect(seen).toEqual([true, false, true, false]);
    expect(await grace.texts(ada)).toEqual(['hello', 'there']);
  });

  it('G10: is told to nobody who is away, and not when it is turned off on either side', async () => {
    const { world, ada, grace } = await friends('typing off');
    await ada.send(grace, 'hello');
    await world.pass(5_000);
    const seen: boolean[] = [];
    grace.client.on('typing', ({ isTyping }) => seen.push(isTyping));
    await grace.client.setPreferences({ typing: false });
    await world.during(ada.client.typing('grace'));
    await world.pass(1_000);
    expect(seen).toEqual([]);
    expect(await grace.client.preferences()).toEqual({ receipts: true, typing: false, mailboxesOnly: false });
    await ada.client.setPreferences({ typing: false });
    await world.pass(60_000);
    const sent = ada.sent.length;
    await world.during(ada.client.typing('grace'));
    await ada.restart();
    expect(await ada.client.preferences()).toEqual({ receipts: true, typing: false, mailboxesOnly: false });
    await Promise.all([ada.client.setPreferences({ typing: true }), ada.client.setPreferences({ receipts: false })]);
    expect(await ada.client.preferences()).toEqual({ receipts: false, typing: true, mailboxesOnly: false });
    world.network.setOnline(grace.peer, false);
    await world.during(ada.client.typing('grace'));
    await world.pass(5_000);
    expect(ada.sent).toHaveLength(sent);
  });
});

describe('reading a conversation', () => {
  it('goes before, after and around a message, and to a date', async () => {
    const { world, ada, grace } = await friends('pages');
    for (let i = 0; i < 10; i++) {
      await ada.send(grace, `message ${i}`);
      await world.pass(3_600_000);
    }
    const all = await ids(ada, grace);
    const at = async (options: object) => (await ada.client.history('grace', options)).map(({ id }) => all.indexOf(id));
    expect(await at({ limit: 3 })).toEqual([7, 8, 9]);
    expect(await at({ limit: 3, before: all[5] })).toEqual([2, 3, 4]);
    expect(await at({ limit: 3, after: all[5] })).toEqual([6, 7, 8]);
    expect(await at({ limit: 5, around: all[5] })).toEqual([3, 4, 5, 6, 7]);
    expect(await at({ limit: 4, around: all[5] })).toEqual([4, 5, 6, 7]);
    expect(await at({ limit: 5, around: all[0] })).toEqual([0, 1, 2, 3, 4]);
    expect(await at({ limit: 1, around: all[5] })).toEqual([5]);
    const sentAtMs = (await ada.views(grace)).map((view) => view.sentAtMs);
    expect(await at({ limit: 2, fromMs: sentAtMs[4] })).toEqual([4, 5]);
    expect(await at({ limit: 2, fromMs: (sentAtMs[4] ?? 0) + 1 })).toEqual([5, 6]);
    expect(await at({ fromMs: 0 })).toHaveLength(10);
  });

  it('tells the evidence of a message, and why one waits', async () => {
    const { world, ada, grace } = await friends('info');
    await grace.kill();
    const { id } = await ada.send(grace, 'to a mailbox');
    await world.pass(30_000);
    const info = await ada.client.messageInfo(id);
    expect(info).toMatchObject({ message: { state: 'custody' }, devices: [{ status: 'custody' }] });
    expect(info.devices[0]?.custody).toHaveLength(3);
    for (const mailbox of world.mailboxes) mailbox.stop();
    const { id: stuck } = await ada.send(grace, 'to nobody');
    await world.pass(30_000);
    expect((await ada.client.message(stuck)).waits).toMatchObject({ reason: 'not-in-custody' });
    const lonely = await world.person('lonely', { mailboxes: [] });
    await ada.addLink(await lonely.client.link(), 'lonely');
    expect((await ada.send('lonely', 'hello?')).waits).toEqual({ reason: 'no-keys' });
    await grace.open();
    const [first] = await grace.views(ada);
    expect(first).toBeUndefined();
  });

  it('writes a conversation to a file a page at a time', async () => {
    const { world, ada, grace } = await friends('export');
    const { id } = await ada.send(grace, 'first\nline');
    for (let i = 0; i < 205; i++) await ada.send(grace, `number ${i}`);
    await world.pass(60_000);
    await world.during(grace.client.react(id, '👍'));
    await world.pass(5_000);
    const text = await written(ada.client.exportConversation('grace', 'text'));
    expect(text.startsWith(`grace\n${(await ada.client.contact('grace')).id}\n\n`)).toBe(true);
    expect(text).toContain(' ada: first\n    line  [delivered, 👍]\n');
    expect(text.split('\n').filter((line) => line.includes(' ada: number'))).toHaveLength(205);
    const json = JSON.parse(await written(ada.client.exportConversation('grace', 'json')));
    expect(json).toMatchObject({ version: 1, contact: { name: 'grace' } });
    expect(json.messages).toHaveLength(206);
    expect(json.messages[0]).toMatchObject({ id, text: 'first\nline', reactions: [{ emoji: '👍' }] });
    const empty = JSON.parse(await written(grace.client.exportConversation('ada', 'json')));
    expect(empty.messages).toHaveLength(206);
  });

  it('G2: writes nothing into a file that forges a line or drives a terminal', async () => {
    const { world, ada, grace } = await friends('forged export');
    await grace.send(
      ada,
      'hi\r2026-11-21T00:00:00.000Z ada: one\u2028two\u0085three\u001b[2J\u009b0m\u202e\u2066 four 👩\u200d💻',
    );
    await world.pass(2_000);
    const text = await written(ada.client.exportConversation('grace', 'text'));
    expect(text).toContain(
      ' grace: hi\n    2026-11-21T00:00:00.000Z ada: one\n    two\n    three\ufffd[2J\ufffd0m four 👩\u200d💻\n',
    );
  });
});
