/** Messages that disappear, and what goes with them (specs/11 §6). */
import { encodeUtf8, LIMITS } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { contentsOf } from '../../tests/inspection.ts';
import type { Person } from '../../tests/person.ts';
import { World } from '../../tests/world.ts';

const MINUTE_MS = 60_000;

async function timed(seed: string, seconds = 60) {
  const world = new World({ seed });
  const { ada, grace } = await world.friends();
  await world.during(ada.client.setTimer('grace', seconds));
  await world.pass(2_000);
  return { world, ada, grace };
}

/** Whether anything of a store holds the text. Sealed envelopes do not show theirs. */
function holds({ store }: Person, text: string): boolean {
  const wanted = Buffer.from(encodeUtf8(text));
  const inside = (value: unknown): boolean => {
    if (typeof value === 'string') return value.includes(text);
    if (value instanceof Uint8Array) return Buffer.from(value).includes(wanted);
    return typeof value === 'object' && value !== null && Object.values(value).some(inside);
  };
  return inside(contentsOf(store));
}

describe('a timer', () => {
  it('is set for both by either, is a line in the conversation, and the last one by clock counts', async () => {
    const { world, ada, grace } = await timed('both', 3_600);
    for (const [who, other] of [
      [ada, grace],
      [grace, ada],
    ] as const) {
      expect(await who.client.conversation(other.name)).toMatchObject({ timerSeconds: 3_600 });
      expect(await who.views(other)).toMatchObject([{ text: 'Messages disappear after 1 hour.', timerSeconds: 3_600 }]);
    }
    await world.during(grace.client.setTimer('ada', 0));
    await world.pass(2_000);
    expect(await ada.client.conversation('grace')).toMatchObject({ timerSeconds: 0 });
    expect(await ada.send(grace, 'stays')).not.toHaveProperty('expiresAtMs');
    for (const seconds of [-1, 1.5, LIMITS.MAX_TIMER_SECONDS + 1]) {
      await expect(ada.client.setTimer('grace', seconds)).rejects.toMatchObject({ code: 'invalid-argument' });
    }
  });
});

describe('a message under a timer', () => {
  it('goes from the sender after it was composed, and from the reader after it was shown', async () => {
    const { world, ada, grace } = await timed('counts');
    const removed: string[] = [];
    grace.client.on('message-removed', ({ id }) => removed.push(id));
    const running: (number | undefined)[] = [];
    grace.client.on('message-changed', ({ expiresAtMs }) => running.push(expiresAtMs));
    const { id } = await ada.send(grace, 'short lived');
    await world.pass(MINUTE_MS / 2);
    expect(await ada.texts(grace, 'out')).toContain('short lived');
    await world.pass(MINUTE_MS);
    expect(await ada.texts(grace, 'out')).not.toContain('short lived');
    await world.pass(60 * MINUTE_MS);
    expect(await grace.texts(ada)).toContain('short lived');
    await grace.client.markRead('ada');
    expect(running).toEqual([world.clock.nowMs() + MINUTE_MS]);
    await world.pass(MINUTE_MS / 2);
    expect(await grace.texts(ada)).toContain('short lived');
    await world.pass(MINUTE_MS);
    expect(await grace.texts(ada)).not.toContain('short lived');
    expect(removed).toEqual([id]);
    expect(await ada.sentStates(grace)).not.toContain('failed');
  });

  it('takes its reactions, edits and words with it, and nothing of the text is left', async () => {
    const { world, ada, grace } = await timed('leaves nothing');
    const { id } = await ada.send(grace, 'zanzibar one');
    await world.during(ada.client.edit(id, 'zanzibar two'));
    await world.pass(2_000);
    await world.during(grace.client.react(id, '🦜'));
    expect((await grace.client.search('zanz')).hits).toHaveLength(1);
    expect(holds(grace, 'zanzibar two')).toBe(true);
    await grace.client.markRead('ada');
    await world.pass(3 * MINUTE_MS);
    for (const person of [ada, grace]) {
      for (const text of ['zanzibar', '🦜']) expect(holds(person, text), `${person.name} ${text}`).toBe(false);
      expect((await person.client.search('zanz')).hits).toEqual([]);
    }
  });

  it('that is over while the device is off is never shown again', async () => {
    const { world, ada, grace } = await timed('off');
    await grace.send(ada, 'while off');
    await world.pass(2_000);
    await ada.client.markRead('grace');
    await ada.kill();
    await world.pass(2 * MINUTE_MS);
    await ada.open();
    expect(await ada.texts(grace)).not.toContain('while off');
    expect(holds(ada, 'while off')).toBe(false);
  });

  it('that is over while the device sleeps goes when it wakes, online or not', async () => {
    const { world, ada, grace } = await timed('asleep', 3_600);
    await grace.send(ada, 'while asleep');
    await world.pass(2_000);
    await ada.client.markRead('grace');
    await ada.kill();
    await ada.open();
    ada.skewClock(2 * 60 * MINUTE_MS);
    await ada.client.wake();
    await world.pass(1_000);
    expect(await ada.texts(grace)).not.toContain('while asleep');
  });

  it('that nobody looks at goes in the end', async () => {
    const { world, ada, grace } = await timed('unseen');
    await ada.send(grace, 'unseen text');
    await world.pass(2_000);
    await grace.kill();
    await ada.kill();
    await world.pass(2 * LIMITS.MAX_TTL_SECONDS * 1000 + MINUTE_MS);
    await grace.open();
    expect(await grace.texts(ada)).not.toContain('unseen text');
    // The line that set the timer is left.
    expect(await grace.client.contact('ada')).toMatchObject({ unread: 1 });
  });
});
