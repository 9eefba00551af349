/**
 * The driver on a database in a worker: every call is a message there and an answer back.
 *
 * Owns which worker has a database: one that is started ahead of time, or left by another, is taken first.
 */
import { UnavailableError } from '@sotto/wire';
import type { SqlDriver, SqlOutcome, SqlRow, SqlStatement, SqlValue } from '../sql-driver.ts';
import type { CommitDurability, GroupReply } from './database-call.ts';
import { DatabaseChannel, startDatabaseWorker } from './database-channel.ts';

/** A worker that has no database open: started ahead of time, or left by one that was closed. */
let spare: Worker | undefined;

/** Starts loading the engine, so that a database opens sooner. */
export function prepareDatabase(): void {
  spare ??= startWorker();
}

function startWorker(): Worker {
  const worker = startDatabaseWorker();
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

export class WorkerSqlDriver implements SqlDriver {
  readonly #channel: DatabaseChannel;

  private constructor(channel: DatabaseChannel) {
    this.#channel = channel;
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
    return new WorkerSqlDriver(await DatabaseChannel.open(worker, path));
  }

  all(sql: string, values: readonly SqlValue[]): Promise<readonly SqlRow[]> {
    return this.#channel.ask({ kind: 'all', sql, values });
  }

  async transact(
    groups: readonly (readonly SqlStatement[])[],
    durability: CommitDurability = 'full',
  ): Promise<readonly SqlOutcome[]> {
    try {
      return (await this.#channel.ask({ kind: 'transact', groups, durability })).map(outcomeOf);
    } catch (cause) {
      return groups.map(() => ({ done: false, fault: 'broken', cause }));
    }
  }

  async script(sql: string): Promise<void> {
    await this.#channel.ask({ kind: 'script', sql });
  }

  async close(): Promise<void> {
    const worker = await this.#channel.close();
    if (spare === undefined) spare = worker;
    else worker?.terminate();
  }
}

function outcomeOf(reply: GroupReply): SqlOutcome {
  if (reply.done) return reply;
  const { fault, reason } = reply;
  return { done: false, fault: fault === 'engine' ? 'broken' : fault, cause: reason };
}
