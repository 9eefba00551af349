/** What is remembered of a message without effects is never wrong, whatever is committed meanwhile (specs/11 §1). */
import type { MessageRecord } from '@sotto/ports';
import { MemoryMessageStore, RecordFactory } from '@sotto/testkit';
import { equalBytes } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { Effects } from './effects.ts';
import { Ledger } from './ledger.ts';

class CountingStore extends MemoryMessageStore {
  reads = 0;
  /** Runs while a read is under way, after it has looked. */
  meanwhile: (() => Promise<void>) | undefined;

  override async effects(...key: Parameters<MemoryMessageStore['effects']>): Promise<readonly MessageRecord[]> {
    this.reads++;
    const found = await super.effects(...key);
    const meanwhile = this.meanwhile;
    this.meanwhile = undefined;
    await meanwhile?.();
    return found;
  }
}

function remembering(seed: string) {
  const store = new CountingStore();
  const ledger = new Ledger(store);
  const effects = new Effects(store);
  ledger.remembers(effects);
  const make = new RecordFactory(seed);
  const message = make.message();
  const { conversation } = message;
  const effect = () => make.message({ conversation, target: message.messageId, visibility: 'effect' });
  const on = () => effects.on(conversation, message.messageId);
  const put = (record: MessageRecord) => ledger.commit([{ kind: 'put-message', record }]);
  return { store, ledger, effects, make, message, conversation, effect, on, put };
}

describe('effects', () => {
  it('asks the store once about a message that has none', async () => {
    const { store, on } = remembering('once');
    expect(await on()).toEqual([]);
    expect(await on()).toEqual([]);
    expect(store.reads).toBe(1);
  });

  it('does not ask about a message whose id was just drawn', async () => {
    const { store, effects, message, conversation, on } = remembering('drawn');
    effects.drawn(conversation, message.messageId);
    expect(await on()).toEqual([]);
    expect(store.reads).toBe(0);
  });

  it('sees an effect as soon as it is stored, and every one after it', async () => {
    const { effect, on, put } = remembering('stored');
    await on();
    const stored: MessageRecord[] = [];
    for (let number = 0; number < 3; number++) {
      const next = effect();
      await put(next);
      stored.push(next);
      const found = await on();
      expect(found).toHaveLength(stored.length);
      for (const { messageId } of stored) {
        expect(found.some((one) => equalBytes(one.messageId, messageId))).toBe(true);
      }
    }
  });

  it('remembers nothing of a read that a commit has overtaken', async () => {
    const { store, effect, on, put } = remembering('overtaken');
    store.meanwhile = () => put(effect());
    expect(await on()).toEqual([]);
    expect(await on()).toHaveLength(1);
  });

  it('does not take the same id in another conversation for the same message', async () => {
    const { store, effects, make, message, on } = remembering('conversations');
    await on();
    await effects.on(make.accountId(), message.messageId);
    expect(store.reads).toBe(2);
  });

  it('reads again after a commit that failed', async () => {
    const { store, effects, on } = remembering('failed');
    await on();
    await effects.reload();
    await on();
    expect(store.reads).toBe(2);
  });
});
