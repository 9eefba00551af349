/** Operations and their outcomes as they cross to the thread of the database: deposits that follow each other as one buffer. */
import type { DepositRequest } from '../archive.ts';
import type { ArchiveOperation, OperationOutcome } from './archive-operation.ts';
import { packDeposits, packOutcomes, unpackDeposits, unpackOutcomes } from './deposit-batch.ts';

/** A buffer holds deposits. */
export type ThreadOperation = ArchiveOperation | ArrayBuffer;
/** Numbers are the outcomes of deposits. */
export type ThreadOutcome = OperationOutcome | Float64Array<ArrayBuffer>;

export function packOperations(operations: readonly ArchiveOperation[]): ThreadOperation[] {
  const packed: ThreadOperation[] = [];
  for (const { isDeposits, start, end } of runs(operations)) {
    const run = operations.slice(start, end);
    if (isDeposits) packed.push(packDeposits(run.map(({ argument }) => argument as DepositRequest)));
    else packed.push(...run);
  }
  return packed;
}

export function unpackOperations(packed: readonly ThreadOperation[]): ArchiveOperation[] {
  return packed.flatMap((item) => {
    if (!(item instanceof ArrayBuffer)) return [item];
    return unpackDeposits(item).map((argument): ArchiveOperation => ({ method: 'deposit', argument }));
  });
}

/** `outcomes`: one for each operation. */
export function packResults(
  operations: readonly ArchiveOperation[],
  outcomes: readonly OperationOutcome[],
): ThreadOutcome[] {
  const packed: ThreadOutcome[] = [];
  for (const { isDeposits, start, end } of runs(operations)) {
    const run = outcomes.slice(start, end);
    if (isDeposits) packed.push(packOutcomes(run));
    else packed.push(...run);
  }
  return packed;
}

export function unpackResults(packed: readonly ThreadOutcome[]): OperationOutcome[] {
  return packed.flatMap((item) => (item instanceof Float64Array ? unpackOutcomes(item) : [item]));
}

/** What has to be moved with a message. */
export function buffersOf(packed: readonly (ThreadOperation | ThreadOutcome)[]): ArrayBuffer[] {
  return packed.flatMap((item) => {
    if (item instanceof ArrayBuffer) return [item];
    return item instanceof Float64Array ? [item.buffer] : [];
  });
}

interface Run {
  readonly isDeposits: boolean;
  readonly start: number;
  readonly end: number;
}

/** The operations in pieces of nothing but deposits and of nothing but others. */
function* runs(operations: readonly ArchiveOperation[]): Generator<Run> {
  const isDeposit = (i: number) => operations[i]?.method === 'deposit';
  for (let start = 0; start < operations.length; ) {
    let end = start + 1;
    while (end < operations.length && isDeposit(end) === isDeposit(start)) end++;
    yield { isDeposits: isDeposit(start), start, end };
    start = end;
  }
}
