/** The snapshot of the search index and what is removed while it is made (specs/11 §6, §7). */
import type { ChangedMessage } from '@sotto/ports';
import { FakeClock, MemoryMessageStore, MemorySearchIndex, MemorySnapshots, RecordFactory } from '@sotto/testkit';
import { expect, it } from 'vitest';
import { Lifetime } from '../lifetime.ts';
import { emptied } from './removal.ts';
import { SearchEntries } from './search-entries.ts';
import { SearchKeeper } from './search-keeper.ts';

/** A store that answers the last look at its changes when it is told to. */
class SlowStore extends MemoryMessageStore {
  readonly asked = Promise.withResolvers<void>();
  readonly answered = Promise.withResolvers<void>();

  override async messagesChangedSince(revision: number, limit: number): Promise<readonly ChangedMessage[]> {
    const changed = await super.messagesChangedSince(revision, limit);
    if (changed.length < limit) {
      this.asked.resolve();
      await this.answered.promise;
    }
    return changed;
  }
}

it('keeps no snapshot of what was removed while the index read it', async () => {
  const store = new SlowStore();
  const make = new RecordFactory('search keeper');
  const conversation = make.accountId();
  const messages = Array.from({ length: 600 }, () => make.message({ conversation, direction: 'in' }));
  await store.commit(messages.map((record) => ({ kind: 'put-message', record })));
  const errors: unknown[] = [];
  const snapshots = new MemorySnapshots();
  const lifetime = new Lifetime((error) => errors.push(error));
  const keeper = new SearchKeeper({
    store,
    lifetime,
    clock: new FakeClock(),
    index: new MemorySearchIndex(snapshots),
    entries: new SearchEntries({ store, text: async () => 'words' }),
    restored: false,
    onProgress: () => undefined,
    onError: (error) => errors.push(error),
  });
  const [last] = messages.slice(-1);
  if (last === undefined) throw new TypeError('no message');

  const searched = keeper.complete();
  await store.asked.promise;
  const change = { kind: 'put-message', record: emptied(last, 'gone') } as const;
  await store.commit([change]);
  keeper.committed([change]);
  store.answered.resolve();
  await searched;
  await lifetime.end();
  expect(snapshots.saved).toBeUndefined();
  expect(errors).toEqual([]);
});
