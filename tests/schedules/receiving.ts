/** How a device of a schedule takes what comes: it tries, stores what opened, and only then shows it (specs/03 §5). */
import { checkInitialMessage, initialReplayKey, initialSessionId, type Session } from '@sotto/crypto';
import {
  decodeMessage,
  equalBytes,
  formatHex,
  type InitialMessage,
  InitialMessageSchema,
  LIMITS,
  LimitError,
  SottoError,
} from '@sotto/wire';
import {
  type DeviceLink,
  isHonestGeneration,
  type LinkedSession,
  sendingSession,
  withSession,
} from '../../packages/client/src/device-link.ts';
import { NO_TRACE } from '../../packages/client/src/session-trace.ts';
import type { Device } from './device.ts';
import { type DeviceState, linkWith, withLink } from './device-state.ts';
import * as keys from './key-material.ts';
import type { Packet } from './packet.ts';
import { decodeSaid } from './said.ts';
import type { Crash } from './schedule.ts';
import { forgets } from './sending.ts';

export type Outcome =
  | { readonly kind: 'shown'; readonly text: string; readonly sessionId: string }
  /** `missing-keys`: a prekey that it names is not, or no longer, held. */
  | { readonly kind: 'duplicate' | 'unreadable' | 'refused' | 'missing-keys'; readonly why: string };

/** What opened, before it is stored. */
interface Found {
  readonly state: DeviceState;
  readonly session: Session;
  readonly plaintext: Uint8Array;
  readonly consumed: readonly Uint8Array[];
}

interface Arrival extends Pick<Packet, 'kind' | 'bytes' | 'chain'> {
  /** Whose topic it came on. */
  readonly peer: string;
  readonly crash?: Crash | undefined;
}

/** Takes one packet. Never throws for what is in it. */
export async function receive(device: Device, arrival: Arrival): Promise<Outcome> {
  device.keepHouse();
  const found = await opened(device, arrival).catch(refusal);
  if (!('state' in found)) {
    if (found.kind === 'unreadable') device.want(arrival.peer, found.atLeast ?? 0);
    return found;
  }
  forgets(found.session, [...found.consumed, device.parts.ledger.lastOpenKey]);
  const { text, hint } = decodeSaid(found.plaintext);
  const sessionId = formatHex(found.session.id);
  if (arrival.crash === 'before-commit') {
    device.restart();
    return { kind: 'refused', why: 'the process died' };
  }
  const { state } = found;
  const shown = [...state.shown, { from: arrival.peer, text }];
  const newest = Math.max(arrival.chain, state.heard.get(sessionId) ?? 0);
  const heard = new Map(state.heard).set(sessionId, newest);
  device.commit({ ...state, shown, heard }, found.consumed);
  const known = linkWith(state, arrival.peer).sessions[0]?.session.generation ?? 0;
  if (hint !== undefined && hint > known) device.want(arrival.peer, hint + 1);
  if (arrival.crash !== undefined) device.restart();
  return { kind: 'shown', text, sessionId };
}

type Refused = Exclude<Outcome, { kind: 'shown' }> & { readonly atLeast?: number };

/** Only the errors that a packet may cause; every other one is a finding. */
function refusal(error: unknown): Refused {
  if (!(error instanceof SottoError)) throw error;
  const isOutOfReach = error instanceof LimitError && (error.code === 'gap-too-large' || error.code === 'lifetime');
  return { kind: isOutOfReach ? 'unreadable' : 'refused', why: error.code };
}

async function opened(device: Device, { kind, bytes, peer }: Arrival): Promise<Found | Refused> {
  const link = linkWith(device.state, peer);
  if (kind === 'ratchet') return await openedWith(device, { link, peer, sessions: link.sessions, ciphertext: bytes });
  const message = decodeMessage(InitialMessageSchema, bytes, LIMITS.MAX_PAYLOAD_BYTES);
  checkInitialMessage(message);
  const id = initialSessionId({
    ours: await keys.ourParty(device.name),
    theirs: await keys.theirParty(peer),
    message,
  });
  const existing = link.sessions.filter(({ session }) => equalBytes(session.id, id));
  if (existing.length === 0) return await accepted(device, { link, peer, message });
  return await openedWith(device, { link, peer, sessions: existing, ciphertext: message.ciphertext });
}

interface Trial {
  readonly link: DeviceLink;
  readonly peer: string;
  readonly sessions: readonly LinkedSession[];
  readonly ciphertext: Uint8Array;
}

async function openedWith(device: Device, { link, peer, sessions, ciphertext }: Trial): Promise<Found | Refused> {
  const { engine, random, ledger } = device.parts;
  const { nowMs, state } = device;
  for (const entry of sessions) {
    const result = await engine.open({
      session: entry.session,
      ciphertext,
      random,
      nowMs,
      provider: ledger.provider,
    });
    if (result.kind === 'not-for-us') continue;
    if (result.kind === 'duplicate') return { kind: 'duplicate', why: 'its key is used' };
    const { next, plaintext, consumed } = result;
    const after = withSession(link, { ...entry, session: next, lastOpenedAtMs: nowMs });
    return { state: withLink(state, peer, after), session: next, plaintext, consumed };
  }
  return { kind: 'unreadable', why: 'no session opens it' };
}

interface First {
  readonly link: DeviceLink;
  readonly peer: string;
  readonly message: InitialMessage;
}

async function accepted(device: Device, { link, peer, message }: First): Promise<Found | Refused> {
  const { state, nowMs } = device;
  const { engine, random, ledger, name } = device.parts;
  const replayKey = formatHex(initialReplayKey(message));
  if (state.replays.has(replayKey)) return { kind: 'duplicate', why: 'replayed' };
  const generation = Number(message.generation);
  if (!isHonestGeneration(generation, nowMs)) return { kind: 'refused', why: 'generation' };
  // The outer layer of an introduction is sealed to the signed prekey: without it nothing of this is seen.
  if (!state.prekeys.some(({ id }) => id === message.signedPrekeyId)) return { kind: 'missing-keys', why: 'signed' };
  const isHeld = message.oneTimePrekeyId === 0 || state.oneTime.has(message.oneTimePrekeyId);
  if (!isHeld || (message.oneTimePrekeyId === 0 && !state.prekeys.some(({ id }) => id === message.kemPrekeyId))) {
    const works = link.sessions.some(({ session, isStale }) => !isStale && session.pendingInitial === undefined);
    if (!works) device.want(peer, generation + 1);
    return { kind: 'missing-keys', why: 'one-time' };
  }
  const result = await engine.accept({
    ours: await keys.ourParty(name),
    theirs: await keys.theirParty(peer),
    signedPrekey: await keys.ourSignedPrekey(name, message.signedPrekeyId),
    kemPrekey: message.kemPrekeyId === 0 ? undefined : keys.ourKemPrekey(name, message.kemPrekeyId),
    oneTimePrekey:
      message.oneTimePrekeyId === 0 ? undefined : await keys.ourOneTimePrekey(name, message.oneTimePrekeyId),
    message,
    random,
    nowMs,
    provider: ledger.provider,
  });
  const isStale = message.signedPrekeyId < state.firstSinceRestore;
  const entry = { session: result.session, lastOpenedAtMs: nowMs, isStale, trace: NO_TRACE };
  const oneTime = new Set(state.oneTime);
  oneTime.delete(message.oneTimePrekeyId);
  const replays = new Set(state.replays).add(replayKey);
  const after = withSession(link, entry);
  const best = sendingSession(after, nowMs)?.session;
  const isBetter = best !== undefined && best.pendingInitial === undefined && best !== result.session;
  const hints = new Map(state.hints);
  const above = Math.max(best?.generation ?? 0, generation + 1);
  if (isBetter) hints.set(peer, { sessionId: formatHex(result.session.id), generation: above });
  const next = withLink({ ...state, oneTime, replays, hints }, peer, after);
  return { state: next, session: result.session, plaintext: result.plaintext, consumed: result.consumed };
}
