/**
 * What a device remembers, as a value, and how it lies in its store: sessions as the bytes of specs/04 §7.
 *
 * The choice of the session is that of the client: its pure functions are used as they are.
 */
import { createHash } from 'node:crypto';
import { decodeSession, encodeSession } from '@sotto/crypto';
import { asAccountId, asDeviceId } from '@sotto/wire';
import { type DeviceLink, emptyLink, type LinkedSession } from '../../packages/client/src/device-link.ts';
import { NO_TRACE } from '../../packages/client/src/session-trace.ts';
import type { Packet } from './packet.ts';

/** A signed prekey and the one of last resort, which share an id here. */
export interface PrekeyPair {
  readonly id: number;
  readonly createdAtMs: number;
  readonly retiredAtMs?: number;
}

export interface Shown {
  readonly from: string;
  readonly text: string;
}

export interface Hint {
  /** Hexadecimal. */
  readonly sessionId: string;
  /** Of the best session. */
  readonly generation: number;
}

interface Memories {
  readonly replays: ReadonlySet<string>;
  /** Newest first. */
  readonly prekeys: readonly PrekeyPair[];
  /** Ids of one-time prekeys whose secrets are held. */
  readonly oneTime: ReadonlySet<number>;
  readonly counter: number;
  /** Ids of prekeys below it were published before the last restore. */
  readonly firstSinceRestore: number;
  readonly shown: readonly Shown[];
  /** Sealed and not noted as sent. */
  readonly outbox: readonly Packet[];
  /** Peers that get a new session with the next message, and the generation that it has at least. */
  readonly wanted: ReadonlyMap<string, number>;
  /** Peers that started a session which is not the best one: they are told so, in that session (specs/08 §4). */
  readonly hints: ReadonlyMap<string, Hint>;
  /** The newest chain of the other side that something was opened of, by session. */
  readonly heard: ReadonlyMap<string, number>;
}

export interface DeviceState extends Memories {
  readonly links: ReadonlyMap<string, DeviceLink>;
}

interface StoredSession {
  readonly bytes: Uint8Array;
  readonly lastOpenedAtMs: number;
  readonly isStale: boolean;
}

export interface StoredState extends Memories {
  readonly sessions: ReadonlyMap<string, readonly StoredSession[]>;
}

export const NEW_DEVICE: DeviceState = {
  links: new Map(),
  replays: new Set(),
  prekeys: [],
  oneTime: new Set(),
  counter: 0,
  firstSinceRestore: 0,
  shown: [],
  outbox: [],
  wanted: new Map(),
  hints: new Map(),
  heard: new Map(),
};

// The ids in a link are for a store that holds many; here a link is found by the name of its peer.
const NOBODY = emptyLink(asAccountId(new Uint8Array(32)), asDeviceId(new Uint8Array(16)));

export function linkWith(state: DeviceState, peer: string): DeviceLink {
  return state.links.get(peer) ?? NOBODY;
}

export function withLink(state: DeviceState, peer: string, link: DeviceLink): DeviceState {
  return { ...state, links: new Map(state.links).set(peer, link) };
}

function storedSession({ session, lastOpenedAtMs, isStale }: LinkedSession): StoredSession {
  return { bytes: encodeSession(session), lastOpenedAtMs, isStale };
}

// Most links are the same in many states after each other.
const storedLinks = new WeakMap<DeviceLink, readonly StoredSession[]>();

function stored(link: DeviceLink): readonly StoredSession[] {
  const sessions = storedLinks.get(link) ?? link.sessions.map(storedSession);
  storedLinks.set(link, sessions);
  return sessions;
}

export function freeze({ links, ...memories }: DeviceState): StoredState {
  return { ...memories, sessions: new Map([...links].map(([peer, link]) => [peer, stored(link)])) };
}

/** The state of a process that starts. `asStale`: the store was found to be a copy (specs/03 §5). */
export function thaw({ sessions, ...memories }: StoredState, asStale = false): DeviceState {
  const links = [...sessions].map(([peer, all]): [string, DeviceLink] => {
    const read = all.map(({ bytes, lastOpenedAtMs, isStale }) => ({
      session: decodeSession(bytes),
      lastOpenedAtMs,
      isStale: isStale || asStale,
      trace: NO_TRACE,
    }));
    return [peer, { ...NOBODY, sessions: read }];
  });
  return { ...memories, links: new Map(links) };
}

/** Hash of everything that a refused packet may not change. */
export function fingerprint({ links, replays, prekeys, oneTime, counter, shown }: DeviceState): string {
  const hash = createHash('sha256');
  for (const [peer, { sessions }] of links) {
    hash.update(`${peer} ${sessions.length}`);
    for (const { session, isStale } of sessions) hash.update(`${isStale}`).update(encodeSession(session));
  }
  hash.update(JSON.stringify([[...replays], prekeys, [...oneTime], counter, shown]));
  return hash.digest('hex');
}
