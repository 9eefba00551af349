import { afterEach, describe, expect, it } from 'vitest';
import { FakeEnvironment } from '../../testing/fake-environment.ts';
import { openUnlocked, type Screen } from '../../testing/screen.ts';

let screen: Screen | undefined;
afterEach(async () => {
  await screen?.close();
});

/** The list with two conversations; it points at that with Grace. */
async function listing() {
  const environment = new FakeEnvironment();
  const { client } = environment.backend;
  const grace = client.know('Grace', { lastActivityMs: 9 });
  const linus = client.know('Linus', { lastActivityMs: 5 });
  client.put(grace, 'from Grace');
  const app = await openUnlocked(environment);
  screen = app;
  return { app, client, grace, linus };
}

describe('a conversation in the list', () => {
  it('is pinned and not pinned any more, and the pointer stays on it', async () => {
    const { app, client } = await listing();
    await app.press('<down>', 'p');
    const frame = await app.until('Linus is pinned.');
    expect(frame).toMatch(/PINNED[\s\S]*▶○ Linus[\s\S]*CHATS[\s\S]*○ Grace/);
    expect(await client.conversation('Linus')).toMatchObject({ isPinned: true });
    await app.press('p');
    await app.until('Linus is not pinned any more.');
    await app.untilGone('PINNED');
  });

  it('goes into the archive and comes back by hand', async () => {
    const { app } = await listing();
    await app.press('z');
    const frame = await app.until('Grace is in the archive.');
    expect(frame).toContain('▸ ARCHIVE 1');
    expect(frame).toMatch(/▶○ Linus/);
    await app.press('<down>');
    await app.until('Enter open the archive');
    await app.press('<enter>');
    expect(await app.until('▾ ARCHIVE 1')).toContain('○ Grace');
    await app.press('<down>', 'z');
    await app.until('Grace is back in the list.');
    expect(app.frame).not.toContain('ARCHIVE');
  });

  it('does nothing while the list points at the archive itself', async () => {
    const { app, client } = await listing();
    await app.press('z', '<down>');
    await app.until('Enter open the archive');
    await app.press('p', 'm', 'z', 'u', 't', 'b', 'v', 'y', '?');
    await app.until('Help');
    expect(await client.conversation('Linus')).toMatchObject({ isPinned: false, isArchived: false, isMuted: false });
  });

  it('is passed by with Alt and an arrow: the archive is no conversation', async () => {
    const { app, client, linus } = await listing();
    client.put(linus, 'from Linus');
    client.put(client.know('Mallory', { status: 'blocked' }), 'from Mallory');
    client.emit('network', undefined);
    await app.until('BLOCKED');
    await app.press('z');
    await app.until('▸ ARCHIVE 1');
    await app.press('<enter>');
    await app.until('from Linus');
    await app.press('<alt-down>');
    await app.until('from Mallory');
    expect(app.frame).not.toContain('no contact of that name');
  });

  it('follows what the client does: a message takes it out of the archive', async () => {
    const { app, client, grace } = await listing();
    await app.press('z');
    await app.until('▸ ARCHIVE 1');
    await client.archive(grace.id, false);
    client.receive(grace, 'here again');
    await app.untilGone('ARCHIVE');
    await app.until(/Grace +1/);
  });

  it('is opened in the archive when the command line names it', async () => {
    const environment = new FakeEnvironment();
    const { client } = environment.backend;
    client.put(client.know('Grace'), 'put away');
    client.know('Linus');
    await client.archive('Grace', true);
    const app = await openUnlocked(environment, { contact: 'Grace' });
    screen = app;
    const frame = await app.until('put away');
    expect(frame).toMatch(/▾ ARCHIVE 1[\s\S]*▌○ Grace/);
    expect(frame).toContain('not verified  archived');
  });

  it('is muted for a time, says until when, and is not muted any more', async () => {
    const { app, client } = await listing();
    await app.press('m');
    expect(await app.until('Mute Grace')).toContain('0 not muted  ← now');
    await app.press('2');
    await app.until(/Grace is muted until \w+ \d\d:\d\d\./);
    await app.until('Grace ~');
    expect(await client.conversation('Grace')).toMatchObject({ mutedUntilMs: client.nowMs + 28_800_000 });
    await app.press('m');
    expect(await app.until('Mute Grace')).toMatch(/muted until \w+ \d\d:\d\d {2}← now/);
    await app.press('4');
    await app.until('Grace is muted.');
    expect(await client.conversation('Grace')).toMatchObject({ mutedUntilMs: Number.MAX_SAFE_INTEGER });
    await app.press('m');
    await app.until('muted  ← now');
    await app.press('0');
    await app.until('Grace is not muted any more.');
    await app.untilGone('Grace ~');
  });

  it('is marked as unread and as read, when there is something to read', async () => {
    const { app, client } = await listing();
    await app.press('u');
    await app.until(/Grace +•/);
    await app.press('u');
    await app.untilGone('•');
    expect(client.calls).toContain('markRead Grace');
    await app.press('<down>', 'u');
    await app.until('Linus has not written yet.');
    expect(await client.conversation('Linus')).toMatchObject({ isMarkedUnread: false });
  });

  it('stays as it is while it is only a request', async () => {
    const environment = new FakeEnvironment();
    const { client } = environment.backend;
    client.put(client.know('Mallory', { status: 'request' }), 'buy now');
    const app = await openUnlocked(environment);
    screen = app;
    await app.press('p', 'm', 'z', 'u', '?');
    await app.until('Help');
    expect(client.calls).toEqual(['goOnline']);
    expect(await client.conversation('Mallory')).toMatchObject({ isPinned: false, isArchived: false });
  });
});
