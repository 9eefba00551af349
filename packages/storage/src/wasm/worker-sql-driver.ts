/**
 * The driver on a database in a worker: every call is a message there and an answer back.
 *
 * Owns the worker and what is waited for. When the worker dies, everything that waits and everything after it fails.
 */
import { LimitError, UnavailableError } from '@sotto/wire';
import type { SqlDriver, SqlOutcome, SqlRow, SqlStatement, SqlValue } from '../sql-driver.ts';
import { storageError } from '../sql-fault.ts';
import type {
  CommitDurability,
  DatabaseCall,
  DatabaseFailure,
  DatabaseReply,
  DatabaseResults,
  GroupReply,
} from './database-call.ts';

type Result<Kind extends DatabaseCall['kind']> = DatabaseResults[Kind];

/** Calls that may wait for an answer; the store above asks for much less at once. */
const MAX_WAITING = 16_384;

/** A worker that has no database open: started ahead of time, or left by one that was closed. */
let spare: Worker | undefined;

/** Starts loading the engine, so that a database opens sooner. */
export function prepareDatabase(): void {
  spare ??= startWorker();
}

function startWorker(): Worker {
  const worker = new Worker(new URL('./database-worker.ts', import.meta.url), {
    type: 'module',
    name: 'sotto database',
  });
  // One that failed while nobody used it would never answer.
  worker.addEventListener('error', () => {
    if (spare === worker) spare = undefined;
  });
  return worker;
}

function takeSpare(): Worker | undefined {
  const worker = spare;
  spare = undefined;
  return worker;
}

interface Waiting {
  readonly resolve: (result: DatabaseResults[DatabaseCall['kind']]) => void;
  readonly reject: (error: unknown) => void;
}

export class WorkerSqlDriver implements SqlDriver {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new AbortController();
  #lastId = 0;
  #dead: UnavailableError | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
    const { signal } = this.#listeners;
    worker.addEventListener('message', ({ data }: MessageEvent<DatabaseReply>) => this.#take(data), { signal });
    worker.addEventListener('error', () => this.#end(engineError('the worker ended')), { signal });
    worker.addEventListener('messageerror', () => this.#end(engineError('an answer cannot be read')), { signal });
  }

  /**
   * Starts the worker and opens the database in it.
   * @throws {UnavailableError} `storage`, also when the engine cannot be loaded; `home-busy`
   * @throws {LimitError} `disk-full`
   */
  static async open(path: string): Promise<WorkerSqlDriver> {
    const prepared = takeSpare();
    if (prepared === undefined) return await WorkerSqlDriver.#openIn(startWorker(), path);
    try {
      return await WorkerSqlDriver.#openIn(prepared, path);
    } catch (error) {
      // What kept the engine from loading ahead of time may have passed.
      if (error instanceof UnavailableError && error.code === 'storage') {
        return await WorkerSqlDriver.#openIn(startWorker(), path);
      }
      throw error;
    }
  }

  static async #openIn(worker: Worker, path: string): Promise<WorkerSqlDriver> {
    const driver = new WorkerSqlDriver(worker);
    try {
      await driver.#ask({ kind: 'open', path });
      return driver;
    } catch (error) {
      driver.#end(engineError('not opened'));
      throw error;
    }
  }

  all(sql: string, values: readonly SqlValue[]): Promise<readonly SqlRow[]> {
    return this.#ask({ kind: 'all', sql, values });
  }

  async transact(
    groups: readonly (readonly SqlStatement[])[],
    durability: CommitDurability = 'full',
  ): Promise<readonly SqlOutcome[]> {
    try {
      return (await this.#ask({ kind: 'transact', groups, durability })).map(outcomeOf);
    } catch (cause) {
      return groups.map(() => ({ done: false, fault: 'broken', cause }));
    }
  }

  async script(sql: string): Promise<void> {
    await this.#ask({ kind: 'script', sql });
  }

  async close(): Promise<void> {
    if (this.#dead !== undefined) return;
    try {
      await this.#ask({ kind: 'close' });
    } catch (error) {
      this.#end(engineError('not closed'));
      throw error;
    }
    this.#listeners.abort();
    this.#dead = new UnavailableError('storage', 'the database is closed');
    if (spare === undefined) spare = this.#worker;
    else this.#worker.terminate();
  }

  #ask<Kind extends DatabaseCall['kind']>(call: DatabaseCall & { readonly kind: Kind }): Promise<Result<Kind>> {
    if (this.#dead !== undefined) return Promise.reject(this.#dead);
    if (this.#waiting.size >= MAX_WAITING) {
      const facts = { max: MAX_WAITING };
      return Promise.reject(new LimitError('too-many', 'too many calls of the database at once', { facts }));
    }
    const id = ++this.#lastId;
    return new Promise<Result<Kind>>((resolve, reject) => {
      // The worker answers a call with the result of its kind.
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      this.#worker.postMessage({ id, call });
    });
  }

  #take(reply: DatabaseReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ('failure' in reply) waiting?.reject(errorOf(reply.failure));
    else waiting?.resolve(reply.result);
  }

  #end(error: UnavailableError): void {
    this.#dead ??= error;
    this.#listeners.abort();
    this.#worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(this.#dead);
    this.#waiting.clear();
  }
}

function outcomeOf(reply: GroupReply): SqlOutcome {
  if (reply.done) return reply;
  const { fault, reason } = reply;
  return { done: false, fault: fault === 'engine' ? 'broken' : fault, cause: reason };
}

function errorOf({ fault, reason }: DatabaseFailure) {
  return fault === 'engine' ? engineError(reason) : storageError(fault, reason);
}

function engineError(reason: string): UnavailableError {
  return new UnavailableError('storage', 'the database engine could not be started', {
    facts: { reason },
    hint: 'Reload the page. If that does not help, update the browser.',
  });
}
