/**
 * Operations on their way to the database: those of one turn of the event loop go together (specs/06 §5).
 *
 * Owns the bound of what may wait, and when a group is complete. Must not know: what the operations are about, SQL,
 * threads.
 */
import type { ArchiveHost } from './archive-host.ts';
import { type ArchiveOperation, type OperationOutcome, operationError } from './archive-operation.ts';
import type { CommitPace } from './commit-pace.ts';

/** Operations, and bytes of envelopes, that may wait for the disk. */
const MAX_WAITING = 8_192;
const MAX_WAITING_BYTES = 64 * 1_048_576;
/**
 * Operations of a turn that an idle database is given at once, so that it works while the rest of them is prepared. With
 * two parts under way instead of one whole, neither thread waits for the other.
 */
const FIRST_PART = 32;

interface Waiting {
  readonly operation: ArchiveOperation;
  settle(outcome: OperationOutcome): void;
}

export class OperationQueue {
  readonly #host: ArchiveHost;
  readonly #pace: CommitPace;
  #turn: Waiting[] = [];
  #waiting = 0;
  #waitingBytes = 0;
  /** Given to the database and not settled. */
  #underWay = 0;

  constructor(host: ArchiveHost, pace: CommitPace) {
    this.#host = host;
    this.#pace = pace;
  }

  /**
   * Resolves with the value of the operation when its transaction is durable. `bytes`: of the envelope in it.
   * @throws {LimitError} `rate` when too much is waiting, `disk-full` @throws {UnavailableError} `storage`
   */
  add(operation: ArchiveOperation, bytes: number): Promise<unknown> {
    if (this.#waiting >= MAX_WAITING || this.#waitingBytes + bytes > MAX_WAITING_BYTES) {
      return Promise.reject(operationError('rate'));
    }
    this.#waiting++;
    this.#waitingBytes += bytes;
    if (this.#turn.length === 0) setImmediate(() => this.#endTurn());
    const settled = new Promise<unknown>((resolve, reject) => {
      const settle = (outcome: OperationOutcome) => {
        this.#waitingBytes -= bytes;
        this.#noteSettled();
        if (outcome.ok) resolve(outcome.value);
        else reject(operationError(outcome.failure));
      };
      this.#turn.push({ operation, settle });
    });
    if (this.#turn.length >= FIRST_PART && this.#host.isIdle && !this.#isSlow()) this.submit();
    return settled;
  }

  /** Gives the database all there is. */
  submit(): void {
    const group = this.#turn;
    this.#turn = [];
    if (group.length === 0) return;
    this.#underWay += group.length;
    this.#host.submit(group);
  }

  /** While a slow commit is under way, what arrives is kept for the next one. */
  #endTurn(): void {
    if (this.#underWay === 0 || !this.#isSlow()) this.submit();
  }

  #noteSettled(): void {
    this.#waiting--;
    this.#underWay--;
    // Who has just been answered may go on: one turn for the answers, one for what follows them.
    if (this.#underWay === 0 && this.#turn.length > 0) setImmediate(() => setImmediate(() => this.submit()));
  }

  #isSlow(): boolean {
    return this.#pace.isSlowFor(this.#waiting);
  }
}
