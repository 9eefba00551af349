/**
 * From an envelope to plaintext: which contact, which device, which session (specs/03 §4, §5; attacks A8, A10, B9).
 *
 * Changes nothing: it returns the next link and what to store. A failure of any kind leaves everything as it was.
 */
import { accept, initialReplayKey, initialSessionId, open, type PacketTrace, tracePacket } from '@sotto/crypto';
import { type AccountState, compareLogs, findDevice, verifyAccountLog } from '@sotto/identity';
import type { ContactRecord, StoreChange } from '@sotto/ports';
import {
  type AccountId,
  asDeviceId,
  type DeviceId,
  type Envelope,
  equalBytes,
  type InitialMessage,
  LIMITS,
  LimitError,
  removePadding,
  VerifyError,
} from '@sotto/wire';
import type { ClientContext } from './context.ts';
import { type DeviceLink, isHonestGeneration, type LinkedSession, withRecord, withSession } from './device-link.ts';
import type { OwnTopic } from './own-topics.ts';
import { openIntroductionPayload, PAYLOAD_INTRODUCTION, PAYLOAD_RATCHET } from './payload.ts';
import {
  hasDiverged,
  isSealedTwice,
  NO_TRACE,
  type SessionTrace,
  withFailed,
  withOpened,
  withoutFailed,
} from './session-trace.ts';

const REPLAY_MEMORY_MS = 2 * 1000 * (LIMITS.SIGNED_PREKEY_ROTATION_SECONDS + LIMITS.SIGNED_PREKEY_GRACE_SECONDS);

/** An introduction whose outer layer opened: whose it says it is. Who wrote it shows when the message inside opens. */
export interface Introduced {
  readonly state: AccountState;
  readonly deviceId: DeviceId;
  readonly message: InitialMessage;
}

export type Opened =
  | {
      readonly kind: 'opened';
      readonly before: DeviceLink;
      readonly link: DeviceLink;
      /** The session it was opened with, after opening. */
      readonly session: LinkedSession;
      /** Whether this message started the session. */
      readonly isNewSession: boolean;
      /** Encoded `Plaintext`. */
      readonly plaintext: Uint8Array;
      readonly changes: readonly StoreChange[];
      readonly consumed: readonly Uint8Array[];
      /** It opens, and says of the messages before it what cannot be so: the sender's state exists twice. */
      readonly isContradictory: boolean;
    }
  | { readonly kind: 'duplicate' }
  /** Its header is genuine and the rest is not. `link` remembers that. */
  | { readonly kind: 'failed'; readonly before: DeviceLink; readonly link: DeviceLink }
  /** A session with this device exists twice, at their end or at ours (attack B7). */
  | { readonly kind: 'diverged'; readonly before: DeviceLink; readonly link: DeviceLink }
  /** Nothing of ours opens it, now or later: it takes a session of at least that generation to get it again. */
  | { readonly kind: 'unreadable'; readonly atLeast: number };

export class Opener {
  readonly #context: ClientContext;

  constructor(context: ClientContext) {
    this.#context = context;
  }

  /**
   * Opens the outer layer of an introduction. `undefined`: it is none, or not for a key of ours.
   * @throws {DecodeError} @throws {VerifyError} bad-log, wrong-recipient, log-fork
   */
  async introduction(envelope: Envelope, ownTopic: OwnTopic): Promise<Introduced | undefined> {
    if (envelope.payload[0] !== PAYLOAD_INTRODUCTION) return undefined;
    const { contacts, own, prekeys } = this.#context;
    const introduction = await openIntroductionPayload({
      sealed: envelope.payload.subarray(1),
      topic: ownTopic.record.topic,
      signedPrekeys: prekeys.signedKeys(),
    });
    if (introduction === undefined) return undefined;
    const received = verifyAccountLog(introduction.accountLog, {});
    const deviceId = asDeviceId(introduction.deviceId);
    const { peer } = ownTopic.record;
    if (peer && !(equalBytes(peer.accountId, received.accountId) && equalBytes(peer.deviceId, deviceId))) {
      throw new VerifyError('wrong-recipient', 'introduction of another device on this topic');
    }
    if (equalBytes(received.accountId, own.id)) throw new VerifyError('wrong-recipient', 'our own introduction');
    const contact = contacts.get(received.accountId);
    const state = contact ? this.#newerLog(contact, received) : received;
    return { state, deviceId, message: introduction.initialMessage };
  }

  /**
   * An introduction that has waited for the lock of the contact, beside the log that is held now: it may have grown
   * meanwhile, and the device may be none of it any more (attack C3). @throws {VerifyError} log-fork
   */
  atPresent(introduced: Introduced, contact: ContactRecord): Introduced {
    return { ...introduced, state: this.#newerLog(contact, introduced.state) };
  }

  /**
   * Opens the message inside an introduction. The caller holds the lock of the contact.
   * @throws {DecodeError} {VerifyError} {LimitError} for a message that nobody honest made
   */
  async openInitial(introduced: Introduced): Promise<Opened> {
    const { own, links, store, prekeys, clock, random } = this.#context;
    const { state, deviceId, message } = introduced;
    const device = findDevice(state, deviceId);
    if (device === undefined) throw new VerifyError('bad-key', 'the device is not in the account log');
    const ours = { accountId: own.id, deviceId: own.deviceId, identityKey: own.deviceKeys.identityKey };
    const theirs = { accountId: state.accountId, deviceId, identityKey: device.identityKey };
    const before = await links.load(state.accountId, deviceId);
    const id = initialSessionId({ ours, theirs, message });
    const existing = before.sessions.find(({ session }) => equalBytes(session.id, id));
    if (existing) return await this.#openWith(before, [existing], message.ciphertext);

    const replayKey = initialReplayKey(message);
    if (await store.hasReplay(replayKey)) return { kind: 'duplicate' };
    const nowMs = clock.nowMs();
    const generation = Number(message.generation);
    if (!isHonestGeneration(generation, nowMs)) throw new LimitError('lifetime', 'no session could follow this one');
    const keys = await prekeys.forInitialMessage(message);
    if (keys === undefined) return withoutKeys(before, generation);
    const accepted = await accept({
      ours,
      theirs,
      ...keys.secrets,
      message,
      random: random.bytes,
      nowMs,
    });
    const trace = tracePacket({ session: accepted.session, ciphertext: message.ciphertext });
    const session: LinkedSession = {
      session: accepted.session,
      lastOpenedAtMs: nowMs,
      // The future that a restore took away may have accepted it and answered: it reads, and sends nothing.
      isStale: keys.areRestored,
      trace: trace ? withOpened(NO_TRACE, trace) : NO_TRACE,
    };
    return {
      kind: 'opened',
      before,
      // Whoever starts anew may have lost our address: it is told again.
      link: withRecord(withSession(before, session), { ourAddressNumber: 0 }),
      session,
      isNewSession: true,
      plaintext: removePadding(accepted.plaintext),
      changes: [{ kind: 'put-replay', key: replayKey, expiresAtMs: nowMs + REPLAY_MEMORY_MS }, ...keys.used],
      consumed: accepted.consumed,
      isContradictory: false,
    };
  }

  /**
   * Opens a ratchet message on the topic of one device. The caller holds the lock of the contact.
   * @throws {DecodeError} {VerifyError} {LimitError} for a message that nobody honest made
   */
  async openRatchet(
    envelope: Envelope,
    peer: { readonly accountId: AccountId; readonly deviceId: DeviceId },
  ): Promise<Opened> {
    if (envelope.payload[0] !== PAYLOAD_RATCHET) throw new VerifyError('bad-tag', 'not for a session');
    const before = await this.#context.links.load(peer.accountId, peer.deviceId);
    return await this.#openWith(before, before.sessions, envelope.payload.subarray(1));
  }

  /** An introduction repeats the log as it was when it was sealed: an older prefix of what we hold is fine. */
  #newerLog(contact: ContactRecord, received: AccountState): AccountState {
    const { contacts, notices } = this.#context;
    const known = contacts.state(contact);
    if (known === undefined || known === received) return received;
    try {
      return compareLogs(known, received) === 'newer' ? received : known;
    } catch (error) {
      if (!(error instanceof VerifyError)) throw error;
      const isFork = error.code === 'log-fork' && contact.status === 'contact';
      if (isFork) notices.raise(contact.accountId, { kind: 'log-conflict' });
      throw error;
    }
  }

  async #openWith(before: DeviceLink, sessions: readonly LinkedSession[], ciphertext: Uint8Array): Promise<Opened> {
    const { clock, random } = this.#context;
    const nowMs = clock.nowMs();
    for (const entry of sessions) {
      const { session } = entry;
      const result = await open({ session, ciphertext, random: random.bytes, nowMs }).catch(
        (error: unknown) => outOfReach(error) ?? withoutBody(error),
      );
      if (result.kind === 'not-for-us') continue;
      if (result.kind === 'unreadable') return result;
      const trace = tracePacket({ session, ciphertext });
      if (result.kind !== 'opened') return judged(before, entry, { result, trace, nowMs });
      const after: LinkedSession = {
        ...entry,
        session: result.next,
        lastOpenedAtMs: nowMs,
        trace: trace ? withOpened(entry.trace, trace) : entry.trace,
      };
      return {
        kind: 'opened',
        before,
        link: withSession(before, after),
        session: after,
        isNewSession: false,
        plaintext: removePadding(result.plaintext),
        changes: [],
        consumed: result.consumed,
        isContradictory: trace?.isContradictory ?? false,
      };
    }
    return { kind: 'unreadable', atLeast: 0 };
  }
}

/** A message of a session that did not open. */
type NotOpened = { readonly kind: 'duplicate' } | { readonly kind: 'without-body'; readonly error: VerifyError };

/**
 * What a message of a session means that does not open. Only whoever has the header key can make the header, so what the
 * header shows is true of the sender; what is wrong with the body may have been done on the way.
 * @throws {VerifyError} for one whose header is not genuine either
 */
function judged(
  before: DeviceLink,
  entry: LinkedSession,
  {
    result,
    trace,
    nowMs,
  }: { readonly result: NotOpened; readonly trace: PacketTrace | undefined; readonly nowMs: number },
): Opened {
  const withTrace = (next: SessionTrace) => ({ before, link: withSession(before, { ...entry, trace: next }) });
  if (trace === undefined) {
    if (result.kind === 'duplicate') return result;
    throw result.error;
  }
  if (trace.isContradictory || isSealedTwice(entry.trace, trace)) return { kind: 'diverged', before, link: before };
  if (result.kind === 'duplicate') return result;
  const failed = withFailed(entry.trace, trace, nowMs);
  if (hasDiverged(failed, nowMs)) return { kind: 'diverged', ...withTrace(withoutFailed(failed)) };
  return { kind: 'failed', ...withTrace(failed) };
}

/**
 * A prekey that the message names is gone, perhaps because a mailbox handed it out twice (attack A9). Nothing shows yet
 * who wrote this, so there is no reaction where a session works anyway: it would tell whether this is a contact.
 */
function withoutKeys(link: DeviceLink, generation: number): Opened {
  const works = link.sessions.some(({ session, isStale }) => !isStale && session.pendingInitial === undefined);
  if (works) throw new VerifyError('bad-key', 'the message names a prekey that is not ours');
  return { kind: 'unreadable', atLeast: generation + 1 };
}

/** A message of a session of ours that the session cannot reach any more (attack B5). */
function outOfReach(error: unknown): Extract<Opened, { kind: 'unreadable' }> | undefined {
  const isOutOfReach = error instanceof LimitError && (error.code === 'gap-too-large' || error.code === 'lifetime');
  return isOutOfReach ? { kind: 'unreadable', atLeast: 0 } : undefined;
}

function withoutBody(error: unknown): NotOpened {
  if (error instanceof VerifyError && error.code === 'bad-tag') return { kind: 'without-body', error };
  throw error;
}
