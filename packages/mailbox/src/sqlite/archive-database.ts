/**
 * The SQLite file of a mailbox: groups of operations, each in one transaction, durable when `execute` returns
 * (specs/06 §5; attacks E1 to E3; fault rows 8 to 12).
 *
 * Owns the transaction, the ballast and what becomes of failures. Must not know: threads, promises, signatures.
 */
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Topic } from '@sotto/wire';
import type { ArchiveLimits, ArchiveState } from '../archive.ts';
import { openArchiveFile, openingError } from './archive-file.ts';
import { archiveMethods } from './archive-methods.ts';
import {
  type ArchiveMethods,
  type ArchiveOperation,
  type ExecutionResult,
  METHOD_ACCESS,
  type OperationFailure,
  type OperationOutcome,
} from './archive-operation.ts';
import { Ballast } from './ballast.ts';
import { monotonicMs } from './clock.ts';
import { sqliteFailure } from './failure.ts';
import { FileSpace } from './file-space.ts';
import { CHECKPOINT_PAGES, FRUGAL_CHECKPOINT_PAGES } from './schema.ts';
import { TopicRooms } from './topic-rooms.ts';

export interface ArchiveDatabaseOptions {
  /** Folder of the mailbox; created with mode 0700. */
  readonly folder: string;
  readonly limits: ArchiveLimits;
  readonly ballastBytes: number;
  /** Opens the file; a test passes one that fails. */
  readonly openFile?: (path: string) => DatabaseSync;
}

export class ArchiveDatabase {
  readonly #database: DatabaseSync;
  readonly #ballast: Ballast;
  readonly #space: FileSpace;
  readonly #rooms: TopicRooms;
  readonly #methods: ArchiveMethods;
  #state: ArchiveState = 'ready';
  #corruptRecords = 0;
  #hasRebuiltIndexes = false;
  /** Of the commits of one `execute`. */
  #flushMs = 0;

  /**
   * @throws {UnavailableError} `home-busy` when another process holds the folder, `storage` when it cannot be opened
   * @throws {DecodeError} `wrong-version` when a newer version has written it
   */
  constructor({ folder, limits, ballastBytes, openFile }: ArchiveDatabaseOptions) {
    this.#ballast = new Ballast(join(folder, 'ballast'), ballastBytes);
    this.#database = openArchiveFile(folder, this.#ballast, openFile);
    try {
      const onCorrupt = () => {
        this.#corruptRecords++;
      };
      const database = this.#database;
      this.#space = new FileSpace(database, limits.maxTotalBytes);
      this.#rooms = new TopicRooms(database, limits);
      this.#methods = archiveMethods({ database, limits, space: this.#space, rooms: this.#rooms, onCorrupt });
    } catch (error) {
      this.#database.close();
      throw openingError(error);
    }
    if (!this.#ballast.restore()) this.#enterDiskFull();
  }

  state(): ArchiveState {
    return this.#state;
  }

  /** Runs the operations in order, in one transaction when any of them writes. Never throws. */
  execute(operations: readonly ArchiveOperation[]): ExecutionResult {
    const startedMs = monotonicMs();
    this.#flushMs = 0;
    const isWrite = operations.some(({ method }) => METHOD_ACCESS[method] !== 'read');
    let outcomes: readonly OperationOutcome[];
    try {
      outcomes = this.#transact(operations);
    } catch (error) {
      // All of it was rolled back. Each operation alone, so that the one at fault harms no other.
      this.#noteFailure(error);
      outcomes = operations.map((operation) => this.#runAlone(operation));
    }
    if (this.#state === 'disk-full' && operations.some(({ method }) => method === 'maintain')) this.#lookForSpace();
    const corruptRecords = this.#corruptRecords;
    this.#corruptRecords = 0;
    const durationMs = monotonicMs() - startedMs;
    const transaction = { operations: operations.length, durationMs, flushMs: this.#flushMs };
    return { outcomes, report: { state: this.#state, corruptRecords, ...(isWrite ? { transaction } : {}) } };
  }

  close(): void {
    this.#database.close();
  }

  #lookForSpace(): void {
    this.#space.shortenFile();
    if (!this.#space.hasRoom() || !this.#ballast.restore()) return;
    this.#space.checkpointEvery(CHECKPOINT_PAGES);
    this.#state = 'ready';
  }

  #enterDiskFull(): void {
    this.#ballast.release();
    this.#space.checkpointEvery(FRUGAL_CHECKPOINT_PAGES);
    this.#state = 'disk-full';
  }

  #transact(operations: readonly ArchiveOperation[]): OperationOutcome[] {
    const refusals = operations.map(({ method, argument }) => this.#refusal({ method, argument }));
    const isWrite = operations.some(({ method }, i) => refusals[i] === undefined && METHOD_ACCESS[method] !== 'read');
    if (isWrite) this.#database.exec('BEGIN IMMEDIATE');
    try {
      const outcomes = operations.map((operation, i): OperationOutcome => {
        const failure = refusals[i];
        return failure === undefined ? { ok: true, value: this.#run(operation) } : { ok: false, failure };
      });
      if (isWrite) this.#commit();
      return outcomes;
    } catch (error) {
      this.#rooms.forget();
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #commit(): void {
    this.#rooms.write();
    const startedMs = monotonicMs();
    this.#database.exec('COMMIT');
    this.#flushMs += monotonicMs() - startedMs;
  }

  #runAlone(operation: ArchiveOperation): OperationOutcome {
    const attempt = (): OperationOutcome => this.#transact([operation])[0] ?? { ok: false, failure: 'storage' };
    try {
      return attempt();
    } catch (error) {
      if (!this.#noteFailure(error)) return this.#failed(error);
    }
    try {
      return attempt();
    } catch (error) {
      this.#noteFailure(error);
      return this.#failed(error);
    }
  }

  #failed(error: unknown): OperationOutcome {
    return { ok: false, failure: sqliteFailure(error) === 'full' ? 'disk-full' : 'storage' };
  }

  #run<Method extends keyof ArchiveMethods>({ method, argument }: ArchiveOperation<Method>): unknown {
    return (this.#methods[method] as (value: typeof argument) => unknown)(argument);
  }

  /** Why an operation is not even tried in this state. */
  #refusal({ method, argument }: ArchiveOperation): OperationFailure | undefined {
    const access = METHOD_ACCESS[method];
    if (access === 'read' || this.#state === 'ready') return undefined;
    if (this.#state === 'failed') return 'storage';
    if (access === 'shrink') return undefined;
    // Confirming an open topic needs no space, and its owner must be able to come and empty it.
    const { topic } = argument as { readonly topic?: Topic };
    return method === 'openTopic' && topic !== undefined && this.#methods.findTopic(topic) ? undefined : 'disk-full';
  }

  /** Takes note of a failure. Whether trying again may help. */
  #noteFailure(error: unknown): boolean {
    switch (sqliteFailure(error)) {
      case 'broken':
        // After a failed fsync the disk may hold anything. Nothing is acknowledged until a restart has read it back.
        this.#state = 'failed';
        return false;
      case 'full':
        if (this.#state === 'disk-full') return false;
        this.#enterDiskFull();
        return true;
      case 'damaged':
        this.#corruptRecords++;
        return this.#rebuildIndexes();
      default:
        return false;
    }
  }

  /** A damaged index entry is made new from the records, once; `false` when that was done before or fails. */
  #rebuildIndexes(): boolean {
    if (this.#hasRebuiltIndexes) return false;
    this.#hasRebuiltIndexes = true;
    try {
      this.#database.exec('REINDEX');
      return true;
    } catch {
      return false;
    }
  }
}
