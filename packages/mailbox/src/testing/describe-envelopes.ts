/** Envelopes of an archive: put once, served in order, bounded, deleted. */
import { describe, expect, it } from 'vitest';
import { bytes, deposit, HOUR_MS, idOf, NOW_MS, topicOf } from './archive-records.ts';
import type { ArchiveUnderTest } from './archive-under-test.ts';

/** `subject` is there while a test runs. */
export function describeEnvelopes(subject: ArchiveUnderTest): void {
  describe('envelopes', () => {
    it('serves what was put, oldest first, byte for byte, also after a restart', async () => {
      await subject.open('a');
      for (const id of ['1', '2', '3']) {
        expect(await subject.archive.deposit(deposit('a', id))).toMatchObject({ kind: 'stored', added: true });
      }
      await subject.reopen();
      const { envelopes, more } = await subject.page('a');
      expect(envelopes.map(({ envelope }) => envelope)).toEqual(['1', '2', '3'].map((id) => deposit('a', id).envelope));
      expect(more).toBe(false);
    });

    it('gives positions that only grow, across deletion, restart and a clock that goes back (attack E8)', async () => {
      await subject.open('a');
      const cursors: number[] = [];
      const put = async (id: string, receivedAtMs: number) => {
        const outcome = await subject.archive.deposit(deposit('a', id, { receivedAtMs }));
        if (outcome.kind === 'stored') cursors.push(outcome.cursor);
      };
      await put('1', NOW_MS);
      await put('2', NOW_MS);
      await subject.archive.acknowledge({ topic: topicOf('a'), envelopeIds: [idOf('1'), idOf('2')] });
      await subject.reopen();
      await put('3', NOW_MS - 5 * HOUR_MS);
      await put('4', NOW_MS + 5 * HOUR_MS);
      expect(cursors).toHaveLength(4);
      expect(cursors[0]).toBeGreaterThan(0);
      expect(cursors).toEqual([...new Set(cursors)].sort((x, y) => x - y));
    });

    it('stores a repeated deposit once and repeats what it said the first time', async () => {
      await subject.open('a');
      const first = await subject.archive.deposit(deposit('a', '1'));
      const again = await subject.archive.deposit(
        deposit('a', '1', { receivedAtMs: NOW_MS + 5, expiresAtMs: NOW_MS + 9 * HOUR_MS }),
      );
      expect(again).toEqual({ ...first, added: false });
      expect((await subject.page('a')).envelopes).toHaveLength(1);
      expect(await subject.archive.totals()).toMatchObject({ envelopes: 1, envelopeBytes: 600 });
    });

    it('stores concurrent deposits of one envelope once', async () => {
      await subject.open('a');
      const outcomes = await Promise.all(Array.from({ length: 4 }, () => subject.archive.deposit(deposit('a', '1'))));
      expect(outcomes.filter((outcome) => outcome.kind === 'stored' && outcome.added)).toHaveLength(1);
      expect((await subject.page('a')).envelopes).toHaveLength(1);
    });

    it('keeps topics apart', async () => {
      await subject.open('a');
      await subject.open('b');
      await subject.archive.deposit(deposit('a', '1'));
      await subject.archive.deposit(deposit('b', '1'));
      expect(await subject.archive.acknowledge({ topic: topicOf('b'), envelopeIds: [idOf('1')] })).toBe(1);
      expect((await subject.page('a')).envelopes).toHaveLength(1);
      expect((await subject.page('b')).envelopes).toHaveLength(0);
    });

    it('pages by position, count and bytes', async () => {
      await subject.open('a');
      for (const id of ['1', '2', '3', '4']) await subject.archive.deposit(deposit('a', id));
      const first = await subject.page('a', { limit: 3 });
      expect(first.envelopes).toHaveLength(3);
      expect(first.more).toBe(true);
      const rest = await subject.page('a', { after: first.envelopes[2]?.cursor ?? 0 });
      expect(rest.envelopes.map(({ envelope }) => envelope)).toEqual([deposit('a', '4').envelope]);
      expect((await subject.page('a', { maxBytes: 1_200 })).envelopes).toHaveLength(2);
      expect(await subject.page('a', { maxBytes: 10 })).toMatchObject({ envelopes: [{}], more: true });
    });

    it('refuses more envelopes or bytes than a topic may hold, and has room again after an acknowledgement', async () => {
      await subject.open('a');
      for (const id of ['1', '2', '3', '4']) await subject.archive.deposit(deposit('a', id));
      expect(await subject.archive.deposit(deposit('a', '5'))).toEqual({ kind: 'quota' });
      expect(await subject.archive.deposit(deposit('a', '4'))).toMatchObject({ kind: 'stored', added: false });
      await subject.archive.acknowledge({ topic: topicOf('a'), envelopeIds: [idOf('1'), idOf('2')] });
      const large = deposit('a', '6', { envelope: bytes('large', 2_801) });
      expect(await subject.archive.deposit(large)).toEqual({ kind: 'quota' });
      expect(await subject.archive.deposit({ ...large, envelope: bytes('large', 2_800) })).toMatchObject({
        kind: 'stored',
      });
    });

    it('deletes on acknowledgement, once and for all, and passes over unknown ids', async () => {
      await subject.open('a');
      await subject.archive.deposit(deposit('a', '1'));
      const request = { topic: topicOf('a'), envelopeIds: [idOf('1'), idOf('unknown')] };
      expect(await subject.archive.acknowledge(request)).toBe(1);
      expect(await subject.archive.acknowledge(request)).toBe(0);
      await subject.reopen();
      expect((await subject.page('a')).envelopes).toEqual([]);
    });

    it('does not serve what has expired, deletes it later, and takes it anew', async () => {
      await subject.open('a');
      await subject.archive.deposit(deposit('a', '1'));
      await subject.archive.deposit(deposit('a', '2', { expiresAtMs: NOW_MS + 3 * HOUR_MS }));
      const later = NOW_MS + HOUR_MS;
      expect((await subject.page('a', { nowMs: later })).envelopes).toHaveLength(1);
      const again = deposit('a', '1', { receivedAtMs: later, expiresAtMs: later + HOUR_MS });
      expect(await subject.archive.deposit(again)).toMatchObject({ added: true, receivedAtMs: later });
      await subject.archive.noteOwner({ topic: topicOf('a'), nowMs: later + HOUR_MS });
      while ((await subject.archive.maintain({ nowMs: later + HOUR_MS })).more);
      expect(await subject.archive.totals()).toMatchObject({ envelopes: 1, envelopeBytes: 600 });
    });
  });
}
