import { FakeClock, SeededPrng } from '@sotto/testkit';
import { asTopic, type Topic, UnavailableError } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import type { MailboxArchive } from './archive.ts';
import { startMaintenance } from './maintenance.ts';

function archiveThat(maintain: MailboxArchive['maintain']): MailboxArchive {
  return { maintain } as MailboxArchive;
}

describe('maintenance', () => {
  it('runs every five seconds, in bounded rounds, and stops when it is told to', async () => {
    const clock = new FakeClock();
    let steps = 0;
    const archive = archiveThat(async () => ({ deleted: 1, more: ++steps !== 3 }));
    const stop = startMaintenance({ archive, clock, followedTopics: () => [], onFault: () => expect.unreachable() });
    await clock.advanceAsync(4_999);
    expect(steps).toBe(0);
    await clock.advanceAsync(1);
    expect(steps).toBe(3);
    await clock.advanceAsync(5_000);
    expect(steps).toBe(3 + 64);
    await stop();
    await clock.advanceAsync(60_000);
    expect(steps).toBe(3 + 64);
    expect(clock.pendingTimers).toBe(0);
  });

  it('reports a fault and tries again', async () => {
    const clock = new FakeClock();
    const faults: unknown[] = [];
    const archive = archiveThat(() => Promise.reject(new UnavailableError('storage', 'planned')));
    const stop = startMaintenance({ archive, clock, followedTopics: () => [], onFault: (error) => faults.push(error) });
    await clock.advanceAsync(10_000);
    expect(faults).toHaveLength(2);
    await stop();
  });

  it('deletes nothing because of a clock that is wrong for a moment (attack E8)', async () => {
    const clock = new FakeClock();
    const startMs = clock.nowMs();
    const seen: number[] = [];
    const archive = archiveThat(async ({ nowMs }) => {
      seen.push(nowMs);
      return { deleted: 0, more: false };
    });
    const stop = startMaintenance({ archive, clock, followedTopics: () => [], onFault: () => expect.unreachable() });
    clock.jumpWallClock(90 * 86_400_000);
    await clock.advanceAsync(10_000);
    expect(seen).toEqual([startMs + 5_000, startMs + 10_000]);
    await stop();
  });

  it('notes the owners of followed topics once a day', async () => {
    const clock = new FakeClock();
    const prng = new SeededPrng('maintenance');
    const topics = Array.from({ length: 300 }, () => asTopic(prng.bytes(32)));
    const noted: Topic[] = [];
    const archive = {
      maintain: async () => ({ deleted: 0, more: false }),
      noteOwner: async ({ topic }: { readonly topic: Topic }) => void noted.push(topic),
    } as unknown as MailboxArchive;
    const stop = startMaintenance({
      archive,
      clock,
      followedTopics: () => topics,
      onFault: () => expect.unreachable(),
    });
    await clock.advanceAsync(60_000);
    expect(noted).toEqual([]);
    clock.advance(86_400_000);
    await clock.advanceAsync(10_000);
    expect(noted).toEqual(topics);
    await stop();
  });
});
