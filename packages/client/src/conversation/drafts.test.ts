/** A draft and the message that it becomes: one of them is stored, whatever happens meanwhile (attacks B8, E2). */
import { describe, expect, it } from 'vitest';
import { World } from '../../tests/world.ts';

async function friends(seed: string) {
  const world = new World({ seed });
  const { ada, grace } = await world.friends();
  return { world, ada, grace };
}

describe('a draft that is sent', () => {
  it('gives way to what is left of it, and stays where nothing is said of it', async () => {
    const { world, ada } = await friends('draft left');
    const { client } = ada;
    const draft = async () => (await client.conversation('grace')).draft?.text;
    await client.setDraft('grace', { text: 'one, two' });
    await world.during(client.send('grace', 'something else'));
    expect(await draft()).toBe('one, two');
    await world.during(client.send('grace', 'one', { draft: { text: 'two' } }));
    expect(await draft()).toBe('two');
    await world.during(client.send('grace', 'two', { draft: null }));
    expect(await draft()).toBeUndefined();
    expect(await ada.texts('grace', 'out')).toEqual(['something else', 'one', 'two']);
  });

  it('keeps what was set for the conversation meanwhile', async () => {
    const { world, ada } = await friends('draft pinned');
    await ada.client.setDraft('grace', { text: 'one' });
    await world.during(Promise.all([ada.client.pin('grace', true), ada.client.send('grace', 'one', { draft: null })]));
    expect(await ada.client.conversation('grace')).toMatchObject({ isPinned: true });
    expect(await ada.client.conversation('grace')).not.toHaveProperty('draft');
  });

  it('is refused with the message when what is left is too long, and nothing changes', async () => {
    const { ada } = await friends('draft too long');
    await ada.client.setDraft('grace', { text: 'one' });
    const tooLong = { text: 'x'.repeat(40_000) };
    await expect(ada.client.send('grace', 'one', { draft: tooLong })).rejects.toMatchObject({ code: 'too-large' });
    expect(await ada.texts('grace', 'out')).toEqual([]);
    expect(await ada.client.conversation('grace')).toMatchObject({ draft: { text: 'one' } });
  });

  for (const when of ['before', 'after'] as const) {
    for (let commit = 1; commit <= 2; commit++) {
      it(`B8: is either a draft or a message when the device dies ${when} commit ${commit}, and never both`, async () => {
        const { world, ada, grace } = await friends(`draft ${when} ${commit}`);
        await ada.client.setDraft('grace', { text: 'one' });
        ada.store.failAt(commit, { when, crash: true });
        ada.client.send('grace', 'one', { draft: { text: 'two' } }).catch(() => undefined);
        await world.clock.advanceUntil(() => ada.store.hasCrashed, 30_000);
        await ada.restart();
        const { draft } = await ada.client.conversation('grace');
        const sent = await ada.texts('grace', 'out');
        expect([sent, draft?.text]).toEqual(sent.length === 0 ? [[], 'one'] : [['one'], 'two']);
        await ada.goOnline();
        await world.pass(60_000);
        expect(await grace.texts(ada, 'in')).toEqual(sent);
      });
    }
  }
});
