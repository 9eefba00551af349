/** How a device of a schedule sends: it chooses or starts a session, seals, stores, and only then lets a packet go. */
import { createInitialMessage, encodeSession, type Session } from '@sotto/crypto';
import { encodeMessage, equalBytes, formatHex, InitialMessageSchema, LIMITS } from '@sotto/wire';
import {
  type DeviceLink,
  type LinkedSession,
  nextGeneration,
  sendingSession,
  withSession,
} from '../../packages/client/src/device-link.ts';
import { NO_TRACE } from '../../packages/client/src/session-trace.ts';
import { mustHold } from './broken-rule.ts';
import type { Device } from './device.ts';
import { type DeviceState, linkWith, withLink } from './device-state.ts';
import * as keys from './key-material.ts';
import type { Packet } from './packet.ts';
import { encodeSaid } from './said.ts';
import type { Crash } from './schedule.ts';

const PATIENCE_MS = LIMITS.INTRODUCTION_PATIENCE_SECONDS * 1_000;

export interface Sending {
  readonly to: string;
  readonly text: string;
  readonly crash?: Crash | undefined;
}

/** Sends one text. Returns the packet, also when a crash keeps it from leaving. */
export async function send(device: Device, { to, text, crash }: Sending): Promise<Packet> {
  device.keepHouse();
  const started = await withSessionToSend(device, to);
  const { state, packet, consumed } = sealed(device, started, { to, text });
  if (crash === 'before-commit') {
    device.restart();
    return packet;
  }
  device.commit({ ...state, outbox: [...state.outbox, packet] }, consumed);
  if (crash === 'after-commit') {
    device.restart();
    return packet;
  }
  if (crash === 'after-sending') {
    device.parts.emit(packet);
    device.restart();
    return packet;
  }
  device.sendStored();
  return packet;
}

/** Seals and loses so many messages: their session moves on, and nothing of them ever leaves. */
export async function sealInVain(device: Device, { to, count }: { to: string; count: number }): Promise<Packet> {
  device.keepHouse();
  let state = await withSessionToSend(device, to);
  let last: Packet | undefined;
  const consumed: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const one = sealed(device, state, { to, text: 'in vain' });
    state = one.state;
    last = one.packet;
    consumed.push(...one.consumed);
  }
  device.commit(state, consumed);
  if (last === undefined) throw new TypeError('nothing was sealed');
  return last;
}

/** The state with a session to send with, a new one where one is wanted (specs/03 §5). */
async function withSessionToSend(device: Device, to: string): Promise<DeviceState> {
  const { state, nowMs } = device;
  const link = linkWith(state, to);
  const best = sendingSession(link, nowMs);
  const bundle = device.parts.directory.bundle(to);
  const atLeast = state.wanted.get(to);
  const isInVain = isUnanswered(best, nowMs) && hasOtherKeys(best, bundle);
  if (best !== undefined && atLeast === undefined && !isInVain) return state;
  const mayUseOneTime = !(isInVain && (best?.session.pendingInitial?.oneTimePrekeyId ?? 0) !== 0);
  const session = await started(device, { link, to, atLeast: atLeast ?? 0, mayUseOneTime });
  const wanted = new Map(state.wanted);
  wanted.delete(to);
  const entry: LinkedSession = { session, lastOpenedAtMs: 0, isStale: false, trace: NO_TRACE };
  return withLink({ ...state, wanted }, to, withSession(link, entry));
}

function isUnanswered(entry: LinkedSession | undefined, nowMs: number): boolean {
  return entry?.session.pendingInitial !== undefined && entry.session.createdAtMs + PATIENCE_MS <= nowMs;
}

function hasOtherKeys(entry: LinkedSession | undefined, bundle: number): boolean {
  const pending = entry?.session.pendingInitial;
  return pending !== undefined && (pending.oneTimePrekeyId !== 0 || pending.signedPrekeyId !== bundle);
}

interface Start {
  readonly link: DeviceLink;
  readonly to: string;
  readonly atLeast: number;
  readonly mayUseOneTime: boolean;
}

async function started(device: Device, { link, to, atLeast, mayUseOneTime }: Start): Promise<Session> {
  const { engine, directory, random, name, ledger } = device.parts;
  const bundle = directory.bundle(to);
  const oneTime = mayUseOneTime ? directory.take(to) : undefined;
  const { session } = await engine.initiate({
    ours: await keys.ourParty(name),
    theirs: await keys.theirParty(to),
    signedPrekey: await keys.theirSignedPrekey(to, bundle),
    kemPrekey: keys.theirKemPrekey(to, bundle),
    oneTimePrekey: oneTime === undefined ? undefined : await keys.theirOneTimePrekey(to, oneTime),
    generation: nextGeneration(link, device.nowMs, atLeast),
    random,
    nowMs: device.nowMs,
    provider: ledger.provider,
  });
  return session;
}

interface Sealed {
  readonly state: DeviceState;
  readonly packet: Packet;
  readonly consumed: readonly Uint8Array[];
}

function sealed(device: Device, state: DeviceState, { to, text }: { to: string; text: string }): Sealed {
  const { engine, random, ledger, name } = device.parts;
  const link = linkWith(state, to);
  const hint = state.hints.get(to);
  const hinted = link.sessions.find(({ session, isStale }) => !isStale && formatHex(session.id) === hint?.sessionId);
  const entry = hinted ?? sendingSession(link, device.nowMs);
  if (entry === undefined) throw new TypeError('no session to send with');
  const { session } = entry;
  const before = encodeSession(session);
  const result = engine.seal({
    session,
    plaintext: encodeSaid({ text, hint: hinted && hint?.generation }),
    random,
    provider: ledger.provider,
  });
  mustHold(equalBytes(before, encodeSession(session)), 'B3: sealing changed its session');
  const messageKey = ledger.lastSealKey;
  forgets(result.next, [...result.consumed, messageKey]);
  const chain = ledger.chainIndex(`${formatHex(session.id)} ${name}`, formatHex(session.ratchetKey.publicKey));
  const packet = packed(session, { from: name, to, text, ciphertext: result.ciphertext, messageKey, chain });
  const hints = new Map(state.hints);
  hints.delete(to);
  const next = withLink({ ...state, hints }, to, withSession(link, { ...entry, session: result.next }));
  return { state: next, packet, consumed: result.consumed };
}

function packed(session: Session, sent: Omit<Packet, 'sessionId' | 'kind' | 'bytes'>): Packet {
  const sessionId = formatHex(session.id);
  if (session.pendingInitial === undefined) return { ...sent, sessionId, kind: 'ratchet', bytes: sent.ciphertext };
  const bytes = encodeMessage(InitialMessageSchema, createInitialMessage(session, sent.ciphertext));
  return { ...sent, sessionId, kind: 'initial', bytes };
}

/** What a step consumed is not in the state after it (attack B6). */
export function forgets(next: Session, secrets: readonly Uint8Array[]): void {
  const encoded = encodeSession(next);
  const bytes = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.length);
  const kept = secrets.filter((secret) => bytes.includes(Buffer.from(secret))).length;
  mustHold(kept === 0, 'B6: a consumed secret is in the state after it', `${kept} of ${secrets.length}`);
}
