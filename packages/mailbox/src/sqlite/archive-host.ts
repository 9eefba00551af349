/** Where the database runs: in this thread, or in one of its own. Groups what arrives while a commit is running. */
import type { ArchiveReport } from '../archive.ts';
import { ArchiveDatabase, type ArchiveDatabaseOptions } from './archive-database.ts';
import type { ArchiveOperation, OperationOutcome } from './archive-operation.ts';

export interface QueuedOperation {
  readonly operation: ArchiveOperation;
  /** Called once. */
  settle(outcome: OperationOutcome): void;
}

export interface ArchiveHost {
  /** Nothing to do, while the caller could go on: a part of a group is better than waiting for the rest. */
  readonly isIdle: boolean;
  /** Takes a group of operations; each is settled after its transaction is durable. */
  submit(group: readonly QueuedOperation[]): void;
  /** Settles what was submitted, then closes the file. */
  close(): Promise<void>;
}

export type ReportHandler = (report: ArchiveReport) => void;

/** Runs the database in this thread. */
export function hostInline(options: ArchiveDatabaseOptions, onReport: ReportHandler): ArchiveHost {
  const database = new ArchiveDatabase(options);
  onReport({ state: database.state(), corruptRecords: 0 });
  return {
    // The caller waits while the database works.
    isIdle: false,
    submit(group) {
      const { outcomes, report } = database.execute(group.map(({ operation }) => operation));
      onReport(report);
      group.forEach(({ settle }, i) => {
        settle(outcomes[i] ?? { ok: false, failure: 'storage' });
      });
    },
    async close() {
      database.close();
    },
  };
}
