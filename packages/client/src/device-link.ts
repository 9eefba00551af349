/**
 * What ties us to one device of a contact: its record and our sessions with it. A value: operations return the next
 * one, and `linkChanges` says what to store (specs/03 §5).
 */
import { decodeSession, encodeSession, type Session } from '@sotto/crypto';
import type { MessageStore, PeerDeviceRecord, StoreChange } from '@sotto/ports';
import { type AccountId, compareBytes, type DeviceId, equalBytes, LIMITS } from '@sotto/wire';
import { peerKey } from './own-topics.ts';

export interface LinkedSession {
  readonly session: Session;
  readonly lastOpenedAtMs: number;
}

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

/** Adds a session or replaces the one with its id. The worst beyond the bound is dropped. */
export function withSession(link: DeviceLink, entry: LinkedSession): DeviceLink {
  const others = link.sessions.filter(({ session }) => !equalBytes(session.id, entry.session.id));
  const sessions = [...others, entry].sort((a, b) => compareSessions(a.session, b.session));
  return { ...link, sessions: sessions.slice(0, LIMITS.MAX_SESSIONS_PER_DEVICE) };
}

export function withRecord(link: DeviceLink, change: Partial<PeerDeviceRecord>): DeviceLink {
  return { ...link, record: { ...link.record, ...change } };
}

/**
 * The session to send with: the best one that was not restored from a copy (attack B8) and that is not an introduction
 * left unanswered for UNACKNOWLEDGED_SESSION_SECONDS.
 */
export function sendingSession(
  link: DeviceLink,
  options: { readonly nowMs: number; readonly staleUpToMs: number },
): LinkedSession | undefined {
  const unansweredSince = options.nowMs - LIMITS.UNACKNOWLEDGED_SESSION_SECONDS * 1000;
  return link.sessions.find(
    ({ session }) =>
      session.createdAtMs > options.staleUpToMs &&
      (session.pendingInitial === undefined || session.createdAtMs > unansweredSince),
  );
}

/** Larger than every generation seen with this device; close to the clock, so that a restored device wins too. */
export function nextGeneration(link: DeviceLink, nowMs: number, atLeast = 0): number {
  return Math.max(nowMs, atLeast, (link.sessions[0]?.session.generation ?? 0) + 1);
}

/** What to store to get from one value to the next. */
export function linkChanges(before: DeviceLink, after: DeviceLink): StoreChange[] {
  const changes: StoreChange[] = [];
  if (before.record !== after.record) changes.push({ kind: 'put-peer-device', record: after.record });
  for (const entry of after.sessions) {
    if (before.sessions.includes(entry)) continue;
    changes.push({
      kind: 'put-session',
      record: {
        id: entry.session.id,
        accountId: after.record.accountId,
        deviceId: after.record.deviceId,
        generation: entry.session.generation,
        createdAtMs: entry.session.createdAtMs,
        lastOpenedAtMs: entry.lastOpenedAtMs,
        state: encodeSession(entry.session),
      },
    });
  }
  for (const { session } of before.sessions) {
    if (!after.sessions.some((kept) => equalBytes(kept.session.id, session.id))) {
      changes.push({ kind: 'delete-session', id: session.id });
    }
  }
  return changes;
}

const MAX_CACHED_LINKS = 256;

/** Loads links and remembers the latest ones. Only one process owns the store, so the memory is the truth. */
export class DeviceLinks {
  readonly #store: MessageStore;
  readonly #cache = new Map<string, DeviceLink>();

  constructor(store: MessageStore) {
    this.#store = store;
  }

  async load(accountId: AccountId, deviceId: DeviceId): Promise<DeviceLink> {
    const cached = this.#cache.get(peerKey(accountId, deviceId));
    if (cached) return cached;
    const record = await this.#store.peerDevice(accountId, deviceId);
    if (record === undefined) return emptyLink(accountId, deviceId);
    const sessions = await this.#store.sessions(accountId, deviceId);
    const link: DeviceLink = {
      record,
      sessions: sessions.map(({ state, lastOpenedAtMs }) => ({ session: decodeSession(state), lastOpenedAtMs })),
    };
    this.#remember(link);
    return link;
  }

  /** Call once the changes of `link` are committed. */
  adopt(link: DeviceLink): void {
    this.#remember(link);
  }

  /** Call when a commit failed: what memory holds may not be what the store holds. */
  forget(accountId: AccountId, deviceId: DeviceId): void {
    this.#cache.delete(peerKey(accountId, deviceId));
  }

  #remember(link: DeviceLink): void {
    const key = peerKey(link.record.accountId, link.record.deviceId);
    this.#cache.delete(key);
    this.#cache.set(key, link);
    if (this.#cache.size <= MAX_CACHED_LINKS) return;
    const oldest = this.#cache.keys().next();
    if (!oldest.done) this.#cache.delete(oldest.value);
  }
}
