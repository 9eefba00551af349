/** What a mailbox server tells its operator: counts and times, nothing about who or which topic (attack G7). */
import type { RefusalCode } from '@sotto/wire';

export type ServedProtocol = 'mailbox' | 'directory';

export type ServerEvent =
  | { readonly kind: 'connection'; readonly change: 'opened' | 'closed' | 'refused' }
  | {
      readonly kind: 'stream';
      readonly protocol: ServedProtocol;
      /** `malformed`, `idle` and `stalled` say why a stream is about to be closed. */
      readonly change: 'opened' | 'closed' | 'malformed' | 'idle' | 'stalled';
    }
  | {
      readonly kind: 'request';
      readonly protocol: ServedProtocol;
      /** Name of the request in the schema: `put`, `fetch`, `lookUp` … */
      readonly operation: string;
      readonly outcome: 'ok' | RefusalCode;
      readonly elapsedMs: number;
    }
  | { readonly kind: 'delivery'; readonly sizeBytes: number }
  /** The service threw: a fault of ours, answered with `UNAVAILABLE`. */
  | { readonly kind: 'fault'; readonly operation: string; readonly error: unknown };

export type ServerObserver = (event: ServerEvent) => void;
