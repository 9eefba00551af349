/** Commits that fail on purpose: an I/O error, or the death of the process before or after the commit took effect. */
import { type SottoError, UnavailableError } from '@sotto/wire';

export interface CommitFault {
  /** Whether the changes are in the store when the commit throws. */
  readonly when: 'before' | 'after';
  /** True: everything fails from then on, as for a process that died. Default: only this commit fails. */
  readonly crash?: boolean;
  /** What is thrown; default `UnavailableError` `storage`. */
  readonly error?: SottoError;
}

export class CommitFaults {
  #commits = 0;
  readonly #planned = new Map<number, CommitFault>();

  /** The `n`-th commit from now fails; 1 is the next one. */
  failAt(n: number, fault: CommitFault): void {
    this.#planned.set(this.#commits + n, fault);
  }

  /** Counts a commit; the fault planned for it, if any. */
  next(): CommitFault | undefined {
    this.#commits++;
    const fault = this.#planned.get(this.#commits);
    this.#planned.delete(this.#commits);
    return fault;
  }

  get commits(): number {
    return this.#commits;
  }
}

export function storageFault(): UnavailableError {
  return new UnavailableError('storage', 'the store failed on purpose');
}
