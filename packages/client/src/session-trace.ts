/**
 * What we remember of the packets of one session, to see that the state at its other end, or our own, exists twice
 * (specs/08 §9; attack B7).
 *
 * A value: operations return the next one. It claims something only when two packets contradict each other: what it has
 * forgotten is never taken for a clone, so copies, resends and what mailboxes do to envelopes raise no alarm.
 */
import type { PacketTrace } from '@sotto/crypto';
import { concatBytes, DecodeError, encodeUint64, equalBytes } from '@sotto/wire';

/** Message keys whose packet is remembered, the newest: about what the chains of a session hold that can still be opened. */
const MAX_OPENED = 64;
/** So many packets that have a genuine header and do not open, with nothing that opens in between, … */
const DIVERGED_PACKETS = 3;
/** … and so much time between the first and the last of them: copies from honest mailboxes come sooner. */
const DIVERGED_MS = 10 * 60_000;
const ENTRY_BYTES = 16;
const SALT_BYTES = 8;
const HEAD_BYTES = 9;

export interface SessionTrace {
  /** Position (8) and salt (8) of every packet that was opened, newest last. */
  readonly opened: Uint8Array;
  /** Salts of packets that did not open, and when the first of them came. */
  readonly failed: readonly Uint8Array[];
  readonly failedSinceMs: number;
}

export const NO_TRACE: SessionTrace = { opened: new Uint8Array(0), failed: [], failedSinceMs: 0 };

export function withOpened({ opened }: SessionTrace, { position, salt }: PacketTrace): SessionTrace {
  const kept = opened.subarray(Math.max(0, opened.length - (MAX_OPENED - 1) * ENTRY_BYTES));
  return { ...NO_TRACE, opened: concatBytes(kept, position, salt) };
}

/** Whether another packet was opened with the same message key. */
export function isSealedTwice({ opened }: SessionTrace, { position, salt }: PacketTrace): boolean {
  for (let start = 0; start < opened.length; start += ENTRY_BYTES) {
    const middle = start + ENTRY_BYTES - SALT_BYTES;
    if (!equalBytes(opened.subarray(start, middle), position)) continue;
    return !equalBytes(opened.subarray(middle, start + ENTRY_BYTES), salt);
  }
  return false;
}

/** A packet whose header is genuine did not open. One packet counts once, however often it comes. */
export function withFailed(trace: SessionTrace, { salt }: PacketTrace, nowMs: number): SessionTrace {
  const { failed, failedSinceMs } = trace;
  const isKnown = failed.some((other) => equalBytes(other, salt));
  const isFull = failed.length >= DIVERGED_PACKETS;
  return {
    ...trace,
    failed: isKnown || isFull ? failed : [...failed, salt],
    // A clock that was set back since must not keep the alarm away for longer than it should take.
    failedSinceMs: failed.length === 0 ? nowMs : Math.min(failedSinceMs, nowMs),
  };
}

/** The alarm was raised: it takes as much again for the next one. */
export function withoutFailed(trace: SessionTrace): SessionTrace {
  return { ...trace, failed: [], failedSinceMs: 0 };
}

/** Whether so much did not open, for so long, that the two ends cannot be the same session any more. */
export function hasDiverged({ failed, failedSinceMs }: SessionTrace, nowMs: number): boolean {
  return failed.length >= DIVERGED_PACKETS && nowMs - failedSinceMs >= DIVERGED_MS;
}

// count of failed (1) || since ms (8) || salts (8 each) || opened (16 each)
export function encodeTrace({ opened, failed, failedSinceMs }: SessionTrace): Uint8Array {
  return concatBytes(Uint8Array.of(failed.length), encodeUint64(failedSinceMs), ...failed, opened);
}

/** @throws {DecodeError} `wrong-length` */
export function decodeTrace(bytes: Uint8Array): SessionTrace {
  const failedEnd = HEAD_BYTES + (bytes[0] ?? 0) * SALT_BYTES;
  const openedBytes = bytes.length - failedEnd;
  if (openedBytes < 0 || openedBytes % ENTRY_BYTES !== 0) throw new DecodeError('wrong-length', 'bad session trace');
  const failed: Uint8Array[] = [];
  for (let at = HEAD_BYTES; at < failedEnd; at += SALT_BYTES) failed.push(bytes.slice(at, at + SALT_BYTES));
  const failedSinceMs = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(1));
  return { opened: bytes.slice(failedEnd), failed, failedSinceMs };
}
