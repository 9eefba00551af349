/** Commits: all or nothing, in order, bounded, durable; and what a closed store says. */
import type { MessageStore, StoreChange } from '@sotto/ports';
import { LIMITS } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { RecordFactory } from './record-factory.ts';
import type { CurrentStore } from './store-under-test.ts';

const make = new RecordFactory('commits');

/** Everything that the tests here put, as the store shows it. */
async function contents(store: MessageStore, changes: readonly StoreChange[]): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const change of changes) {
    if (change.kind === 'put-session') found.push(await store.session(change.record.id));
    if (change.kind === 'put-message') {
      found.push(await store.message(change.record.conversation, change.record.messageId));
    }
    if (change.kind === 'put-outbox') found.push(await store.outboxEntry(change.record.envelopeId));
    if (change.kind === 'put-stream') {
      found.push(await store.stream(change.record.conversation, change.record.deviceId));
    }
  }
  return found;
}

function recordsOf(changes: readonly StoreChange[]): unknown[] {
  return changes.map((change) => ('record' in change ? change.record : undefined));
}

function describeAtomicity(current: CurrentStore): void {
  test('B8: all changes of a commit take effect, or none', async () => {
    let { store } = current();
    const taken = make.contact();
    const setting = make.setting();
    await store.commit([
      { kind: 'put-contact', record: taken },
      { kind: 'put-setting', record: setting },
    ]);
    const changes = make.sentMessage();
    const refused = store.commit([
      ...changes,
      { kind: 'put-setting', record: { ...setting, value: make.bytes(9) } },
      { kind: 'delete-setting', name: setting.name },
      { kind: 'put-contact', record: make.contact({ name: taken.name }) },
    ]);
    await expect(refused).rejects.toMatchObject({ code: 'contact-exists' });
    for (let time = 0; time < 2; time++) {
      expect(await contents(store, changes)).toEqual([undefined, undefined, undefined, undefined]);
      expect(await store.setting(setting.name)).toEqual(setting.value);
      store = await current().reopen();
    }
    await store.commit(changes);
    store = await current().reopen();
    expect(await contents(store, changes)).toStrictEqual(recordsOf(changes));
  });

  test('commits made in one turn each succeed or fail on their own', async () => {
    const { store } = current();
    const taken = make.contact();
    await store.commit([{ kind: 'put-contact', record: taken }]);
    const good = Array.from({ length: 6 }, () => make.sentMessage());
    const bad = [make.setting(), make.setting()].map((record): readonly StoreChange[] => [
      { kind: 'put-setting', record },
      { kind: 'put-contact', record: make.contact({ name: taken.name }) },
    ]);
    const order = [good[0], bad[0], good[1], good[2], bad[1], good[3], good[4], good[5]];
    const outcomes = await Promise.allSettled(order.map((changes) => store.commit(changes ?? [])));
    expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([
      true,
      false,
      true,
      true,
      false,
      true,
      true,
      true,
    ]);
    for (const changes of good) expect(await contents(store, changes)).toStrictEqual(recordsOf(changes));
    for (const [put] of bad) {
      expect(put?.kind === 'put-setting' && (await store.setting(put.record.name))).toBeUndefined();
    }
  });

  test('commits made in one turn take effect in their order', async () => {
    const { store } = current();
    const { name } = make.setting();
    const commits = Array.from({ length: 20 }, (_, index) =>
      store.commit([{ kind: 'put-setting', record: { name, value: Uint8Array.of(index) } }]),
    );
    await Promise.all(commits);
    expect(await store.setting(name)).toEqual(Uint8Array.of(19));
  });

  test('changes of one commit take effect in their order', async () => {
    const { store } = current();
    const setting = make.setting();
    const value = make.bytes(3);
    await store.commit([
      { kind: 'put-setting', record: setting },
      { kind: 'delete-setting', name: setting.name },
      { kind: 'put-setting', record: { ...setting, value } },
    ]);
    expect(await store.setting(setting.name)).toEqual(value);
    await store.commit([
      { kind: 'put-setting', record: setting },
      { kind: 'delete-setting', name: setting.name },
    ]);
    expect(await store.setting(setting.name)).toBeUndefined();
  });

  test('B8: relaxed commits are all or nothing too, and in order with the others', async () => {
    let { store } = current();
    const taken = make.contact();
    const { name } = make.setting();
    const changes = make.sentMessage();
    const outcomes = await Promise.allSettled([
      store.commit([{ kind: 'put-contact', record: taken }], 'relaxed'),
      store.commit([{ kind: 'put-setting', record: { name, value: Uint8Array.of(1) } }], 'full'),
      store.commit(changes, 'relaxed'),
      store.commit(
        [
          { kind: 'put-setting', record: { name, value: Uint8Array.of(2) } },
          { kind: 'put-contact', record: make.contact({ name: taken.name }) },
        ],
        'relaxed',
      ),
    ]);
    expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([true, true, true, false]);
    for (let time = 0; time < 2; time++) {
      expect(await contents(store, changes)).toStrictEqual(recordsOf(changes));
      expect(await store.contact(taken.accountId)).toStrictEqual(taken);
      expect(await store.setting(name)).toEqual(Uint8Array.of(1));
      store = await current().reopen();
    }
    for (const [index, durability] of (['relaxed', 'full', 'full', 'relaxed', 'relaxed'] as const).entries()) {
      await store.commit([{ kind: 'put-setting', record: { name, value: Uint8Array.of(index) } }], durability);
      expect(await store.setting(name)).toEqual(Uint8Array.of(index));
    }
    store = await current().reopen();
    expect(await store.setting(name)).toEqual(Uint8Array.of(4));
  });

  test('a commit without changes is a commit', async () => {
    await expect(current().store.commit([])).resolves.toBeUndefined();
  });
}

function describeBounds(current: CurrentStore): void {
  test('takes the largest commit and refuses a larger one', async () => {
    let { store } = current();
    const changes = Array.from(
      { length: LIMITS.MAX_STORE_CHANGES },
      (_, index): StoreChange => ({
        kind: 'put-prekey',
        record: { kind: 'one-time', id: index, createdAtMs: 0, secret: Uint8Array.of(index & 0xff) },
      }),
    );
    const setting = make.setting();
    const tooMany = store.commit([...changes, { kind: 'put-setting', record: setting }]);
    await expect(tooMany).rejects.toMatchObject({ code: 'too-many' });
    expect(await store.prekeys('one-time')).toEqual([]);
    await store.commit(changes);
    store = await current().reopen();
    expect(await store.prekeys('one-time')).toHaveLength(LIMITS.MAX_STORE_CHANGES);
  });

  test('refuses a setting and a record above their bound, with everything beside them', async () => {
    const { store } = current();
    const setting = make.setting();
    const large = make.setting({ value: new Uint8Array(LIMITS.MAX_SETTING_BYTES + 1) });
    const session = make.session({ state: new Uint8Array(LIMITS.MAX_STORE_RECORD_BYTES + 1) });
    const refusals: readonly StoreChange[] = [
      { kind: 'put-setting', record: large },
      { kind: 'put-session', record: session },
    ];
    for (const refused of refusals) {
      const commit = store.commit([{ kind: 'put-setting', record: setting }, refused]);
      await expect(commit).rejects.toMatchObject({ code: 'too-large' });
    }
    expect(await store.setting(setting.name)).toBeUndefined();
    expect(await store.session(session.id)).toBeUndefined();
  });

  test.each([-1, 0.5, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY])('refuses the number %d', async (clock) => {
    const { store } = current();
    const message = make.message({ clock });
    const commit = store.commit([{ kind: 'put-message', record: message }]);
    await expect(commit).rejects.toMatchObject({ code: 'invalid-argument' });
    expect(await store.message(message.conversation, message.messageId)).toBeUndefined();
  });

  test.each([0, -1, 1.5, Number.NaN])('refuses the page limit %d', async (limit) => {
    const { store } = current();
    const refusal = { code: 'invalid-argument' };
    await expect(store.messages(make.accountId(), { limit })).rejects.toMatchObject(refusal);
    await expect(store.unread(make.accountId(), limit)).rejects.toMatchObject(refusal);
    await expect(store.outbox({ limit })).rejects.toMatchObject(refusal);
    await expect(store.acknowledgements(limit)).rejects.toMatchObject(refusal);
    await expect(store.pendingReceipts(limit)).rejects.toMatchObject(refusal);
  });
}

export function describeCommits(current: CurrentStore): void {
  describe('commits', () => {
    describeAtomicity(current);
    describeBounds(current);

    test('commits made before closing are kept; a closed store says so, and closes twice', async () => {
      const { store } = current();
      const changes = make.sentMessage();
      const committed = store.commit(changes);
      await store.close();
      await committed;
      await store.close();
      const closed = { code: 'closed' };
      await expect(store.commit(changes)).rejects.toMatchObject(closed);
      await expect(store.setting('name')).rejects.toMatchObject(closed);
      await expect(store.outbox({ limit: 1 })).rejects.toMatchObject(closed);
      await expect(store.prune(0)).rejects.toMatchObject(closed);
      expect(await contents(await current().reopen(), changes)).toStrictEqual(recordsOf(changes));
    });
  });
}
