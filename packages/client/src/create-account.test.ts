/** A new account and its recovery words (specs/01 §3). */
import { FakeClock, MemoryMessageStore, SeededPrng } from '@sotto/testkit';
import { describe, expect, it } from 'vitest';
import { World } from '../tests/world.ts';
import { createAccount } from './create-account.ts';
import { readText, SETTINGS } from './settings.ts';

const MORE_COMMITS_THAN_THERE_ARE = 10;

describe('the recovery words of a new account', () => {
  it('are shown again until they are confirmed, also after a restart, and then by nobody', async () => {
    const world = new World({ seed: 'words' });
    const ada = await world.person('ada');
    expect(ada.recoveryWords.split(' ')).toHaveLength(12);
    expect(await ada.client.recoveryWords()).toBe(ada.recoveryWords);
    expect(await ada.client.doctor()).toContainEqual(
      expect.objectContaining({ check: 'recovery words', level: 'warning' }),
    );
    await ada.restart();
    expect(await ada.client.recoveryWords()).toBe(ada.recoveryWords);
    await ada.client.confirmRecoveryWords();
    await ada.client.confirmRecoveryWords();
    expect(await ada.client.recoveryWords()).toBeUndefined();
    await ada.restart();
    expect(await ada.client.recoveryWords()).toBeUndefined();
    expect(await ada.client.doctor()).toContainEqual(expect.objectContaining({ check: 'recovery words', level: 'ok' }));
  });

  it('are there whenever the account is, whichever commit of its making was the last', async () => {
    let made = 0;
    for (let last = 1; last <= MORE_COMMITS_THAN_THERE_ARE; last++) {
      for (const when of ['before', 'after'] as const) {
        const store = new MemoryMessageStore();
        store.failAt(last, { when, crash: true });
        const random = new SeededPrng(`killed ${last} ${when}`);
        await createAccount({ store, name: 'Ada', mailboxes: [], random, clock: new FakeClock() }).catch(
          () => undefined,
        );
        const left = MemoryMessageStore.restore(store.snapshot());
        const isThere = (await left.setting(SETTINGS.accountLog)) !== undefined;
        if (isThere) made++;
        const words = await readText(left, SETTINGS.recoveryWords);
        expect(words.split(' ').filter(Boolean)).toHaveLength(isThere ? 12 : 0);
      }
    }
    expect(made).toBeGreaterThan(0);
    expect(made).toBeLessThan(2 * MORE_COMMITS_THAN_THERE_ARE);
  });
});
