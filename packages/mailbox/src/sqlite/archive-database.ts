/**
 * The SQLite file of a mailbox: groups of operations, each in one transaction, durable when `execute` returns
 * (specs/06 §5; attacks E1 to E3; fault rows 8 to 12).
 *
 * Owns the transaction, the ballast and what becomes of failures. Must not know: threads, promises, signatures.
 */
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { DecodeError, SottoError, UnavailableError } from '@sotto/wire';
import type { ArchiveLimits, ArchiveState } from '../archive.ts';
import { AccountsTable } from './accounts-table.ts';
import {
  type ArchiveMethods,
  type ArchiveOperation,
  type ExecutionResult,
  METHOD_ACCESS,
  type OperationFailure,
  type OperationOutcome,
} from './archive-operation.ts';
import { Ballast } from './ballast.ts';
import { EnvelopesTable } from './envelopes-table.ts';
import { sqliteFailure } from './failure.ts';
import { FileSpace } from './file-space.ts';
import { PrekeysTable } from './prekeys-table.ts';
import { integerOf } from './record.ts';
import { CONNECTION_PRAGMAS, SCHEMA, SCHEMA_VERSION } from './schema.ts';
import { TopicsTable } from './topics-table.ts';
import { TotalsTable } from './totals-table.ts';

/** Deletions per maintenance step and kind: about 5 ms, so that puts hardly wait. */
const MAINTENANCE_STEP = 256;

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
  readonly #limits: ArchiveLimits;
  readonly #methods: ArchiveMethods;
  #state: ArchiveState = 'ready';
  #corruptRecords = 0;
  #hasRebuiltIndexes = false;

  /**
   * @throws {UnavailableError} `home-busy` when another process holds the folder, `storage` when it cannot be opened
   * @throws {DecodeError} `wrong-version` when a newer version has written it
   */
  constructor({ folder, limits, ballastBytes, openFile = openPrivateFile }: ArchiveDatabaseOptions) {
    this.#limits = limits;
    this.#ballast = new Ballast(join(folder, 'ballast'), ballastBytes);
    let opened: DatabaseSync | undefined;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      opened = this.#open(() => openFile(join(folder, 'archive.db')));
      this.#database = opened;
      this.#space = new FileSpace(opened, limits.maxTotalBytes);
      this.#methods = this.#bindMethods();
    } catch (error) {
      opened?.close();
      throw openingError(error);
    }
    if (!this.#ballast.restore()) this.#state = 'disk-full';
  }

  state(): ArchiveState {
    return this.#state;
  }

  /** Runs the operations in order, in one transaction when any of them writes. Never throws. */
  execute(operations: readonly ArchiveOperation[]): ExecutionResult {
    const startedMs = performance.now();
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
    const transaction = { operations: operations.length, durationMs: performance.now() - startedMs };
    return { outcomes, report: { state: this.#state, corruptRecords, ...(isWrite ? { transaction } : {}) } };
  }

  close(): void {
    this.#database.close();
  }

  #lookForSpace(): void {
    this.#space.shortenFile();
    if (this.#space.hasRoom() && this.#ballast.restore()) this.#state = 'ready';
  }

  #open(openFile: () => DatabaseSync): DatabaseSync {
    try {
      return prepareFile(openFile());
    } catch (error) {
      if (sqliteFailure(error) !== 'full') throw error;
      this.#ballast.release();
      return prepareFile(openFile());
    }
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
      if (isWrite) this.#database.exec('COMMIT');
      return outcomes;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
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
    const { topic } = argument as { readonly topic?: Parameters<TopicsTable['find']>[0] };
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
        this.#ballast.release();
        this.#state = 'disk-full';
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

  #bindMethods(): ArchiveMethods {
    const database = this.#database;
    const limits = this.#limits;
    const onCorrupt = () => {
      this.#corruptRecords++;
    };
    const totals = new TotalsTable(database);
    const topics = new TopicsTable(database, limits, totals);
    const envelopes = new EnvelopesTable(database, topics, onCorrupt);
    const prekeys = new PrekeysTable(database, limits, onCorrupt);
    const accounts = new AccountsTable(database, { limits, totals, prekeys, onCorrupt });
    return {
      openTopic: (request) => (topics.find(request.topic) ? 'already-open' : topics.open(request)),
      findTopic: (topic) => topics.find(topic),
      noteOwner: ({ topic, nowMs }) => topics.noteOwner(topic, nowMs),
      forgetTopic: (topic) => topics.close(topic),
      purge: () => envelopes.purge(MAINTENANCE_STEP) > 0,
      deposit: (request) => envelopes.deposit(request),
      page: (query) => envelopes.page(query),
      acknowledge: ({ topic, envelopeIds }) => envelopes.acknowledge(topic, envelopeIds),
      findAccount: (accountId) => accounts.find(accountId),
      publishAccount: (publication) => accounts.publish(publication),
      addPrekeys: ({ accountId, deviceId, prekeys: added }) => {
        const account = accounts.number(accountId);
        return account === undefined ? 'full' : prekeys.add(account, deviceId, added);
      },
      takePrekey: ({ accountId, deviceId }) => {
        const account = accounts.number(accountId);
        return account === undefined ? undefined : prekeys.take(account, deviceId);
      },
      countPrekeys: ({ accountId, deviceId }) => {
        const account = accounts.number(accountId);
        return account === undefined ? 0 : prekeys.count(account, deviceId);
      },
      maintain: ({ nowMs }) => {
        const idleSinceMs = nowMs - limits.idleSeconds * 1_000;
        const steps = [
          envelopes.expire(nowMs, MAINTENANCE_STEP),
          topics.closeIdle(idleSinceMs, MAINTENANCE_STEP),
          accounts.expire(idleSinceMs, MAINTENANCE_STEP),
          envelopes.purge(MAINTENANCE_STEP),
        ];
        this.#space.giveBack();
        const deleted = steps.reduce((sum, step) => sum + step, 0);
        return { deleted, more: steps.some((step) => step >= MAINTENANCE_STEP) };
      },
      totals: () => {
        const held = topics.held();
        return {
          topics: totals.value('topics'),
          envelopes: held.envelopes,
          envelopeBytes: held.bytes,
          accounts: totals.value('accounts'),
          prekeys: prekeys.total(),
        };
      },
    };
  }
}

/** Everything in the folder is for its owner's eyes only. */
function openPrivateFile(path: string): DatabaseSync {
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  return new DatabaseSync(path, { timeout: 0 });
}

function prepareFile(database: DatabaseSync): DatabaseSync {
  try {
    database.exec(CONNECTION_PRAGMAS);
    const version = integerOf(database.prepare('PRAGMA user_version').get() ?? {}, 'user_version');
    if (version > SCHEMA_VERSION) {
      throw new DecodeError('wrong-version', 'the mailbox folder was written by a newer version', {
        facts: { version, supported: SCHEMA_VERSION },
        hint: 'Update Sotto on this machine.',
      });
    }
    database.exec('BEGIN IMMEDIATE');
    if (version === 0) database.exec(SCHEMA);
    database.exec('COMMIT');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

const SQLITE_BUSY = 5;

function openingError(cause: unknown): SottoError {
  if (cause instanceof SottoError) return cause;
  if (cause instanceof Error && 'errcode' in cause && cause.errcode === SQLITE_BUSY) {
    return new UnavailableError('home-busy', 'another mailbox uses this folder', {
      cause,
      hint: 'Stop the other mailbox, or choose another folder.',
    });
  }
  return new UnavailableError('storage', 'the archive of the mailbox cannot be opened', {
    cause,
    hint: 'Check the folder and its disk. If the file is damaged, move it away: the mailbox starts with an empty one.',
  });
}
