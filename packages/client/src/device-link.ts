/**
 * What ties us to one device of a contact: its record and our sessions with it. A value: operations return the next
 * one, and `linkChanges` says what to store (specs/03 §5).
 */
import { encodeSession, type Session } from '@sotto/crypto';
import type { PeerDeviceRecord, StoreChange } from '@sotto/ports';
import { type AccountId, compareBytes, type DeviceId, equalBytes, LIMITS, type SessionId } from '@sotto/wire';
import { encodeTrace, NO_TRACE, type SessionTrace } from './session-trace.ts';

/** Beyond this lead over our clock a generation is not honest: it would leave no larger one for later. */
const MAX_GENERATION_LEAD_MS = 100 * 365 * 86_400_000;

export interface LinkedSession {
  readonly session: Session;
  readonly lastOpenedAtMs: number;
  /** The store that holds it was copied or restored: it opens, and seals nothing any more (attack B8). */
  readonly isStale: boolean;
  /** Of the packets that it opened (attack B7). */
  readonly trace: SessionTrace;
}

/** Stands in place of the creation time in the record of a stale session. */
export const STALE_SESSION = 0;

export interface DeviceLink {
  readonly record: PeerDeviceRecord;
  /** Best first: by generation, then id, both descending. At most MAX_SESSIONS_PER_DEVICE. */
  readonly sessions: readonly LinkedSession[];
}

export function emptyLink(accountId: AccountId, deviceId: DeviceId): DeviceLink {
  return { record: { accountId, deviceId, bundleNumber: 0, ourAddressNumber: 0 }, sessions: [] };
}

/** The order that both sides agree on: the larger generation wins, then the larger id (specs/03 §5; attack A11). */
export function compareSessions(a: Session, b: Session): number {
  return b.generation - a.generation || compareBytes(b.id, a.id);
}

/** Adds a session or replaces the one with its id. Beyond the bound the worst of the others goes. */
export function withSession(link: DeviceLink, entry: LinkedSession): DeviceLink {
  const others = link.sessions.filter(({ session }) => !equalBytes(session.id, entry.session.id));
  const kept = others.slice(0, LIMITS.MAX_SESSIONS_PER_DEVICE - 1);
  return { ...link, sessions: [...kept, entry].sort((a, b) => compareSessions(a.session, b.session)) };
}

export function withRecord(link: DeviceLink, change: Partial<PeerDeviceRecord>): DeviceLink {
  return { ...link, record: { ...link.record, ...change } };
}

/**
 * The session to send with: the best one that is not stale, and not an introduction that was left unanswered for
 * UNACKNOWLEDGED_SESSION_SECONDS.
 */
export function sendingSession(link: DeviceLink, nowMs: number): LinkedSession | undefined {
  const unansweredSince = nowMs - LIMITS.UNACKNOWLEDGED_SESSION_SECONDS * 1000;
  return link.sessions.find(
    ({ session, isStale }) =>
      !isStale && (session.pendingInitial === undefined || session.createdAtMs > unansweredSince),
  );
}

/** Larger than every generation seen with this device; close to the clock, so that a restored device wins too. */
export function nextGeneration(link: DeviceLink, nowMs: number, atLeast: number): number {
  return Math.max(nowMs, atLeast, (link.sessions[0]?.session.generation ?? 0) + 1);
}

/** Whether a generation that somebody else chose leaves room for larger ones. */
export function isHonestGeneration(generation: number, nowMs: number): boolean {
  return generation <= Math.max(0, nowMs) + MAX_GENERATION_LEAD_MS;
}

export function findSession(link: DeviceLink, id: SessionId): LinkedSession | undefined {
  return link.sessions.find(({ session }) => equalBytes(session.id, id));
}

/** What to store to get from one value to the next. */
export function linkChanges(before: DeviceLink, after: DeviceLink): StoreChange[] {
  const changes: StoreChange[] = [];
  if (before.record !== after.record) changes.push({ kind: 'put-peer-device', record: after.record });
  for (const entry of after.sessions) {
    const known = before.sessions.find(({ session }) => equalBytes(session.id, entry.session.id));
    if (known?.session !== entry.session || known.isStale !== entry.isStale) changes.push(putSession(after, entry));
    if ((known?.trace ?? NO_TRACE) === entry.trace) continue;
    const trace = encodeTrace(entry.trace);
    changes.push({ kind: 'put-session-trace', record: { sessionId: entry.session.id, trace } });
  }
  for (const { session } of before.sessions) {
    if (!after.sessions.some((kept) => equalBytes(kept.session.id, session.id))) {
      changes.push({ kind: 'delete-session', id: session.id });
    }
  }
  return changes;
}

function putSession({ record }: DeviceLink, { session, lastOpenedAtMs, isStale }: LinkedSession): StoreChange {
  return {
    kind: 'put-session',
    record: {
      id: session.id,
      accountId: record.accountId,
      deviceId: record.deviceId,
      generation: session.generation,
      createdAtMs: isStale ? STALE_SESSION : Math.max(1, session.createdAtMs),
      lastOpenedAtMs,
      state: encodeSession(session),
    },
  };
}
