/**
 * From an envelope to plaintext: which contact, which device, which session (specs/03 §4, §5; attacks A8, A10, B9).
 *
 * Changes nothing: it returns the next link and what to store. A failure of any kind leaves everything as it was.
 */
import { accept, initialReplayKey, initialSessionId, open } from '@sotto/crypto';
import { type AccountState, adoptLog, encodeAccountLog, findDevice, verifyAccountLog } from '@sotto/identity';
import type { StoreChange } from '@sotto/ports';
import {
  type AccountId,
  asDeviceId,
  type DeviceId,
  type Envelope,
  equalBytes,
  type InitialMessage,
  LIMITS,
  removePadding,
  VerifyError,
} from '@sotto/wire';
import type { ContactBook } from './contact-book.ts';
import type { ClientContext } from './context.ts';
import { type DeviceLink, type LinkedSession, withSession } from './device-link.ts';
import type { OwnTopic } from './own-topics.ts';
import { openIntroductionPayload, PAYLOAD_INTRODUCTION, PAYLOAD_RATCHET } from './payload.ts';

/** An introduction that opened: who says it is from whom, verified. */
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
      /** Encoded `Plaintext`. */
      readonly plaintext: Uint8Array;
      readonly changes: readonly StoreChange[];
      readonly consumed: readonly Uint8Array[];
    }
  | { readonly kind: 'duplicate' }
  /** No session of ours opens it: the sender has one that we do not have. */
  | { readonly kind: 'no-session' };

export class Opener {
  readonly #context: ClientContext;
  readonly #contacts: ContactBook;

  constructor(context: ClientContext, contacts: ContactBook) {
    this.#context = context;
    this.#contacts = contacts;
  }

  /**
   * Opens the outer layer of an introduction. `undefined`: it is none, or not for a key of ours.
   * @throws {DecodeError} @throws {VerifyError} bad-log, wrong-recipient, log-fork, log-rollback
   */
  async introduction(envelope: Envelope, ownTopic: OwnTopic): Promise<Introduced | undefined> {
    if (envelope.payload[0] !== PAYLOAD_INTRODUCTION) return undefined;
    const introduction = await openIntroductionPayload({
      sealed: envelope.payload.subarray(1),
      topic: ownTopic.record.topic,
      signedPrekeys: this.#context.prekeys.signedKeys(),
    });
    if (introduction === undefined) return undefined;
    const received = verifyAccountLog(introduction.accountLog, {});
    const deviceId = asDeviceId(introduction.deviceId);
    const { peer } = ownTopic.record;
    if (peer && !(equalBytes(peer.accountId, received.accountId) && equalBytes(peer.deviceId, deviceId))) {
      throw new VerifyError('wrong-recipient', 'introduction of another device on this topic');
    }
    const contact = this.#contacts.get(received.accountId);
    const known = contact && this.#contacts.state(contact);
    const state = known ? newerLog(known, encodeAccountLog(received)) : received;
    return { state, deviceId, message: introduction.initialMessage };
  }

  /** Opens the message inside an introduction. The caller holds the lock of the contact. */
  async openInitial(introduced: Introduced): Promise<Opened> {
    const { own, links, store, prekeys } = this.#context;
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
    const keys = await prekeys.forInitialMessage(message);
    const nowMs = this.#context.clock.nowMs();
    const accepted = await accept({
      ours,
      theirs,
      ...keys.secrets,
      message,
      random: (length) => this.#context.random.bytes(length),
      nowMs,
    });
    const session: LinkedSession = { session: accepted.session, lastOpenedAtMs: nowMs };
    const replayLifetimeSeconds = LIMITS.SIGNED_PREKEY_ROTATION_SECONDS + LIMITS.SIGNED_PREKEY_GRACE_SECONDS;
    return {
      kind: 'opened',
      before,
      link: withSession(before, session),
      session,
      plaintext: removePadding(accepted.plaintext),
      changes: [
        { kind: 'put-replay', key: replayKey, expiresAtMs: nowMs + 2 * replayLifetimeSeconds * 1000 },
        ...keys.used,
      ],
      consumed: accepted.consumed,
    };
  }

  /** Opens a ratchet message on the topic of one device. The caller holds the lock of the contact. */
  async openRatchet(
    envelope: Envelope,
    peer: { readonly accountId: AccountId; readonly deviceId: DeviceId },
  ): Promise<Opened> {
    if (envelope.payload[0] !== PAYLOAD_RATCHET) return { kind: 'no-session' };
    const before = await this.#context.links.load(peer.accountId, peer.deviceId);
    return await this.#openWith(before, before.sessions, envelope.payload.subarray(1));
  }

  async #openWith(before: DeviceLink, sessions: readonly LinkedSession[], ciphertext: Uint8Array): Promise<Opened> {
    const nowMs = this.#context.clock.nowMs();
    for (const { session } of sessions) {
      const result = await open({
        session,
        ciphertext,
        random: (length) => this.#context.random.bytes(length),
        nowMs,
      });
      if (result.kind === 'not-for-us') continue;
      if (result.kind === 'duplicate') return result;
      const entry: LinkedSession = { session: result.next, lastOpenedAtMs: nowMs };
      return {
        kind: 'opened',
        before,
        link: withSession(before, entry),
        session: entry,
        plaintext: removePadding(result.plaintext),
        changes: [],
        consumed: result.consumed,
      };
    }
    return { kind: 'no-session' };
  }
}

/** An introduction repeats the log as it was when it was sealed: an older prefix of what we hold is fine. */
function newerLog(known: AccountState, received: Uint8Array): AccountState {
  try {
    return adoptLog(known, received);
  } catch (error) {
    if (error instanceof VerifyError && error.code === 'log-rollback') return known;
    throw error;
  }
}
