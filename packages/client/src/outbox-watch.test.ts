/** What an app hears of messages that wait (specs/08 §7). */
import { describe, expect, it } from 'vitest';
import { World } from '../tests/world.ts';

const MINUTE_MS = 60_000;

describe('an app that listens', () => {
  it('hears when the outbox grows and shrinks, and never the same twice in a row', async () => {
    const world = new World({ seed: 'outbox events' });
    const { ada, grace } = await world.friends({ dialable: false });
    await grace.kill();
    const counts: string[] = [];
    ada.client.on('outbox', ({ pending, custody }) => counts.push(`${pending} ${custody}`));
    for (const mailbox of world.mailboxes) mailbox.stop();
    await ada.send(grace, 'one');
    await ada.send(grace, 'two');
    await world.pass(MINUTE_MS);
    expect(counts.at(-1)).toBe('2 0');
    for (const mailbox of world.mailboxes) mailbox.start();
    await world.pass(10 * MINUTE_MS);
    expect(counts.at(-1)).toBe('0 2');
    await grace.open();
    await grace.goOnline();
    await world.pass(3 * MINUTE_MS);
    expect(counts.at(-1)).toBe('0 0');
    for (let i = 1; i < counts.length; i++) expect(counts[i]).not.toBe(counts[i - 1]);
    const { outbox } = await ada.client.status();
    expect(counts.at(-1)).toBe(`${outbox.pending} ${outbox.custody}`);
  });
});

describe('a message that waits', () => {
  it('says what for: the keys of the receiver, a mailbox that answers, the person who has to look', async () => {
    const world = new World({ seed: 'waits for' });
    const [ada, grace] = [await world.person('ada', { dialable: false }), await world.person('grace')];
    await ada.goOnline();
    await ada.add(grace);
    expect(await ada.send(grace, 'who are you?')).toMatchObject({ state: 'queued', waits: { reason: 'no-keys' } });
    await grace.goOnline();
    await world.pass(10 * MINUTE_MS);
    expect((await ada.views(grace))[0]).not.toHaveProperty('waits');
    await grace.kill();
    for (const mailbox of world.mailboxes) mailbox.stop();
    await ada.send(grace, 'nobody is there');
    await world.pass(MINUTE_MS);
    expect((await ada.views(grace))[1]).toMatchObject({
      state: 'queued',
      waits: { reason: 'not-in-custody', failure: 'unreachable' },
    });
    for (const mailbox of world.mailboxes) mailbox.start();
    await world.pass(10 * MINUTE_MS);
    const [, second] = await ada.views(grace);
    expect(second).toMatchObject({ state: 'custody' });
    expect(second).not.toHaveProperty('waits');
  });
});
