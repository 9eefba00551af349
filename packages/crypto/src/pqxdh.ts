/**
 * PQXDH: the handshake of two devices, one of which may be offline (Signal's specification, revision 3; specs/03 §3).
 *
 * X25519 agreements between identity keys, signed prekey, ephemeral key and one-time prekey, and one ML-KEM-1024
 * secret, give the first keys of the Double Ratchet. Must not know: signatures of bundles, where prekeys come from, the
 * replay cache. Whoever holds a signed prekey's secret can pose as anybody towards its owner until it is rotated: its
 * lifetime is the window (attack A7).
 */

import { concatBytes, encodeCanonical, type InitialMessage, LABELS, UsageError } from '@sotto/wire';
import { platformProvider } from '#platform';
import {
  type HandshakeParty,
  type HandshakeTranscript,
  type InitialFields,
  initialSessionId,
  transcriptHash,
} from './handshake-transcript.ts';
import { checkInitialMessage } from './initial-message.ts';
import { KEM_RANDOM_BYTES, KEY_BYTES } from './key-lengths.ts';
import { KeyPair } from './key-pair.ts';
import type {
  OurKemPrekey,
  OurOneTimePrekey,
  OurSignedPrekey,
  TheirKemPrekey,
  TheirOneTimePrekey,
  TheirSignedPrekey,
} from './prekey.ts';
import type { CryptoProvider, ProviderOption, RandomBytes, X25519KeyPair } from './provider.ts';
import { drawBytes } from './random-bytes.ts';
import { openFirst } from './ratchet.ts';
import { rootStep, splitThreeKeys } from './root-chain.ts';
import { Session } from './session.ts';
import { checkHandshakeKey } from './x25519-public-key.ts';

// PQXDH §2.2: 32 bytes 0xFF before the key material, a zero salt, and an info that names every primitive.
const PREFIX = new Uint8Array(32).fill(0xff);
const ZERO_SALT = new Uint8Array(32);

/** Our side of a handshake. */
export interface OurParty extends Omit<HandshakeParty, 'identityKey'> {
  readonly identityKey: X25519KeyPair;
}

export interface InitiateOptions extends ProviderOption {
  readonly ours: OurParty;
  readonly theirs: HandshakeParty;
  readonly signedPrekey: TheirSignedPrekey;
  /** Last resort; not used when there is a one-time prekey. */
  readonly kemPrekey: TheirKemPrekey;
  readonly oneTimePrekey?: TheirOneTimePrekey | undefined;
  /** Larger than that of any earlier session of these devices. */
  readonly generation: number;
  readonly random: RandomBytes;
  readonly nowMs: number;
}

export interface AcceptOptions extends ProviderOption {
  readonly ours: OurParty;
  readonly theirs: HandshakeParty;
  readonly signedPrekey: OurSignedPrekey;
  /** The last-resort key that the message names; not needed when it names a one-time prekey. */
  readonly kemPrekey?: OurKemPrekey | undefined;
  readonly oneTimePrekey?: OurOneTimePrekey | undefined;
  readonly message: InitialMessage;
  readonly random: RandomBytes;
  readonly nowMs: number;
}

export interface Accepted {
  readonly session: Session;
  readonly plaintext: Uint8Array;
  /** Secrets that are no longer needed, those of a one-time prekey among them; to be wiped once `session` is stored. */
  readonly consumed: readonly Uint8Array[];
}

function publicParty({ accountId, deviceId, identityKey }: OurParty): HandshakeParty {
  return { accountId, deviceId, identityKey: identityKey.publicKey };
}

async function agreeAll(
  provider: CryptoProvider,
  agreements: readonly (readonly [X25519KeyPair, Uint8Array])[],
): Promise<Uint8Array[]> {
  const secrets: Uint8Array[] = [];
  for (const [ours, theirs] of agreements) secrets.push(await provider.x25519.agree(ours, theirs));
  return secrets;
}

/** The root key and both first header keys. Takes over the secrets and wipes them. */
function deriveFirstKeys(provider: CryptoProvider, secrets: readonly Uint8Array[], associatedData: Uint8Array) {
  const secret = concatBytes(PREFIX, ...secrets);
  for (const each of secrets) each.fill(0);
  const info = encodeCanonical(LABELS.pqxdhSecret, 'X25519', 'SHA-256', 'ML-KEM-1024', associatedData);
  const derived = provider.hkdfSha256({ secret, salt: ZERO_SALT, info, length: 3 * KEY_BYTES });
  secret.fill(0);
  const [rootKey, initiatorHeaderKey, recipientHeaderKey] = splitThreeKeys(derived);
  return { rootKey, initiatorHeaderKey, recipientHeaderKey };
}

/**
 * Starts a session with a device from its prekeys. Sign checks of the prekeys are the caller's.
 *
 * The session carries `pendingInitial` until the first answer: its ciphertexts travel inside `InitialMessage`.
 * @throws {VerifyError} `bad-key` when a key is of small order, torsioned, not canonical, or above the KEM's modulus
 */
export async function initiate(options: InitiateOptions): Promise<{ readonly session: Session }> {
  const { ours, theirs, signedPrekey, oneTimePrekey, generation, random, provider = platformProvider } = options;
  await checkHandshakeKey(theirs.identityKey, provider);
  await checkHandshakeKey(signedPrekey.publicKey, provider);
  if (oneTimePrekey) await checkHandshakeKey(oneTimePrekey.publicKey, provider);

  const kemPublicKey = oneTimePrekey?.kemPublicKey ?? options.kemPrekey.publicKey;
  const kem = provider.mlKem1024.encapsulate(kemPublicKey, drawBytes(random, KEM_RANDOM_BYTES));
  const ephemeral = await provider.x25519.keyPair(drawBytes(random, KEY_BYTES));
  const pendingInitial = {
    ephemeralKey: ephemeral.publicKey,
    signedPrekeyId: signedPrekey.id,
    kemPrekeyId: oneTimePrekey ? 0 : options.kemPrekey.id,
    oneTimePrekeyId: oneTimePrekey?.id ?? 0,
    kemCiphertext: kem.ciphertext,
  };
  const initial: InitialFields = { ...pendingInitial, generation: BigInt(generation) };
  const transcript: HandshakeTranscript = {
    initiator: publicParty(ours),
    recipient: theirs,
    initial,
    signedPrekey: signedPrekey.publicKey,
    kemPrekey: kemPublicKey,
    oneTimePrekey: oneTimePrekey?.publicKey,
  };
  const agreements: [X25519KeyPair, Uint8Array][] = [
    [ours.identityKey, signedPrekey.publicKey],
    [ephemeral, theirs.identityKey],
    [ephemeral, signedPrekey.publicKey],
  ];
  if (oneTimePrekey) agreements.push([ephemeral, oneTimePrekey.publicKey]);
  const secrets = [...(await agreeAll(provider, agreements)), kem.sharedSecret];
  ephemeral.secretKey.fill(0);

  const associatedData = transcriptHash(transcript);
  const first = deriveFirstKeys(provider, secrets, associatedData);
  // Double Ratchet §4.5, RatchetInitAliceHE: their signed prekey is their first ratchet key.
  const ratchetKey = await provider.x25519.keyPair(drawBytes(random, KEY_BYTES));
  const agreed = await provider.x25519.agree(ratchetKey, signedPrekey.publicKey);
  const step = rootStep(provider, first.rootKey, agreed);
  first.rootKey.fill(0);
  const session = new Session({
    id: initialSessionId({ initiator: transcript.initiator, recipient: theirs, message: initial }),
    role: 'initiator',
    generation,
    createdAtMs: options.nowMs,
    pendingInitial,
    associatedData,
    rootKey: step.rootKey,
    ratchetKey,
    sending: { headerKey: first.initiatorHeaderKey, chainKey: step.chainKey, next: 0, previousLength: 0 },
    nextSendingHeaderKey: step.nextHeaderKey,
    receiving: [],
    nextReceivingHeaderKey: first.recipientHeaderKey,
  });
  return { session };
}

/** The KEM seed and public key that the message names. */
function namedKemKey({ message, kemPrekey, oneTimePrekey }: AcceptOptions) {
  if (message.oneTimePrekeyId !== 0) {
    if (oneTimePrekey?.id === message.oneTimePrekeyId) {
      return { seed: oneTimePrekey.kemSeed, publicKey: oneTimePrekey.kemPublicKey, oneTimePrekey };
    }
  } else if (kemPrekey?.id === message.kemPrekeyId) {
    return { seed: kemPrekey.seed, publicKey: kemPrekey.publicKey, oneTimePrekey: undefined };
  }
  throw new UsageError('invalid-argument', 'the message names another KEM prekey');
}

/**
 * Accepts a session from its initial message and opens the ciphertext inside.
 *
 * Nothing is changed: a prekey is to be deleted only after `session` has been stored (attack A10).
 * @throws {VerifyError} `bad-tag` when the message was not made for these keys and parties; `bad-key` for a refused key
 * @throws {DecodeError} `wrong-version`, `wrong-length`, `malformed`
 * @throws {LimitError} `gap-too-large`
 * @throws {UsageError} `invalid-argument` when a prekey is not the one that the message names
 */
export async function accept(options: AcceptOptions): Promise<Accepted> {
  const { ours, theirs, signedPrekey, message, random, nowMs, provider = platformProvider } = options;
  checkInitialMessage(message);
  if (signedPrekey.id !== message.signedPrekeyId) {
    throw new UsageError('invalid-argument', 'the message names another signed prekey');
  }
  const kem = namedKemKey(options);
  await checkHandshakeKey(theirs.identityKey, provider);
  await checkHandshakeKey(message.ephemeralKey, provider);

  const recipient = publicParty(ours);
  const associatedData = transcriptHash({
    initiator: theirs,
    recipient,
    initial: message,
    signedPrekey: signedPrekey.pair.publicKey,
    kemPrekey: kem.publicKey,
    oneTimePrekey: kem.oneTimePrekey?.pair.publicKey,
  });
  const agreements: [X25519KeyPair, Uint8Array][] = [
    [signedPrekey.pair, theirs.identityKey],
    [ours.identityKey, message.ephemeralKey],
    [signedPrekey.pair, message.ephemeralKey],
  ];
  if (kem.oneTimePrekey) agreements.push([kem.oneTimePrekey.pair, message.ephemeralKey]);
  const secrets = await agreeAll(provider, agreements);
  secrets.push(provider.mlKem1024.decapsulate(kem.seed, message.kemCiphertext));
  const first = deriveFirstKeys(provider, secrets, associatedData);
  // RatchetInitBobHE. The ratchet consumes its key pair; the signed prekey lives on, so it gets a copy.
  const { publicKey, secretKey } = signedPrekey.pair;
  const state = {
    id: initialSessionId({ initiator: theirs, recipient, message }),
    role: 'recipient' as const,
    generation: Number(message.generation),
    createdAtMs: nowMs,
    pendingInitial: undefined,
    associatedData,
    rootKey: first.rootKey,
    ratchetKey: new KeyPair(publicKey, Uint8Array.from(secretKey)),
    sending: undefined,
    nextSendingHeaderKey: first.recipientHeaderKey,
    receiving: [],
    nextReceivingHeaderKey: first.initiatorHeaderKey,
  };
  const opened = await openFirst({ provider, state, ciphertext: message.ciphertext, random, nowMs });
  const oneTimeSecrets = kem.oneTimePrekey ? [kem.oneTimePrekey.pair.secretKey, kem.oneTimePrekey.kemSeed] : [];
  return {
    session: opened.next,
    plaintext: opened.plaintext,
    consumed: [...opened.consumed, ...oneTimeSecrets],
  };
}
