/** The thread of the database: everything that has arrived shares the next transaction (group commit). */
import process from 'node:process';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { SottoError, UsageError } from '@sotto/wire';
import type { ArchiveReport, ArchiveState } from '../archive.ts';
import { ArchiveDatabase, type ArchiveDatabaseOptions } from './archive-database.ts';
import type { ArchiveOperation } from './archive-operation.ts';
import {
  buffersOf,
  packResults,
  type ThreadOperation,
  type ThreadOutcome,
  unpackOperations,
} from './thread-operation.ts';

/** A transaction holds at most about this many operations, so that the first of them does not wait too long. */
const MAX_GROUP = 1_024;

export type ThreadRequest = readonly ThreadOperation[] | 'close';

export type ThreadMessage =
  | { readonly kind: 'opened'; readonly state: ArchiveState }
  | { readonly kind: 'not-opened'; readonly code: string; readonly message: string; readonly hint: string | undefined }
  | {
      readonly kind: 'executed';
      readonly outcomes: readonly ThreadOutcome[];
      readonly report: ArchiveReport;
    };

function serve(): void {
  const port = parentPort;
  if (port === null) throw new UsageError('invalid-argument', 'not a worker thread');
  const post = (message: ThreadMessage, moved: ArrayBuffer[] = []) => port.postMessage(message, moved);
  let database: ArchiveDatabase;
  try {
    database = new ArchiveDatabase(workerData as ArchiveDatabaseOptions);
  } catch (error) {
    if (!(error instanceof SottoError)) throw error;
    const { code, message, hint } = error;
    post({ kind: 'not-opened', code, message, hint });
    process.exit(0);
  }
  post({ kind: 'opened', state: database.state() });
  port.on('message', (first: ThreadRequest) => {
    const operations: ArchiveOperation[] = [];
    let next: ThreadRequest | undefined = first;
    while (next !== undefined && next !== 'close') {
      operations.push(...unpackOperations(next));
      next = operations.length < MAX_GROUP ? receiveMessageOnPort(port)?.message : undefined;
    }
    if (operations.length > 0) {
      const { outcomes: all, report } = database.execute(operations);
      const outcomes = packResults(operations, all);
      post({ kind: 'executed', outcomes, report }, buffersOf(outcomes));
    }
    if (next === 'close') {
      database.close();
      port.close();
    }
  });
}

serve();
