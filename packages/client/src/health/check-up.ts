/** What a client tells its person of itself: the status, and what is to be done about it (specs/08 §14). */
import type { ClientContext } from '../context.ts';
import type { Presence } from '../presence.ts';
import { readText, SETTINGS } from '../settings.ts';
import { diagnose } from './diagnosis.ts';
import type { Finding } from './finding.ts';
import type { LastError } from './last-error.ts';
import type { Status } from './status.ts';
import type { StatusReport } from './status-report.ts';

interface CheckUpParts {
  readonly context: ClientContext;
  readonly presence: Pick<Presence, 'published'>;
  readonly status: Status;
  readonly lastError: LastError;
}

export class CheckUp {
  readonly #parts: CheckUpParts;

  constructor(parts: CheckUpParts) {
    this.#parts = parts;
  }

  /** @throws {UnavailableError} storage */
  async status(): Promise<StatusReport> {
    const { status, lastError } = this.#parts;
    return (await status.standing(lastError.told)).report;
  }

  /** @throws {UnavailableError} storage */
  async findings(): Promise<readonly Finding[]> {
    const { context, presence, status, lastError } = this.#parts;
    const { prekeys, clock, contacts, store } = context;
    const { report, belowQuorum } = await status.standing(lastError.told);
    const nowMs = clock.nowMs();
    return diagnose(report, {
      nowMs,
      contactsWithoutKeys: contacts.all().filter(({ accountLog }) => accountLog.length === 0).length,
      bundleAgeMs: prekeys.ageMs(nowMs),
      published: presence.published,
      keepsRecoveryWords: (await readText(store, SETTINGS.recoveryWords)) !== '',
      belowQuorum,
    });
  }
}
