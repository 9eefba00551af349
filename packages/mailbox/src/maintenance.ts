/** Keeping house: deletes what has expired, and looks whether a full disk has space again (attack E2). */
import type { Clock } from '@sotto/ports';
import type { MailboxArchive } from './archive.ts';

/** A full disk is noticed to have space within this time. */
const INTERVAL_MS = 5_000;
/** Steps in a row, so that a backlog shrinks and deposits still get their turns. */
const MAX_STEPS = 64;

export interface MaintenanceOptions {
  readonly archive: MailboxArchive;
  readonly clock: Clock;
  readonly onFault: (error: unknown) => void;
}

/** Keeps house until the returned function is called; that resolves when the last round has ended. */
export function startMaintenance({ archive, clock, onFault }: MaintenanceOptions): () => Promise<void> {
  let hasStopped = false;
  let round = Promise.resolve();
  let cancel = () => {};

  const keepHouse = async () => {
    for (let step = 0; step < MAX_STEPS && !hasStopped; step++) {
      if (!(await archive.maintain({ nowMs: clock.nowMs() })).more) return;
    }
  };
  const scheduleNext = () => {
    cancel = clock.schedule(INTERVAL_MS, () => {
      round = keepHouse()
        .catch(onFault)
        .finally(() => {
          if (!hasStopped) scheduleNext();
        });
    });
  };
  scheduleNext();
  return () => {
    hasStopped = true;
    cancel();
    return round;
  };
}
