import { FakeClock } from '@sotto/testkit';
import { UnavailableError } from '@sotto/wire';
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
    const stop = startMaintenance({ archive, clock, onFault: () => expect.unreachable() });
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
    const stop = startMaintenance({ archive, clock, onFault: (error) => faults.push(error) });
    await clock.advanceAsync(10_000);
    expect(faults).toHaveLength(2);
    await stop();
  });
});
