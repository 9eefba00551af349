/**
 * The payload of an envelope: one byte that says what it is, then a ratchet ciphertext or a sealed introduction, padded
 * so that its size tells the bucket only (specs/05 §2, §3).
 */
import {
  createInitialMessage,
  openFromStranger,
  type Session,
  STRANGER_OVERHEAD_BYTES,
  seal,
  sealOverhead,
  sealToStranger,
  type X25519KeyPair,
} from '@sotto/crypto';
import type { Random } from '@sotto/ports';
import {
  concatBytes,
  create,
  DecodeError,
  decodeMessage,
  encodeMessage,
  type InitialMessage,
  type Introduction,
  IntroductionSchema,
  LIMITS,
  padToBucket,
  removePadding,
  type Topic,
} from '@sotto/wire';

export const PAYLOAD_RATCHET = 0x01;
export const PAYLOAD_INTRODUCTION = 0x02;

const PAYLOAD_VERSION = 1;
const INTRODUCTION_OVERHEAD = STRANGER_OVERHEAD_BYTES + 1;

export interface SealedPayload {
  readonly next: Session;
  readonly payload: Uint8Array;
  readonly consumed: readonly Uint8Array[];
}

/** Seals plaintext with an established session. @throws {LimitError} `too-large` */
export function sealRatchetPayload(session: Session, plaintext: Uint8Array, random: Random): SealedPayload {
  const padded = padToBucket(plaintext, sealOverhead(session) + 1);
  const sealed = seal({ session, plaintext: padded, random: random.bytes });
  return { ...sealed, payload: concatBytes(Uint8Array.of(PAYLOAD_RATCHET), sealed.ciphertext) };
}

export interface IntroductionOptions {
  readonly session: Session;
  readonly plaintext: Uint8Array;
  readonly random: Random;
  readonly topic: Topic;
  /** X25519 public key of the signed prekey of the recipient. */
  readonly recipientKey: Uint8Array;
  readonly accountLog: Uint8Array;
  readonly deviceId: Uint8Array;
}

/**
 * Seals plaintext with a session that the recipient does not know yet, inside an introduction.
 * @throws {LimitError} `too-large` @throws {UsageError} when the session is not pending
 */
export async function sealIntroductionPayload(options: IntroductionOptions): Promise<SealedPayload> {
  const random = options.random.bytes;
  // The introduction is padded as a whole; the ratchet ciphertext inside carries only the mark that ends the padding.
  const sealed = seal({
    session: options.session,
    plaintext: concatBytes(options.plaintext, Uint8Array.of(0x80)),
    random,
  });
  const introduction = create(IntroductionSchema, {
    version: PAYLOAD_VERSION,
    accountLog: options.accountLog,
    deviceId: options.deviceId,
    initialMessage: createInitialMessage(options.session, sealed.ciphertext),
  });
  const stranger = await sealToStranger({
    recipientKey: options.recipientKey,
    plaintext: padToBucket(encodeMessage(IntroductionSchema, introduction), INTRODUCTION_OVERHEAD),
    associatedData: options.topic,
    random,
  });
  return { ...sealed, payload: concatBytes(Uint8Array.of(PAYLOAD_INTRODUCTION), stranger) };
}

/**
 * Opens an introduction with one of our signed prekeys. `undefined`: none of them opens it.
 * @throws {DecodeError} when it opens and is malformed
 */
export async function openIntroductionPayload(options: {
  readonly sealed: Uint8Array;
  readonly topic: Topic;
  readonly signedPrekeys: readonly X25519KeyPair[];
}): Promise<(Introduction & { readonly initialMessage: InitialMessage }) | undefined> {
  for (const recipientKey of options.signedPrekeys) {
    const padded = await openFromStranger({
      recipientKey,
      sealed: options.sealed,
      associatedData: options.topic,
    }).catch(() => undefined);
    if (padded === undefined) continue;
    const introduction = decodeMessage(IntroductionSchema, removePadding(padded), LIMITS.MAX_PAYLOAD_BYTES);
    const { initialMessage } = introduction;
    if (introduction.version !== PAYLOAD_VERSION || initialMessage?.version !== PAYLOAD_VERSION) {
      throw new DecodeError('wrong-version', 'introduction of another version');
    }
    return { ...introduction, initialMessage };
  }
  return undefined;
}
