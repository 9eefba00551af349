import { afterEach, describe, expect, it } from 'vitest';
import { FakeEnvironment } from '../../testing/fake-environment.ts';
import { openUnlocked, type Screen } from '../../testing/screen.ts';

let screen: Screen | undefined;
afterEach(async () => {
  await screen?.close();
});

/** A conversation that is open, with one message of each side. */
async function talking() {
  const environment = new FakeEnvironment();
  const { client } = environment.backend;
  const grace = client.know('Grace Hopper', { online: true });
  const theirs = client.put(grace, 'Did the engine arrive?');
  const ours = client.put(grace, 'It did', { direction: 'out' });
  const app = await openUnlocked(environment);
  screen = app;
  await app.press('<enter>');
  await app.until('Write a message');
  return { client, grace, theirs, ours, app };
}

describe('a message that was chosen', () => {
  it('is answered: the answer says what to, and shows it', async () => {
    const { app, client } = await talking();
    await app.press('<ctrl-t>', '<up>');
    expect(await app.until('▶Did the engine')).toContain('reply');
    await app.press('r');
    await app.until('Answering (Esc: not): Did the engine arrive?');
    await app.press('Yesterday', '<enter>');
    await app.until('↱ Did the engine arrive?');
    expect(await client.history('Grace Hopper')).toMatchObject([{}, {}, { text: 'Yesterday', reply: { id: 'm1' } }]);
    expect(app.frame).not.toContain('Answering');
  });

  it('is edited when it is ours, and only then', async () => {
    const { app, client, ours } = await talking();
    await app.press('<ctrl-t>', '<up>', 'e');
    await app.until('Only your own messages');
    await app.press('<down>', 'e');
    await app.until('Editing (Esc: not): It did');
    await app.press(' indeed', '<enter>');
    await app.until('edited');
    expect(await client.message(ours.id)).toMatchObject({ text: 'It did indeed' });
    expect(await client.history('Grace Hopper')).toHaveLength(2);
  });

  it('leaves an edit with Escape, and the text as it was', async () => {
    const { app, client, ours } = await talking();
    await app.press('<ctrl-t>', 'e');
    await app.until('Editing');
    await app.press(' not', '<escape>');
    await app.until('Write a message');
    expect(await client.message(ours.id)).toMatchObject({ text: 'It did' });
  });

  it('gets a reaction, and the same one again takes it back', async () => {
    const { app, client, theirs } = await talking();
    await app.press('<ctrl-t>', '<up>', '+');
    await app.until('or one emoji');
    await app.press('1');
    await app.until('👍');
    expect(await client.message(theirs.id)).toMatchObject({ reactions: [{ emoji: '👍', isOurs: true }] });
    await app.press('+');
    await app.until('or one emoji');
    await app.press('👍', '<enter>');
    await app.until('Did the engine');
    expect(await client.message(theirs.id)).toMatchObject({ reactions: [] });
  });

  it('is deleted for both only after a second press; theirs on this device alone', async () => {
    const { app, client, ours, theirs } = await talking();
    await app.press('<ctrl-t>', 'd');
    await app.until('once more deletes it for both');
    await app.press('<up>', '<down>', 'd');
    await app.until('once more deletes it for both');
    expect(await client.message(ours.id)).toMatchObject({ isDeleted: false });
    await app.press('d');
    await app.until('(you deleted this message)');
    await app.press('<up>', 'd');
    await app.until('Deleted on this device.');
    expect(app.frame).not.toContain('Did the engine');
    await expect(client.message(theirs.id)).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('follows what the other side does to it', async () => {
    const { app, client, grace, theirs } = await talking();
    client.emit('message-changed', { ...theirs, text: '', isDeleted: true });
    await app.until('(this message was deleted)');
    client.emit('message-removed', { contact: grace.id, id: theirs.id });
    client.emit('typing', { contact: grace.id, isTyping: true });
    expect(await app.until('is typing')).not.toContain('this message was deleted');
    client.emit('typing', { contact: grace.id, isTyping: false });
    client.receive(grace, 'back');
    expect(await app.until('back')).not.toContain('is typing');
  });

  it('takes a paste for text, never for commands', async () => {
    const { app, client } = await talking();
    await app.press('<ctrl-t>');
    await app.paste('dd');
    await app.until('› dd');
    expect(await client.history('Grace Hopper')).toHaveLength(2);
  });
});

describe('the search', () => {
  it('finds while one types, and opens the conversation at the message', async () => {
    const { app, client } = await talking();
    const linus = client.changeContact(client.know('Linus'), {});
    client.put(linus, 'an engine of another kind');
    client.put(linus, 'something later');
    await app.press('<ctrl-f>');
    await app.until('words, in any order');
    await app.press('engine');
    const frame = await app.until('Linus: an engine');
    expect(frame).toContain('Grace Hopper: Did the');
    await app.press('<enter>');
    expect(await app.until('▶an engine')).toContain('something later');
    await app.press('<ctrl-f>', 'nowhere');
    await app.until('Nothing found');
    await app.press('<escape>');
    await app.until('an engine');
  });
});

describe('the timer', () => {
  it('is shown and set from the list', async () => {
    const { app, client, grace } = await talking();
    await app.press('<escape>', 't');
    expect(await app.until('0 never')).toContain('← now');
    await app.press('3');
    await app.until('The timer is set');
    expect(await client.conversation(grace.id)).toMatchObject({ timerSeconds: 86_400 });
  });

  it('stands in the title of the conversation while it is on, whoever set it', async () => {
    const { app, client, grace } = await talking();
    expect(app.frame).not.toContain('disappearing');
    await client.setTimer(grace.id, 3_600);
    client.emit('conversation', grace.id);
    await app.until('disappearing 1h');
    await client.setTimer(grace.id, 0);
    client.emit('conversation', grace.id);
    await app.untilGone('disappearing');
  });

  it('shows a time that is none of the choices', async () => {
    const { app, client, grace } = await talking();
    await client.setTimer(grace.id, 30);
    await app.press('<escape>', 't');
    expect(await app.until('0 never')).toContain('30s  ← now');
  });
});
