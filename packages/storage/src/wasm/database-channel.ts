/**
 * The page's end of a database worker: a call is a message there, and an answer back.
 *
 * Owns what is waited for. When the worker dies, everything that waits and everything after it fails.
 */
import { LimitError, UnavailableError } from '@sotto/wire';
import {
  type DatabaseCall,
  type DatabaseReplies,
  type DatabaseRequest,
  type DatabaseResults,
  movedWith,
} from './database-call.ts';
import { engineError, errorOf } from './database-failure.ts';

type Result<Kind extends DatabaseCall['kind']> = DatabaseResults[Kind];

/** Calls that may wait for an answer; the store above asks for much less at once. */
const MAX_WAITING = 16_384;

/** Reads of one message. */
const MAX_TOGETHER = 256;

interface Waiting {
  readonly resolve: (result: DatabaseResults[DatabaseCall['kind']]) => void;
  readonly reject: (error: unknown) => void;
}

/** A worker that begins to load the engine. */
export function startDatabaseWorker(): Worker {
  return new Worker(new URL('./database-worker.ts', import.meta.url), { type: 'module', name: 'sotto database' });
}

export class DatabaseChannel {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new AbortController();
  #queued: DatabaseRequest[] = [];
  #lastId = 0;
  #dead: UnavailableError | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
    const { signal } = this.#listeners;
    worker.addEventListener('message', ({ data }: MessageEvent<DatabaseReplies>) => this.#take(data), { signal });
    worker.addEventListener('error', () => this.#end(engineError('the worker ended')), { signal });
    worker.addEventListener('messageerror', () => this.#end(engineError('an answer cannot be read')), { signal });
  }

  /**
   * Opens a database in the worker, which ends when that fails. `path`: as `WasmConnection.open` has it.
   * @throws {UnavailableError} `storage`, also when the engine cannot be loaded; `home-busy`
   * @throws {LimitError} `disk-full`
   */
  static async open(worker: Worker, path: string): Promise<DatabaseChannel> {
    const channel = new DatabaseChannel(worker);
    try {
      await channel.ask({ kind: 'open', path });
      return channel;
    } catch (error) {
      channel.#end(engineError('not opened'));
      throw error;
    }
  }

  ask<Kind extends DatabaseCall['kind']>(call: DatabaseCall & { readonly kind: Kind }): Promise<Result<Kind>> {
    if (this.#dead !== undefined) return Promise.reject(this.#dead);
    if (this.#waiting.size >= MAX_WAITING) {
      const facts = { max: MAX_WAITING };
      return Promise.reject(new LimitError('too-many', 'too many calls of the database at once', { facts }));
    }
    const request: DatabaseRequest = { id: ++this.#lastId, call };
    return new Promise<Result<Kind>>((resolve, reject) => {
      // The worker answers a call with the result of its kind.
      this.#waiting.set(request.id, { resolve: resolve as Waiting['resolve'], reject });
      this.#queue(request);
    });
  }

  /** Reads that are asked for in one turn go together: a message costs more than most of them. */
  #queue(request: DatabaseRequest): void {
    const isRead = request.call.kind === 'all';
    // An answer does not wait for a commit that was asked for after it, nor a commit for what comes later.
    if (!isRead || this.#queued.length >= MAX_TOGETHER) this.#send();
    if (this.#queued.length === 0 && isRead) queueMicrotask(() => this.#send());
    this.#queued.push(request);
    if (!isRead) this.#send();
  }

  #send(): void {
    if (this.#queued.length === 0) return;
    const requests = this.#queued;
    this.#queued = [];
    this.#worker.postMessage(requests, movedWith(requests));
  }

  /** Closes the database and gives the worker back, which may open another one; `undefined` when it has ended. */
  async close(): Promise<Worker | undefined> {
    if (this.#dead !== undefined) return undefined;
    try {
      await this.ask({ kind: 'close' });
    } catch (error) {
      this.#end(engineError('not closed'));
      throw error;
    }
    this.#listeners.abort();
    this.#dead = new UnavailableError('storage', 'the database is closed');
    return this.#worker;
  }

  #take(replies: DatabaseReplies): void {
    for (const reply of replies) {
      const waiting = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if ('failure' in reply) waiting?.reject(errorOf(reply.failure));
      else waiting?.resolve(reply.result);
    }
  }

  #end(error: UnavailableError): void {
    this.#dead ??= error;
    this.#listeners.abort();
    this.#worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(this.#dead);
    this.#waiting.clear();
  }
}
