/** What a client says of its connections, mailboxes and outbox (specs/08 §14): plain values, times in milliseconds. */
import type { PathKind, RelayPlace, StorageCondition, TrafficReport, TransportFigure } from '@sotto/ports';
import type { WaitView } from '../conversation-views.ts';

/** How a mailbox has answered in this run. */
export interface MailboxConduct {
  readonly lastSuccessAtMs?: number;
  readonly lastFailure?: { readonly code: string; readonly atMs: number };
}

/** What a mailbox has signed for. */
export interface CustodyStanding {
  /** Envelopes of ours with a verified receipt that has not expired, and which nobody has confirmed yet. */
  readonly held: number;
  /** As the mailbox signed it, by its own clock. */
  readonly lastReceiptAtMs?: number;
}

/** A mailbox of ours. */
export interface MailboxStatus extends MailboxConduct, CustodyStanding {
  readonly address: string;
  readonly reachable: boolean;
  /** Since when it can be reached, or cannot; absent while it was not tried. */
  readonly sinceMs?: number;
  /** Of the last ping; absent until there was one. */
  readonly roundTripMs?: number;
}

/** A mailbox that keeps mail of ours for others. It may be one of ours as well. */
export interface CustodianStatus extends MailboxConduct, CustodyStanding {
  readonly address: string;
}

/** A device that is directly connected. */
export interface PeerStatus {
  readonly peerId: string;
  /** Account id of the contact; absent for one that is none any more. */
  readonly contact?: string;
  readonly path: PathKind;
  readonly sinceMs: number;
  readonly roundTripMs?: number;
}

/** Outgoing messages and envelopes that wait for the same reason. */
export interface WaitingStatus {
  readonly reason: WaitView['reason'];
  /** What the last attempt ended with: an error code. */
  readonly failure?: string;
  readonly count: number;
  /** When the oldest was composed; absent where that is not known. */
  readonly oldestAtMs?: number;
}

/** Where the skew of the clock is known from. */
export interface SkewSource {
  readonly kind: 'receipts' | 'unknown';
  readonly samples: number;
  readonly mailboxes: number;
}

export interface StatusReport {
  /** Grows with every field that is added. */
  readonly version: 3;
  readonly peerId: string;
  readonly mailboxes: readonly MailboxStatus[];
  readonly custodians: readonly CustodianStatus[];
  /** The person wants no direct way: without direct connections, relays and addresses nothing is wrong. */
  readonly mailboxesOnly: boolean;
  readonly directPeers: number;
  readonly peers: readonly PeerStatus[];
  readonly relays: readonly RelayPlace[];
  readonly transports: readonly TransportFigure[];
  readonly listening: readonly string[];
  readonly outbox: { readonly pending: number; readonly custody: number };
  /** Of what is pending, and of messages that have no envelope yet; the most first. */
  readonly waiting: readonly WaitingStatus[];
  /** Median difference of mailbox clocks to ours as seen in receipts; 0 when unknown. */
  readonly clockSkewMs: number;
  readonly clockSource: SkewSource;
  readonly traffic: TrafficReport;
  /** Absent where nobody says. */
  readonly storage?: StorageCondition;
  readonly lastError?: { readonly code: string; readonly message: string; readonly atMs: number };
}
