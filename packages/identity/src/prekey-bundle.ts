/**
 * The bundle that a device publishes, and its verification against the account log (specs/02 §3; attacks A5, A12, A13).
 *
 * Owns the bundle's bytes and every check of it. Must not know: where it was found. The directory is not trusted: what
 * decides is the log, the signatures, the age and the number.
 */
import { sign, verifySignature } from '@sotto/crypto';
import {
  type AccountId,
  asAccountId,
  asDeviceId,
  asTopic,
  create,
  DecodeError,
  type DeviceId,
  decodeMessage,
  encodeMessage,
  equalBytes,
  type KemPrekey,
  LABELS,
  LIMITS,
  type MailboxAddress,
  type PrekeyBundleBody,
  PrekeyBundleBodySchema,
  PrekeyBundleSchema,
  parseMailboxAddress,
  type SignedPrekey,
  type Topic,
  VerifyError,
} from '@sotto/wire';
import type { DeviceKeys } from './device-keys.ts';
import { type AccountDevice, findDevice } from './log-content.ts';
import type { AccountState } from './log-state.ts';
import { type AnyPrekey, verifyPrekeySignature } from './prekey-signature.ts';
import { refuseUnknownFields } from './strict-message.ts';
import { fromUint64, toUint64 } from './uint64.ts';
import { isSoundKemKey, isSoundX25519Key } from './weak-keys.ts';

const BUNDLE_VERSION = 1;
/** Bit 0 of `capabilities`: the device takes part in post-quantum handshakes, and in no others. */
const POST_QUANTUM = 1;
const WRITE_KEY_BYTES = 32;
const MAX_AGE_MS = LIMITS.MAX_BUNDLE_AGE_SECONDS * 1_000;

/** Where strangers write: a public topic and its write key (an Ed25519 seed, public on purpose). */
export interface IntroPlace {
  /** At most MAX_MAILBOXES. */
  readonly mailboxes: readonly MailboxAddress[];
  readonly topic: Topic;
  /** 32 bytes. */
  readonly writeKey: Uint8Array;
}

export interface NewBundle {
  readonly accountId: AccountId;
  readonly deviceKeys: DeviceKeys;
  /** Larger than that of any bundle this device has published. */
  readonly number: number;
  readonly signedPrekey: SignedPrekey;
  readonly kemPrekey: KemPrekey;
  readonly intro: IntroPlace;
  readonly nowMs: number;
}

/** A bundle that passed every check. */
export interface VerifiedBundle {
  readonly accountId: AccountId;
  readonly deviceId: DeviceId;
  /** X25519, 32 bytes; the one of the log. */
  readonly identityKey: Uint8Array;
  readonly number: number;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly signedPrekey: { readonly id: number; readonly publicKey: Uint8Array };
  readonly kemPrekey: { readonly id: number; readonly publicKey: Uint8Array };
  readonly intro: IntroPlace;
  /** The encoded `PrekeyBundle`, as it came. */
  readonly bytes: Uint8Array;
}

/** An encoded, signed `PrekeyBundle` that is valid for MAX_BUNDLE_AGE_SECONDS. */
export function createBundle(options: NewBundle): Uint8Array {
  const { accountId, deviceKeys, number, signedPrekey, kemPrekey, intro, nowMs } = options;
  const { deviceId, identityKey, signingKey } = deviceKeys;
  const { topic, writeKey } = intro;
  const body = encodeMessage(
    PrekeyBundleBodySchema,
    create(PrekeyBundleBodySchema, {
      version: BUNDLE_VERSION,
      accountId,
      deviceId,
      identityKey: identityKey.publicKey,
      number: toUint64(number),
      createdAtMs: toUint64(nowMs),
      expiresAtMs: toUint64(nowMs + MAX_AGE_MS),
      signedPrekey,
      kemPrekey,
      intro: { mailboxes: [...intro.mailboxes], topic, writeKey },
      capabilities: POST_QUANTUM,
    }),
  );
  const signature = sign({ label: LABELS.bundleSignature, secretKey: signingKey.secretKey, parts: [body] });
  return encodeMessage(PrekeyBundleSchema, create(PrekeyBundleSchema, { body, signature }));
}

export interface VerifyBundle {
  /** An encoded `PrekeyBundle`; copied. */
  readonly bytes: Uint8Array;
  /** The newest log that is known of the account. */
  readonly state: AccountState;
  readonly nowMs: number;
  /** The number of the newest bundle of this device that was ever seen; 0 when none was. */
  readonly minimumNumber: number;
}

/**
 * Checks a bundle from an untrusted source.
 *
 * Fields of a signed body that this version does not know are ignored; the outer message may have none.
 * @throws {VerifyError} `wrong-recipient` for another account; `bad-key` when the device is not active in the log, its
 *   identity key is another one, or a key is weak; `bad-signature`; `downgrade` without post-quantum keys;
 *   `stale-bundle` when it is older than MAX_BUNDLE_AGE_SECONDS, expired, or has a lower number than one already seen
 * @throws {DecodeError} @throws {LimitError} `too-large` above MAX_BUNDLE_BYTES
 */
export function verifyBundle({ bytes, state, nowMs, minimumNumber }: VerifyBundle): VerifiedBundle {
  const copy = Uint8Array.from(bytes);
  const outer = refuseUnknownFields(decodeMessage(PrekeyBundleSchema, copy, LIMITS.MAX_BUNDLE_BYTES));
  const body = decodeMessage(PrekeyBundleBodySchema, outer.body, LIMITS.MAX_BUNDLE_BYTES);
  if (body.version !== BUNDLE_VERSION) throw new DecodeError('wrong-version', 'bundle of another version');
  const device = bundleDevice(body, state);
  const parts = [outer.body];
  const { signature } = outer;
  if (!verifySignature({ label: LABELS.bundleSignature, publicKey: device.signingKey, signature, parts })) {
    throw new VerifyError('bad-signature', 'bundle signature does not hold');
  }
  const { accountId } = state;
  const { deviceId, identityKey } = device;
  const prekeys = checkPrekeys(body, device, accountId);
  const times = checkFreshness(body, { nowMs, minimumNumber });
  return { accountId, deviceId, identityKey, ...times, ...prekeys, intro: parseIntro(body), bytes: copy };
}

function bundleDevice(body: PrekeyBundleBody, state: AccountState): AccountDevice {
  if (!equalBytes(asAccountId(body.accountId), state.accountId)) {
    throw new VerifyError('wrong-recipient', 'bundle of another account');
  }
  const device = findDevice(state, asDeviceId(body.deviceId));
  if (device === undefined) throw new VerifyError('bad-key', 'bundle of a device that is not active');
  if (!equalBytes(body.identityKey, device.identityKey)) {
    throw new VerifyError('bad-key', 'identity key is not the one of the account log');
  }
  return device;
}

function checkPrekeys(body: PrekeyBundleBody, device: AccountDevice, accountId: AccountId) {
  const { signedPrekey, kemPrekey, capabilities } = body;
  if ((capabilities & POST_QUANTUM) === 0 || kemPrekey === undefined) {
    throw new VerifyError('downgrade', 'bundle without post-quantum keys');
  }
  if (signedPrekey === undefined) throw new DecodeError('malformed', 'bundle without a signed prekey');
  requirePrekey({ kind: 'signed', prekey: signedPrekey }, signedPrekey.signature);
  requirePrekey({ kind: 'kem', prekey: kemPrekey }, kemPrekey.signature);
  if (!isSoundX25519Key(signedPrekey.publicKey) || !isSoundKemKey(kemPrekey.publicKey)) {
    throw new VerifyError('bad-key', 'prekey refused');
  }
  return {
    signedPrekey: { id: signedPrekey.id, publicKey: signedPrekey.publicKey },
    kemPrekey: { id: kemPrekey.id, publicKey: kemPrekey.publicKey },
  };

  function requirePrekey(prekey: AnyPrekey, signature: Uint8Array): void {
    const { deviceId, signingKey } = device;
    if (prekey.prekey.id === 0) throw new DecodeError('malformed', 'prekey without a number');
    if (!verifyPrekeySignature({ accountId, deviceId }, prekey, { signingKey, signature })) {
      throw new VerifyError('bad-signature', 'prekey signature does not hold');
    }
  }
}

/**
 * A creation time in the future is believed within MAX_BUNDLE_AGE_SECONDS: clocks of honest devices are wrong at times,
 * and only the device itself could have written it. Beyond, a bundle could be kept and replayed for ever.
 */
function checkFreshness(body: PrekeyBundleBody, { nowMs, minimumNumber }: { nowMs: number; minimumNumber: number }) {
  const number = fromUint64(body.number);
  const createdAtMs = fromUint64(body.createdAtMs);
  const expiresAtMs = fromUint64(body.expiresAtMs);
  if (number < minimumNumber) {
    throw new VerifyError('stale-bundle', 'older bundle than one already seen', { facts: { number, minimumNumber } });
  }
  if (expiresAtMs - createdAtMs > MAX_AGE_MS || expiresAtMs < createdAtMs) {
    throw new DecodeError('malformed', 'bundle with an impossible lifetime');
  }
  if (nowMs > expiresAtMs || createdAtMs - nowMs > MAX_AGE_MS) {
    throw new VerifyError('stale-bundle', 'bundle is too old', {
      facts: { createdAtMs, nowMs },
      hint: 'If this happens with everybody, check the clock of this device.',
    });
  }
  return { number, createdAtMs, expiresAtMs };
}

function parseIntro({ intro }: PrekeyBundleBody): IntroPlace {
  if (intro === undefined) throw new DecodeError('malformed', 'bundle without an intro address');
  if (intro.mailboxes.length > LIMITS.MAX_MAILBOXES) throw new DecodeError('malformed', 'too many mailboxes');
  if (intro.writeKey.length !== WRITE_KEY_BYTES) throw new DecodeError('wrong-length', 'write key');
  return {
    mailboxes: intro.mailboxes.map(parseMailboxAddress),
    topic: asTopic(intro.topic),
    writeKey: intro.writeKey,
  };
}
