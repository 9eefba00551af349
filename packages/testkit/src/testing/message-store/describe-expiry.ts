/** What is remembered for a time only: seen envelopes, replay entries, finished outbox rows. */
import { describe, expect, test } from 'vitest';
import { RecordFactory } from './record-factory.ts';
import type { CurrentStore } from './store-under-test.ts';

const make = new RecordFactory('expiry');

export function describeExpiry(current: CurrentStore): void {
  describe('expiry', () => {
    test('A8: a replay entry is remembered, also after reopening, until it is pruned', async () => {
      let { store } = current();
      const key = make.bytes(32);
      expect(await store.hasReplay(key)).toBe(false);
      await store.commit([{ kind: 'put-replay', key, expiresAtMs: 1_000 }]);
      store = await current().reopen();
      expect(await store.hasReplay(key)).toBe(true);
      expect(await store.hasReplay(make.bytes(32))).toBe(false);
      expect(await store.prune(999)).toBe(0);
      expect(await store.hasReplay(key)).toBe(true);
      expect(await store.prune(1_000)).toBe(1);
      expect(await store.hasReplay(key)).toBe(false);
    });

    test('putting a replay entry again gives it its new expiry', async () => {
      const { store } = current();
      const key = make.bytes(32);
      await store.commit([{ kind: 'put-replay', key, expiresAtMs: 1_000 }]);
      await store.commit([{ kind: 'put-replay', key, expiresAtMs: 2_000 }]);
      expect(await store.prune(1_999)).toBe(0);
      expect(await store.prune(2_000)).toBe(1);
    });

    test('seen envelopes are pruned when they expire', async () => {
      const { store } = current();
      const seen = [100, 200, 300].map((expiresAtMs) => make.seenEnvelope({ expiresAtMs }));
      await store.commit(seen.map((record) => ({ kind: 'put-seen-envelope', record }) as const));
      expect(await store.prune(200)).toBe(2);
      const left = await Promise.all(seen.map(({ envelopeId }) => store.seenEnvelope(envelopeId)));
      expect(left).toStrictEqual([undefined, undefined, seen[2]]);
    });

    test('outbox rows are pruned when they are finished and expired, with their custody', async () => {
      const { store } = current();
      const statuses = ['pending', 'custody', 'delivered', 'expired', 'failed'] as const;
      const old = statuses.map((status) => make.outbox({ status, expiresAtMs: 100 }));
      const young = statuses.map((status) => make.outbox({ status, expiresAtMs: 101 }));
      const custody = [...old, ...young].map(({ envelopeId }) => make.custody({ envelopeId, expiresAtMs: 1 }));
      await store.commit([
        ...[...old, ...young].map((record) => ({ kind: 'put-outbox', record }) as const),
        ...custody.map((record) => ({ kind: 'put-custody', record }) as const),
      ]);
      expect(await store.prune(100)).toBe(3);
      const left = (await store.outbox({ limit: 20 })).map(({ envelopeId }) => envelopeId);
      expect(left).toEqual([...old.slice(0, 2), ...young].map(({ envelopeId }) => envelopeId));
      const counts = await Promise.all(old.map(async ({ envelopeId }) => (await store.custody(envelopeId)).length));
      expect(counts).toEqual([1, 1, 0, 0, 0]);
    });
  });
}
