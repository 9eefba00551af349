/**
 * What the page and the database worker say to each other. Plain values, so that they can be cloned between threads.
 *
 * Owns the shape only. Rows and statements hold sealed values; no key ever crosses.
 */
import type { SqlFault, SqlRow, SqlStatement, SqlValue } from '../sql-driver.ts';

/** `relaxed`: survives the end of the process, and perhaps not a power cut before the next `full` transaction. */
export type CommitDurability = 'full' | 'relaxed';

export type DatabaseCall =
  | { readonly kind: 'open'; readonly path: string }
  | { readonly kind: 'all'; readonly sql: string; readonly values: readonly SqlValue[] }
  | {
      readonly kind: 'transact';
      readonly groups: readonly (readonly SqlStatement[])[];
      readonly durability: CommitDurability;
    }
  | { readonly kind: 'script'; readonly sql: string }
  /** The whole database as bytes. */
  | { readonly kind: 'serialize' }
  /** Puts such bytes in its place. Only for one in memory. */
  | { readonly kind: 'deserialize'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'close' };

/** `engine`: SQLite itself could not be loaded. `reason`: for a log; never a value of a row. */
export interface DatabaseFailure {
  readonly fault: SqlFault | 'engine';
  readonly reason: string;
}

/** As `SqlOutcome`, with a cause that can be cloned. */
export type GroupReply =
  | { readonly done: true; readonly changes: number }
  | ({ readonly done: false } & DatabaseFailure);

/** What each call gives back. */
export interface DatabaseResults {
  readonly open: undefined;
  readonly all: readonly SqlRow[];
  readonly transact: readonly GroupReply[];
  readonly script: undefined;
  readonly serialize: Uint8Array<ArrayBuffer>;
  readonly deserialize: undefined;
  readonly close: undefined;
}

export interface DatabaseRequest {
  readonly id: number;
  readonly call: DatabaseCall;
}

export type DatabaseReply =
  | { readonly id: number; readonly result: DatabaseResults[DatabaseCall['kind']] }
  | { readonly id: number; readonly failure: DatabaseFailure };

/** What one message to the worker asks, in order; it is answered by one message. */
export type DatabaseRequests = readonly DatabaseRequest[];
export type DatabaseReplies = readonly DatabaseReply[];

/** Large values move to the other thread and are not copied. */
export function movedWith(requests: DatabaseRequests): Transferable[] {
  return requests.flatMap(({ call }) => (call.kind === 'deserialize' ? [call.bytes.buffer] : []));
}

/** As `movedWith`, of answers. */
export function movedBack(replies: DatabaseReplies): Transferable[] {
  return replies.flatMap((reply) =>
    'result' in reply && reply.result instanceof Uint8Array ? [reply.result.buffer] : [],
  );
}
