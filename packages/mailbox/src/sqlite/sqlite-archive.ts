/**
 * The archive on SQLite (specs/06 §5): calls become operations for the queue of the database.
 *
 * Owns opening and closing. Must not know: SQL, how operations are grouped.
 */
import type { Topic } from '@sotto/wire';
import type { ArchiveReport, ArchiveState, MailboxArchive } from '../archive.ts';
import type { ArchiveDatabaseOptions } from './archive-database.ts';
import { type ArchiveHost, hostInline, type ReportHandler } from './archive-host.ts';
import { type ArchiveMethod, type ArchiveMethods, operationError } from './archive-operation.ts';
import { CommitPace } from './commit-pace.ts';
import { OperationQueue } from './operation-queue.ts';
import { hostInThread } from './thread-host.ts';

export interface SqliteArchiveOptions extends Omit<ArchiveDatabaseOptions, 'openFile'> {
  /** Called after every group of operations. */
  readonly onReport?: (report: ArchiveReport) => void;
}

/**
 * Opens the archive of a folder in a thread of its own, creating it when there is none.
 * @throws {UnavailableError} `home-busy` when another process holds the folder, `storage` when it cannot be opened
 * @throws {DecodeError} `wrong-version` when a newer version has written it
 */
export async function openSqliteArchive(options: SqliteArchiveOptions): Promise<MailboxArchive> {
  const { onReport, ...database } = options;
  return SqliteArchive.open((report) => hostInThread(database, report), onReport);
}

/** The same in the caller's thread: for tools and tests; a commit blocks the event loop. */
export async function openInlineSqliteArchive(
  options: SqliteArchiveOptions & Pick<ArchiveDatabaseOptions, 'openFile'>,
): Promise<MailboxArchive> {
  const { onReport, ...database } = options;
  return SqliteArchive.open(async (report) => hostInline(database, report), onReport);
}

type Argument<Method extends ArchiveMethod> = Parameters<ArchiveMethods[Method]>[0];

class SqliteArchive implements MailboxArchive {
  readonly #host: ArchiveHost;
  readonly #queue: OperationQueue;
  readonly #state: () => ArchiveState;
  #closing: Promise<void> | undefined;

  private constructor(host: ArchiveHost, pace: CommitPace, state: () => ArchiveState) {
    this.#host = host;
    this.#queue = new OperationQueue(host, pace);
    this.#state = state;
  }

  static async open(start: (onReport: ReportHandler) => Promise<ArchiveHost>, onReport: ReportHandler = () => {}) {
    let state: ArchiveState = 'ready';
    const pace = new CommitPace();
    const host = await start((report) => {
      state = report.state;
      if (report.transaction !== undefined) pace.note(report.transaction.flushMs);
      onReport(report);
    });
    return new SqliteArchive(host, pace, () => state);
  }

  openTopic = (request: Argument<'openTopic'>) => this.#call('openTopic', request);
  findTopic = (topic: Topic) => this.#call('findTopic', topic);
  noteOwner = (request: Argument<'noteOwner'>) => this.#call('noteOwner', request);
  deposit = (request: Argument<'deposit'>) => this.#call('deposit', request, request.envelope.length);
  page = (query: Argument<'page'>) => this.#call('page', query);
  acknowledge = (request: Argument<'acknowledge'>) => this.#call('acknowledge', request);
  findAccount = (accountId: Argument<'findAccount'>) => this.#call('findAccount', accountId);
  publishAccount = (publication: Argument<'publishAccount'>) => this.#call('publishAccount', publication);
  addPrekeys = (request: Argument<'addPrekeys'>) => this.#call('addPrekeys', request);
  takePrekey = (device: Argument<'takePrekey'>) => this.#call('takePrekey', device);
  countPrekeys = (device: Argument<'countPrekeys'>) => this.#call('countPrekeys', device);
  maintain = (request: Argument<'maintain'>) => this.#call('maintain', request);
  totals = () => this.#call('totals', undefined);

  async closeTopic(topic: Topic): Promise<boolean> {
    const wasOpen = await this.#call('forgetTopic', topic);
    // In steps, so that others are served in between. What a crash leaves is deleted by maintenance.
    while (wasOpen && (await this.#call('purge', undefined)));
    return wasOpen;
  }

  state(): ArchiveState {
    return this.#state();
  }

  close(): Promise<void> {
    this.#closing ??= (async () => {
      this.#queue.submit();
      await this.#host.close();
    })();
    return this.#closing;
  }

  #call<Method extends ArchiveMethod>(
    method: Method,
    argument: Argument<Method>,
    bytes = 0,
  ): Promise<ReturnType<ArchiveMethods[Method]>> {
    if (this.#closing !== undefined) return Promise.reject(operationError('storage'));
    // The database answers a method with that method's value.
    return this.#queue.add({ method, argument }, bytes) as Promise<ReturnType<ArchiveMethods[Method]>>;
  }
}
