import { LimitError } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { describeMessageStore } from '../testing/message-store/describe-message-store.ts';
import { RecordFactory } from '../testing/message-store/record-factory.ts';
import { MemoryMessageStore } from './memory-message-store.ts';

describeMessageStore('in memory', async () => {
  let store = new MemoryMessageStore();
  return {
    get store() {
      return store;
    },
    reopen: async () => {
      await store.close();
      store = MemoryMessageStore.restore(store.snapshot());
      return store;
    },
    close: () => store.close(),
  };
});

describe('crashes of the in-memory store', () => {
  const make = new RecordFactory('crashes');

  test('B8: a snapshot is a moment: later commits do not reach it, and it can be restored twice', async () => {
    const store = new MemoryMessageStore();
    const setting = make.setting();
    await store.commit([{ kind: 'put-setting', record: setting }]);
    const snapshot = store.snapshot();
    await store.commit([{ kind: 'delete-setting', name: setting.name }]);
    const first = MemoryMessageStore.restore(snapshot);
    await first.commit([{ kind: 'put-setting', record: { ...setting, value: make.bytes(1) } }]);
    expect(await MemoryMessageStore.restore(snapshot).setting(setting.name)).toEqual(setting.value);
    expect(await store.setting(setting.name)).toBeUndefined();
  });

  test.each([
    ['before', false],
    ['after', true],
  ] as const)('a crash %s the commit leaves a store that holds it: %s', async (when, holdsIt) => {
    const store = new MemoryMessageStore();
    const [first, second] = [make.setting(), make.setting()];
    store.failAt(2, { when, crash: true });
    await store.commit([{ kind: 'put-setting', record: first }]);
    const commit = store.commit([{ kind: 'put-setting', record: second }]);
    await expect(commit).rejects.toMatchObject({ code: 'storage' });
    await expect(store.setting(first.name)).rejects.toMatchObject({ code: 'storage' });
    await expect(store.commit([])).rejects.toMatchObject({ code: 'storage' });
    const restarted = MemoryMessageStore.restore(store.snapshot());
    expect(await restarted.setting(first.name)).toEqual(first.value);
    expect(await restarted.setting(second.name)).toEqual(holdsIt ? second.value : undefined);
  });

  test('B8: a power cut takes relaxed commits back to the last full one, and nothing else', async () => {
    const store = new MemoryMessageStore();
    const [first, second, third, fourth] = [make.setting(), make.setting(), make.setting(), make.setting()];
    await store.commit([{ kind: 'put-setting', record: first }], 'relaxed');
    await store.commit([{ kind: 'put-setting', record: second }]);
    await store.commit([{ kind: 'put-setting', record: third }], 'relaxed');
    await store.commit([{ kind: 'delete-setting', name: first.name }], 'relaxed');
    const after = MemoryMessageStore.restore(store.powerCut());
    expect(await after.setting(first.name)).toEqual(first.value);
    expect(await after.setting(second.name)).toEqual(second.value);
    expect(await after.setting(third.name)).toBeUndefined();
    expect(await store.setting(third.name)).toEqual(third.value);
    await store.commit([{ kind: 'put-setting', record: fourth }], 'full');
    const later = MemoryMessageStore.restore(store.powerCut());
    expect(await later.setting(first.name)).toBeUndefined();
    expect(await later.setting(third.name)).toEqual(third.value);
  });

  test('a planned error fails one commit and not the next', async () => {
    const store = new MemoryMessageStore();
    const setting = make.setting();
    store.failAt(1, { when: 'before', error: new LimitError('disk-full', 'no room') });
    const commit = store.commit([{ kind: 'put-setting', record: setting }]);
    await expect(commit).rejects.toMatchObject({ code: 'disk-full' });
    await store.commit([{ kind: 'put-setting', record: setting }]);
    expect(await store.setting(setting.name)).toEqual(setting.value);
    expect(store.commits).toBe(2);
  });
});
