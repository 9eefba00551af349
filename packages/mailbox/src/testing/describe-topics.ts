/** Topics of an archive: opened, found, bounded, closed. */
import { describe, expect, it } from 'vitest';
import { archivedTopic, deposit, NOW_MS, SMALL_LIMITS, topicOf } from './archive-records.ts';
import type { ArchiveUnderTest } from './archive-under-test.ts';

/** `subject` is there while a test runs. */
export function describeTopics(subject: ArchiveUnderTest): void {
  describe('topics', () => {
    it('opens a topic once and finds it, also after a restart', async () => {
      expect(await subject.open('a')).toBe('opened');
      expect(await subject.open('a')).toBe('already-open');
      await subject.reopen();
      expect(await subject.archive.findTopic(topicOf('a'))).toEqual({ ...archivedTopic('a'), ownerSeenMs: NOW_MS });
      expect(await subject.archive.findTopic(topicOf('b'))).toBeUndefined();
    });

    it('refuses more topics than it has room for, and has room again after a close', async () => {
      for (const topic of ['a', 'b', 'c']) expect(await subject.open(topic)).toBe('opened');
      expect(await subject.open('d')).toBe('full');
      expect(await subject.open('a')).toBe('already-open');
      expect(await subject.archive.closeTopic(topicOf('b'))).toBe(true);
      expect(await subject.open('d')).toBe('opened');
    });

    it('deletes everything on close and knows nothing of it after reopening', async () => {
      await subject.open('a');
      await subject.archive.deposit(deposit('a', '1'));
      expect(await subject.archive.closeTopic(topicOf('a'))).toBe(true);
      expect(await subject.archive.closeTopic(topicOf('a'))).toBe(false);
      expect(await subject.archive.deposit(deposit('a', '2'))).toEqual({ kind: 'unknown-topic' });
      await subject.open('a');
      expect((await subject.page('a')).envelopes).toEqual([]);
      expect((await subject.archive.totals()).envelopes).toBe(0);
    });

    it('deletes topics whose owner stays away, and keeps those whose owner was noted', async () => {
      await subject.open('a');
      await subject.open('b');
      await subject.archive.deposit(deposit('a', '1'));
      const later = NOW_MS + SMALL_LIMITS.idleSeconds * 1_000 + 1;
      await subject.archive.noteOwner({ topic: topicOf('b'), nowMs: later });
      while ((await subject.archive.maintain({ nowMs: later })).more);
      expect(await subject.archive.findTopic(topicOf('a'))).toBeUndefined();
      expect(await subject.archive.findTopic(topicOf('b'))).toMatchObject({ ownerSeenMs: later });
      expect(await subject.archive.totals()).toMatchObject({ topics: 1, envelopes: 0, envelopeBytes: 0 });
    });
  });
}
