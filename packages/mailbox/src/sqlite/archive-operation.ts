/** The calls of a `MailboxArchive` as values, so that they can wait in a queue and cross to another thread. */
import { LimitError, type SottoError, UnavailableError } from '@sotto/wire';
import type { ArchiveReport, MailboxArchive } from '../archive.ts';

type Operations = Omit<MailboxArchive, 'state' | 'close' | 'closeTopic'>;

/** What the database itself does; every method takes one argument and runs inside a transaction. */
export type ArchiveMethods = {
  readonly [Name in keyof Operations]: (
    argument: Parameters<Operations[Name]>[0],
  ) => Awaited<ReturnType<Operations[Name]>>;
} & {
  /** Forgets a topic and leaves its envelopes to `purge`. */
  readonly forgetTopic: (topic: Parameters<MailboxArchive['closeTopic']>[0]) => boolean;
  /** Deletes a bounded number of envelopes of forgotten topics. `false`: nothing is left of them. */
  readonly purge: () => boolean;
};

export type ArchiveMethod = keyof ArchiveMethods;

export interface ArchiveOperation<Method extends ArchiveMethod = ArchiveMethod> {
  readonly method: Method;
  readonly argument: Parameters<ArchiveMethods[Method]>[0];
}

/** `grow`: refused on a full disk. `shrink`: writes, but needs no lasting space. */
export const METHOD_ACCESS: Readonly<Record<ArchiveMethod, 'read' | 'grow' | 'shrink'>> = {
  openTopic: 'grow',
  findTopic: 'read',
  noteOwner: 'shrink',
  forgetTopic: 'shrink',
  purge: 'shrink',
  deposit: 'grow',
  page: 'read',
  acknowledge: 'shrink',
  findAccount: 'read',
  publishAccount: 'grow',
  addPrekeys: 'grow',
  takePrekey: 'shrink',
  countPrekeys: 'read',
  maintain: 'shrink',
  totals: 'read',
};

export type OperationFailure = 'disk-full' | 'rate' | 'storage';

/** Errors lose their class on the way between threads; this is what crosses. */
export type OperationOutcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly failure: OperationFailure };

export function operationError(failure: OperationFailure): SottoError {
  switch (failure) {
    case 'disk-full':
      return new LimitError('disk-full', 'no space left for the mailbox');
    case 'rate':
      return new LimitError('rate', 'too much is waiting for the disk');
    case 'storage':
      return new UnavailableError('storage', 'the mailbox could not write to its disk');
  }
}

/** Outcomes in the order of the operations, and what the operator should know. */
export interface ExecutionResult {
  readonly outcomes: readonly OperationOutcome[];
  readonly report: ArchiveReport;
}
