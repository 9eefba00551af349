/** Searching everything, and an index that never says more or less than the store (specs/11 §7). */
import type { MessageRecord } from '@sotto/ports';
import { seededRandom } from '@sotto/testkit';
import { asMessageId, formatHex } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import type { Person } from '../../tests/person.ts';
import { World } from '../../tests/world.ts';
import { TEXT } from '../content/text.ts';
import type { SearchProgress } from '../conversation-views.ts';

async function friends(seed: string) {
  const world = new World({ seed });
  return { world, ...(await world.friends()) };
}

async function found(person: Person, query: string, options: object = {}): Promise<string[]> {
  return (await person.client.search(query, options)).hits.map(({ message }) => message.text);
}

describe('a search', () => {
  it('finds words in all conversations or one, newest first, a page at a time, and marks them', async () => {
    const { world, ada, grace } = await friends('search');
    const linus = await world.person('linus');
    await linus.goOnline();
    await ada.add(linus);
    await linus.add(ada);
    await ada.send(grace, 'Café at nine');
    await ada.send(linus, 'the cafeteria is closed');
    await world.pass(5_000);
    await grace.send(ada, 'which CAFE?');
    await world.pass(5_000);
    expect(await found(ada, 'caf')).toEqual(['which CAFE?', 'the cafeteria is closed', 'Café at nine']);
    expect(await found(ada, 'cafe ')).toEqual(['which CAFE?', 'Café at nine']);
    expect(await found(ada, 'caf', { contact: 'linus' })).toEqual(['the cafeteria is closed']);
    expect(await found(ada, 'nine closed')).toEqual([]);
    expect(await found(ada, 'cafe at')).toEqual(['Café at nine']);
    expect(await found(ada, ' ?! ')).toEqual([]);
    const first = await ada.client.search('caf', { limit: 2 });
    expect(
      first.hits.map(({ ranges, message }) => ranges.map(({ start, end }) => message.text.slice(start, end))),
    ).toEqual([['CAFE'], ['cafeteria']]);
    expect(await found(ada, 'caf', { limit: 2, before: first.next })).toEqual(['Café at nine']);
    await expect(ada.client.search('caf', { contact: 'nobody' })).rejects.toMatchObject({ code: 'unknown-contact' });
  });

  it('follows new, edited, deleted and removed messages', async () => {
    const { world, ada, grace } = await friends('follows');
    const { id } = await ada.send(grace, 'apples');
    const { id: other } = await ada.send(grace, 'apricots');
    await world.pass(5_000);
    expect(await found(grace, 'ap')).toEqual(['apricots', 'apples']);
    await world.during(ada.client.edit(id, 'pears'));
    await world.pass(5_000);
    for (const person of [ada, grace]) {
      expect(await found(person, 'ap')).toEqual(['apricots']);
      expect(await found(person, 'pear')).toEqual(['pears']);
    }
    await world.during(ada.client.deleteForAll(id));
    await world.pass(5_000);
    await grace.client.deleteForMe(other);
    expect(await found(grace, 'pear')).toEqual([]);
    expect(await found(ada, 'pear')).toEqual([]);
    expect(await found(grace, 'ap')).toEqual([]);
    await world.during(ada.client.setTimer('grace', 60));
    expect(await found(ada, 'disappear')).toEqual([]);
  });
});

describe('the index', () => {
  it('comes back from its snapshot with what was said since, and from the store when there is none', async () => {
    const { world, ada, grace } = await friends('snapshot');
    await ada.send(grace, 'word one');
    await world.pass(5_000);
    expect(await found(ada, 'word')).toEqual(['word one']);
    await ada.close();
    const kept = ada.snapshots.saved?.revision;
    expect(kept).toBeGreaterThan(0);
    // Nobody searches this time: the snapshot is older then.
    await ada.reopen();
    await ada.send(grace, 'word two');
    await world.pass(5_000);
    await ada.close();
    expect(ada.snapshots.saved?.revision).toBe(kept);
    await ada.reopen();
    expect(await found(ada, 'word')).toEqual(['word two', 'word one']);
    await ada.close();
    ada.snapshots.saved = undefined;
    await ada.reopen();
    expect(await found(ada, 'word')).toEqual(['word two', 'word one']);
    await ada.restart();
    expect(await found(ada, 'word')).toEqual(['word two', 'word one']);
  });

  it('keeps no snapshot with words of what was removed', async () => {
    const { world, ada, grace } = await friends('tainted');
    const { id } = await ada.send(grace, 'secret word');
    await ada.send(grace, 'other word');
    await world.pass(5_000);
    await found(ada, 'word');
    await ada.close();
    await ada.reopen();
    expect(ada.snapshots.saved?.entries.size).toBe(2);
    await ada.client.deleteForMe(id);
    await world.pass(100);
    expect(ada.snapshots.saved).toBeUndefined();
    expect(await found(ada, 'word')).toEqual(['other word']);
    await ada.close();
    expect([...(ada.snapshots.saved?.entries.values() ?? [])].flatMap(({ entry }) => entry.terms)).toEqual([
      'other',
      'word',
    ]);
  });

  it('B8: of a store that was put back is built anew', async () => {
    const { world, ada, grace } = await friends('put back');
    await ada.send(grace, 'word before');
    await world.pass(5_000);
    const before = ada.store.snapshot();
    await ada.send(grace, 'word that never was');
    await world.pass(5_000);
    expect(await found(ada, 'word')).toHaveLength(2);
    await ada.close();
    await ada.reopen();
    await ada.restore(before);
    expect(await found(ada, 'word')).toEqual(['word before']);
  });

  it('is built in the background for a search that does not wait, and says how far it is', async () => {
    const { world, ada, grace } = await friends('partial');
    const { id } = await ada.send(grace, 'first word');
    await world.pass(5_000);
    await copyMessage(ada, id, 1_500);
    const told: SearchProgress[] = [];
    const { promise: done, resolve } = Promise.withResolvers<void>();
    ada.client.on('search-index', (progress) => {
      told.push(progress);
      if (progress.done === progress.total) resolve();
    });
    const early = await ada.client.search('word', { partial: true });
    expect(early.hits.length).toBeGreaterThan(0);
    expect(early.indexing?.done).toBeGreaterThan(0);
    expect(early.indexing?.total).toBeGreaterThan(1_500);
    expect(early.indexing?.done).toBeLessThan(500);
    await done;
    expect(told.every(({ total }) => total === early.indexing?.total)).toBe(true);
    const late = await ada.client.search('word', { partial: true });
    expect(late.indexing).toBeUndefined();
    expect(late.hits[0]?.message.text).toBe('copied word 1500');
    // What took long is kept before anybody closes.
    await world.pass(100);
    expect(ada.snapshots.saved?.entries.size).toBe(1_501);
  });

  it('is made ready by a query without words', async () => {
    const { world, ada, grace } = await friends('prepared');
    const { id } = await ada.send(grace, 'first word');
    await world.pass(5_000);
    await copyMessage(ada, id, 1_500);
    expect((await ada.client.search('')).indexing).toBeUndefined();
    const first = await ada.client.search('', { partial: true });
    expect(first).toMatchObject({ hits: [] });
    expect(first.indexing).toBeDefined();
    expect(await found(ada, 'copied', { limit: 1 })).toEqual(['copied word 1500']);
    expect(await ada.client.search('', { partial: true })).toEqual({ hits: [] });
  });

  it('E2: that cannot be kept keeps nobody from closing', async () => {
    const { world, ada, grace } = await friends('not kept');
    await ada.send(grace, 'a word');
    await world.pass(5_000);
    await found(ada, 'word');
    ada.snapshots.isFull = true;
    await ada.close();
    expect(ada.snapshots.saved).toBeUndefined();
    ada.snapshots.isFull = false;
    await ada.reopen();
    expect(await found(ada, 'word')).toEqual(['a word']);
  });
});

/** Puts so many messages like this one, later and with other texts, as if they had been sent. */
async function copyMessage(person: Person, id: string, count: number): Promise<void> {
  const changed = await person.store.messagesChangedSince(0, 100);
  const message = changed.find(({ message: one }) => formatHex(one.messageId) === id)?.message as MessageRecord;
  const random = seededRandom('copies');
  const copies = Array.from({ length: count }, (_, i) => ({
    ...message,
    messageId: asMessageId(random.bytes(16)),
    clock: message.clock + i + 1,
    body: TEXT.encode({ text: `copied word ${i + 1}` }),
  }));
  for (let start = 0; start < count; start += 100) {
    const page = copies.slice(start, start + 100);
    await person.store.commit(page.map((record) => ({ kind: 'put-message', record })));
  }
}
