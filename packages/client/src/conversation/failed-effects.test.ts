/** What a person did to a message and nobody got: it is told, also after a restart (specs/11 §1). */
import { describe, expect, it } from 'vitest';
import type { Person } from '../../tests/person.ts';
import { World } from '../../tests/world.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Ada has reacted, edited and deleted while the device of Grace was off for a month; then she starts again. */
async function expired(seed: string): Promise<{
  readonly world: World;
  readonly ada: Person;
  readonly grace: Person;
  /** Ids of what was edited, deleted and reacted to. */
  readonly targets: readonly string[];
}> {
  const world = new World({ seed });
  const { ada, grace } = await world.friends({ dialable: false });
  const [edited, deleted, reacted] = [
    await ada.send(grace, 'frist'),
    await ada.send(grace, 'second'),
    await ada.send(grace, 'third'),
  ];
  await world.pass(MINUTE_MS);
  await grace.kill();
  await world.during(ada.client.edit(edited.id, 'first'));
  await world.during(ada.client.deleteForAll(deleted.id));
  await world.during(ada.client.react(reacted.id, '👍'));
  await ada.send(grace, 'a message has its own place');
  expect(await ada.client.failedEffects()).toEqual([]);
  await ada.kill();
  await world.pass(31 * DAY_MS);
  await ada.open();
  await ada.goOnline();
  await world.pass(MINUTE_MS);
  return { world, ada, grace, targets: [edited.id, deleted.id, reacted.id] };
}

describe('effects that failed', () => {
  it('are listed after a restart, of one conversation or of all, until they are dismissed', async () => {
    const { ada, targets } = await expired('failed effects');
    const listed = await ada.client.failedEffects('grace');
    expect(listed).toMatchObject([
      { type: 'sotto/edit', state: 'expired' },
      { type: 'sotto/delete', state: 'expired' },
      { type: 'sotto/reaction', state: 'expired' },
    ]);
    expect(listed.map(({ target }) => target)).toEqual(targets);
    expect(await ada.client.failedEffects()).toEqual(listed);
    await expect(ada.client.failedEffects('nobody')).rejects.toMatchObject({ code: 'unknown-contact' });
    for (const { id } of listed.slice(0, 2)) await ada.client.dismissEffect(id);
    await ada.restart();
    expect(await ada.client.failedEffects()).toMatchObject([{ type: 'sotto/reaction' }]);
    await expect(ada.client.retry(listed[0]?.id ?? '')).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('are listed no longer when they are tried again, and arrive then', async () => {
    const { world, ada, grace } = await expired('retried effects');
    await grace.open();
    await grace.goOnline();
    for (const { id } of await ada.client.failedEffects()) await ada.client.retry(id);
    expect(await ada.client.failedEffects()).toEqual([]);
    await world.pass(10 * MINUTE_MS);
    const views = await grace.views(ada);
    expect(views.map(({ text, isDeleted, reactions }) => [text, isDeleted, reactions.length])).toEqual([
      ['first', false, 0],
      ['', true, 0],
      ['third', false, 1],
    ]);
  });

  it('are not those of a message that was deleted meanwhile, nor dismissed by the name of a message', async () => {
    const { world, ada, grace } = await expired('void effects');
    const [first, , third, own] = await ada.views(grace);
    for (const id of [first?.id, third?.id]) await world.during(ada.client.deleteForAll(id ?? ''));
    expect(await ada.client.failedEffects()).toMatchObject([{ type: 'sotto/delete' }]);
    await ada.client.dismissEffect(own?.id ?? '');
    await ada.client.retry(own?.id ?? '');
  });
});
