/**
 * Keeping house: deletes what has expired, looks whether a full disk has space again, and notes the owners that stay
 * connected (attacks E2, E8).
 */
import type { Clock } from '@sotto/ports';
import type { Topic } from '@sotto/wire';
import type { MailboxArchive } from './archive.ts';
import { SteadyTime } from './steady-time.ts';

/** A full disk is noticed to have space within this time. */
const INTERVAL_MS = 5_000;
/** Steps in a row, so that a backlog shrinks and deposits still get their turns. */
const MAX_STEPS = 64;
/** How often the owners of followed topics are noted: a stream may last longer than a topic may be idle. */
const NOTE_INTERVAL_MS = 86_400_000;
/** Owners noted at once. */
const NOTE_STEP = 256;

export interface MaintenanceOptions {
  readonly archive: MailboxArchive;
  readonly clock: Clock;
  /** Topics whose owner is connected now. */
  readonly followedTopics: () => readonly Topic[];
  readonly onFault: (error: unknown) => void;
}

/** Keeps house until the returned function is called; that resolves when the last round has ended. */
export function startMaintenance({ archive, clock, followedTopics, onFault }: MaintenanceOptions): () => Promise<void> {
  const time = new SteadyTime(clock);
  let hasStopped = false;
  let notedAtMs = clock.monotonicMs();
  let round = Promise.resolve();
  let cancel = () => {};

  const noteOwners = async () => {
    if (clock.monotonicMs() - notedAtMs < NOTE_INTERVAL_MS) return;
    notedAtMs = clock.monotonicMs();
    const topics = followedTopics();
    for (let start = 0; start < topics.length && !hasStopped; start += NOTE_STEP) {
      const nowMs = clock.nowMs();
      await Promise.all(topics.slice(start, start + NOTE_STEP).map((topic) => archive.noteOwner({ topic, nowMs })));
    }
  };
  const keepHouse = async () => {
    await noteOwners();
    for (let step = 0; step < MAX_STEPS && !hasStopped; step++) {
      if (!(await archive.maintain({ nowMs: time.nowMs() })).more) return;
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
