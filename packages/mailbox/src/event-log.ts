/**
 * What a mailbox tells its operator in words: one JSON object per line (attack G7).
 *
 * Owns the list of events and the shape of a line. No fact is ever a topic, an envelope id, an account or the address
 * of a peer; the types of facts are numbers, truth values and words of our own.
 */
import type { Clock } from '@sotto/ports';
import { SottoError } from '@sotto/wire';

export type MailboxEvent =
  | 'started'
  | 'stopping'
  | 'stopped'
  /** The disk is full: deposits are refused, reading and deleting work. */
  | 'disk-full'
  | 'disk-recovered'
  /** A write failed: nothing is acknowledged until a restart. */
  | 'storage-failed'
  /** Records whose checksum does not hold: they are not served. */
  | 'corrupt-records'
  /** A fault of ours while serving a request or keeping house. */
  | 'fault';

export type EventFacts = Readonly<Record<string, number | boolean | string>>;

export type MailboxLog = (event: MailboxEvent, facts?: EventFacts) => void;

/** Lines such as `{"time":"2030-01-01T00:00:00.000Z","event":"started","listeners":2}`, without a line break. */
export function jsonLineLog(clock: Clock, write: (line: string) => void): MailboxLog {
  return (event, facts = {}) => write(JSON.stringify({ time: new Date(clock.nowMs()).toISOString(), event, ...facts }));
}

/** What may be said about an error that is not ours: its kind, never its text, which may name anything. */
export function errorFacts(error: unknown): EventFacts {
  if (error instanceof SottoError) return { error: error.name, code: error.code };
  return { error: error instanceof Error ? error.name : typeof error };
}
