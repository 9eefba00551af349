/** A device that slept, or was without a network, for long (specs/07 §4). */
import { describe, expect, it } from 'vitest';
import { World } from '../tests/world.ts';

const HALF_AN_HOUR_MS = 1_800_000;
/** Less than any wait for the next try after so many failures. */
const AT_ONCE_MS = 3_000;

/** Ada and Grace, both online; Ada then without a network for long, while both write. */
async function apart(seed: string) {
  const world = new World({ seed });
  const { ada, grace } = await world.friends();
  ada.peer.setOnline(false);
  await world.pass(1_000);
  await grace.send('ada', 'to somebody who is away');
  await ada.send('grace', 'from somebody who is away');
  await world.pass(HALF_AN_HOUR_MS);
  ada.peer.setOnline(true);
  return { world, ada, grace };
}

describe('a device that wakes', () => {
  it('sends and receives at once what waited, and is connected again', async () => {
    const { world, ada, grace } = await apart('woken');
    await ada.client.wake();
    await world.pass(AT_ONCE_MS);
    expect(await ada.texts('grace')).toContain('to somebody who is away');
    expect(await grace.texts('ada')).toContain('from somebody who is away');
    expect((await ada.client.status()).mailboxes.every(({ reachable }) => reachable)).toBe(true);
    expect((await ada.client.contact('grace')).online).toBe(true);
  });

  it('is connected again soon also when its network comes a moment after it was told of it', async () => {
    const { world, ada } = await apart('too early');
    ada.peer.setOnline(false);
    await ada.client.wake();
    await world.pass(AT_ONCE_MS);
    ada.peer.setOnline(true);
    await world.pass(2 * AT_ONCE_MS);
    expect((await ada.client.contact('grace')).online).toBe(true);
  });

  it('would wait for its next tries otherwise', async () => {
    const { world, ada, grace } = await apart('not woken');
    await world.pass(AT_ONCE_MS);
    expect(await ada.texts('grace')).not.toContain('to somebody who is away');
    expect(await grace.texts('ada')).not.toContain('from somebody who is away');
    expect((await ada.client.contact('grace')).online).toBe(false);
  });

  it('stays offline when it was', async () => {
    const world = new World({ seed: 'offline' });
    const ada = await world.person('ada');
    await ada.client.wake();
    await world.pass(AT_ONCE_MS);
    expect((await ada.client.status()).mailboxes.some(({ reachable }) => reachable)).toBe(false);
  });
});
