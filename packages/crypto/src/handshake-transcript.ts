/**
 * What both sides of a handshake must agree on, and the names made from it (specs/03 §4; attacks A4, A6, A8).
 *
 * The recipient may have rotated its bundle since the initiator fetched it, so the prekeys that were used are bound,
 * by id and by bytes, and not the bundle around them.
 */
import { type AccountId, asSessionId, type DeviceId, type InitialMessage, LABELS, type SessionId } from '@sotto/wire';
import type { X25519KeyPair } from './provider.ts';
import { hashLabelled } from './signature.ts';

/** One side, by its public names. */
export interface HandshakeParty {
  readonly accountId: AccountId;
  readonly deviceId: DeviceId;
  /** X25519, 32 bytes. */
  readonly identityKey: Uint8Array;
}

/** Our side, with its secret. */
export interface OurParty extends Omit<HandshakeParty, 'identityKey'> {
  readonly identityKey: X25519KeyPair;
}

export function publicParty({ accountId, deviceId, identityKey }: OurParty): HandshakeParty {
  return { accountId, deviceId, identityKey: identityKey.publicKey };
}

/** The public fields of an initial message that say what was used. */
export type InitialFields = Pick<
  InitialMessage,
  'ephemeralKey' | 'signedPrekeyId' | 'kemPrekeyId' | 'oneTimePrekeyId' | 'kemCiphertext' | 'generation'
>;

export interface HandshakeTranscript {
  readonly initiator: HandshakeParty;
  readonly recipient: HandshakeParty;
  readonly initial: InitialFields;
  readonly signedPrekey: Uint8Array;
  /** The KEM key that was used, of the one-time prekey if there is one. */
  readonly kemPrekey: Uint8Array;
  readonly oneTimePrekey: Uint8Array | undefined;
}

function partyParts(role: string, { accountId, deviceId, identityKey }: HandshakeParty) {
  return [role, accountId, deviceId, identityKey];
}

function initialParts(initial: InitialFields) {
  return [
    initial.generation.toString(),
    initial.ephemeralKey,
    initial.signedPrekeyId,
    initial.kemPrekeyId,
    initial.oneTimePrekeyId,
    initial.kemCiphertext,
  ];
}

/** 32 bytes, bound into the key derivation and into every message of the session. */
export function transcriptHash(transcript: HandshakeTranscript): Uint8Array {
  const { initiator, recipient, initial, signedPrekey, kemPrekey, oneTimePrekey } = transcript;
  return hashLabelled(
    LABELS.pqxdhAssociatedData,
    ...partyParts('initiator', initiator),
    ...partyParts('recipient', recipient),
    ...initialParts(initial),
    signedPrekey,
    kemPrekey,
    oneTimePrekey ?? '',
  );
}

/** The id of the session that a handshake starts; public, so that both sides can name it. */
export function handshakeSessionId(
  initiator: HandshakeParty,
  recipient: HandshakeParty,
  initial: InitialFields,
): SessionId {
  const parties = [...partyParts('initiator', initiator), ...partyParts('recipient', recipient)];
  return asSessionId(hashLabelled(LABELS.sessionId, ...parties, ...initialParts(initial)));
}

/** Key of the persisted replay cache: hash of ephemeral key and signed prekey id, 32 bytes (attack A8). */
export function initialReplayKey(message: Pick<InitialMessage, 'ephemeralKey' | 'signedPrekeyId'>): Uint8Array {
  return hashLabelled(LABELS.initialReplay, message.ephemeralKey, message.signedPrekeyId);
}
