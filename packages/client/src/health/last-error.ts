/** The last thing that failed and that nobody waited for, as the status tells it (specs/08 §14). */
import type { Clock } from '@sotto/ports';
import { SottoError } from '@sotto/wire';
import type { StatusReport } from './status-report.ts';

export class LastError {
  readonly #clock: Pick<Clock, 'nowMs'>;
  #told: StatusReport['lastError'];

  constructor(clock: Pick<Clock, 'nowMs'>) {
    this.#clock = clock;
  }

  /** Absent when nothing has failed in this run. */
  get told(): StatusReport['lastError'] {
    return this.#told;
  }

  /** Of an error that nobody foresaw only that it was one: its text may say anything. */
  note(error: unknown): void {
    const { code, message } =
      error instanceof SottoError ? error : { code: 'unexpected', message: 'an unexpected error' };
    this.#told = { code, message, atMs: this.#clock.nowMs() };
  }
}
