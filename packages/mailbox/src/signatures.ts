/**
 * The signatures that a mailbox checks: here when there are few, in threads of their own when there are many
 * (specs/06 §4, §5).
 *
 * A reader shows up to MAX_TOPICS_PER_SUBSCRIPTION proofs at once, which would keep everybody else waiting. Owns the
 * threads and the sharing out. Must not know: topics, rates, the archive, the secret key.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { checkSignature, type SignatureJob, type SignatureJobs, type SignatureKind } from './signature-job.ts';

const THREAD = new URL('./signature-thread.ts', import.meta.url);
/** Up to so many jobs of one turn of the event loop cost less here than on the way to a thread and back. */
const INLINE_JOBS = 3;
/** So many jobs of one turn are worth threads, which cost a tenth of a second and some 10 MB each. */
const BUSY_JOBS = 16;
/** Jobs in one message: enough to pay for the message, few enough that the other threads get some. */
const MAX_JOBS_PER_MESSAGE = 32;
const MAX_THREADS = 4;

interface Waiting {
  readonly job: SignatureJob;
  readonly resolve: (holds: boolean) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Waiting[];
}

export class Signatures {
  readonly #mailboxKey: Uint8Array;
  readonly #maxThreads: number;
  /** All that were started; `#ready` are those that have loaded their code. */
  readonly #started: Worker[] = [];
  readonly #ready: Thread[] = [];
  #turn: Waiting[] = [];

  /** `maxThreads`: started when there is work for them; 0: all work is done in the caller's thread. */
  constructor(mailboxKey: Uint8Array, maxThreads: number = Math.min(MAX_THREADS, availableParallelism())) {
    this.#mailboxKey = mailboxKey;
    this.#maxThreads = maxThreads;
  }

  verifyDeposit(fields: SignatureJobs['deposit']): Promise<boolean> {
    return this.#submit('deposit', fields);
  }

  verifyOwner(fields: SignatureJobs['owner']): Promise<boolean> {
    return this.#submit('owner', fields);
  }

  /** Finishes what was asked and ends the threads. */
  async close(): Promise<void> {
    for (const { waiting } of this.#ready.splice(0)) this.#performAll(waiting.splice(0));
    await Promise.all(this.#started.map((worker) => worker.terminate()));
  }

  #submit<Kind extends SignatureKind>(kind: Kind, fields: SignatureJobs[Kind]): Promise<boolean> {
    if (this.#turn.length === 0) setImmediate(() => this.#share());
    return new Promise((resolve) => {
      this.#turn.push({ job: { kind, fields } as SignatureJob, resolve });
    });
  }

  #share(): void {
    const turn = this.#turn;
    this.#turn = [];
    if (turn.length >= BUSY_JOBS) while (this.#started.length < this.#maxThreads) this.#startThread();
    if (turn.length <= INLINE_JOBS || this.#ready.length === 0) {
      this.#performAll(turn);
      return;
    }
    const size = Math.min(MAX_JOBS_PER_MESSAGE, Math.ceil(turn.length / this.#ready.length));
    for (let start = 0; start < turn.length; start += size) this.#post(turn.slice(start, start + size));
  }

  #post(jobs: readonly Waiting[]): void {
    const [first, ...others] = this.#ready;
    if (first === undefined) {
      this.#performAll(jobs);
      return;
    }
    const idlest = others.reduce(
      (best, thread) => (thread.waiting.length < best.waiting.length ? thread : best),
      first,
    );
    idlest.waiting.push(...jobs);
    idlest.worker.postMessage(jobs.map(({ job }) => job));
  }

  #performAll(jobs: readonly Waiting[]): void {
    for (const { job, resolve } of jobs) resolve(checkSignature(job, this.#mailboxKey));
  }

  #startThread(): void {
    const thread: Thread = { worker: new Worker(THREAD, { workerData: this.#mailboxKey }), waiting: [] };
    thread.worker.unref();
    this.#started.push(thread.worker);
    thread.worker.once('message', () => {
      this.#ready.push(thread);
      // A thread answers in the order it was asked.
      thread.worker.on('message', (answers: readonly boolean[]) => {
        for (const holds of answers) thread.waiting.shift()?.resolve(holds);
      });
    });
    // A thread that is lost costs speed and nothing else: what it had is done here.
    thread.worker.on('error', () => {
      const index = this.#ready.indexOf(thread);
      if (index >= 0) this.#ready.splice(index, 1);
      this.#performAll(thread.waiting.splice(0));
    });
  }
}
