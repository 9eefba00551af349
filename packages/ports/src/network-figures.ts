/**
 * What the network of this process has measured of itself (specs/08 §14). Figures for the person only: they are kept in
 * memory, name no contact, and leave the device on no path. What was not measured is absent, never guessed.
 */
import type { MailboxAddress } from '@sotto/wire';

/** What bytes travelled over. `direct`: TCP and WebSocket between devices. `relayed`: to and through relays, which carry negotiations. */
export type TrafficPath = 'direct' | 'webrtc' | 'relayed' | 'mailbox';

export interface TrafficAmount {
  readonly bytesIn: number;
  readonly bytesOut: number;
}

export interface TrafficHour {
  /** Beginning of the hour, in milliseconds since 1970. */
  readonly startMs: number;
  readonly paths: Readonly<Record<TrafficPath, TrafficAmount>>;
}

export interface TrafficReport {
  /** Since when bytes are counted: hours before it are unknown, not quiet. */
  readonly sinceMs: number;
  /** The hour of now and the 23 before it, oldest first. */
  readonly hours: readonly TrafficHour[];
}

/** How a connection runs. `relayed`: every byte of it passes a relay. */
export type PathKind = 'tcp' | 'websocket' | 'webrtc' | 'relayed';

/** An open direct connection. */
export interface PeerPath {
  readonly peerId: string;
  readonly kind: PathKind;
  readonly sinceMs: number;
  /** Of the last ping; absent until there was one. */
  readonly roundTripMs?: number;
}

/** A place at a relay of ours. */
export interface RelayPlace {
  readonly address: MailboxAddress;
  readonly isReserved: boolean;
  /** Since when it is as it is; absent before the first answer. */
  readonly sinceMs?: number;
}

export type TransportKind = 'tcp' | 'websocket' | 'webrtc' | 'relay' | 'local-discovery';

export interface TransportFigure {
  readonly kind: TransportKind;
  /** Whether this environment and its settings offer it. */
  readonly isAvailable: boolean;
  /** When a connection was made with it last, in this run. */
  readonly lastWorkedAtMs?: number;
}

export interface NetworkFigures {
  traffic(): TrafficReport;
  paths(): readonly PeerPath[];
  relays(): readonly RelayPlace[];
  transports(): readonly TransportFigure[];
  /** Of the last ping of the connection that reads there. */
  mailboxRoundTripMs(mailbox: MailboxAddress): number | undefined;
}
