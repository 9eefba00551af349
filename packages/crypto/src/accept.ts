/**
 * PQXDH as recipient (Signal's specification, revision 3; specs/03 §5).
 *
 * Must not know: the replay cache, where prekeys are kept. Whoever holds the secret of a signed prekey can pose as
 * anybody towards its owner until it is rotated and deleted: its lifetime is the window (attack A7).
 */

import { type InitialMessage, type SessionId, UsageError } from '@sotto/wire';
import { platformProvider } from '#platform';
import {
  type HandshakeParty,
  handshakeSessionId,
  type InitialFields,
  type OurParty,
  publicParty,
  transcriptHash,
} from './handshake-transcript.ts';
import { checkInitialMessage } from './initial-message.ts';
import { copyKeyPair } from './key-pair.ts';
import { openFirst } from './open.ts';
import { startPqRatchet } from './pq-ratchet.ts';
import { type Agreement, deriveFirstKeys, type FirstKeys } from './pqxdh-secret.ts';
import type { OurKemPrekey, OurOneTimePrekey, OurSignedPrekey } from './prekey.ts';
import type { ProviderOption, RandomBytes } from './provider.ts';
import type { RatchetState, Session } from './session.ts';
import { checkHandshakeKey } from './x25519-public-key.ts';

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

export interface InitialSessionIdOptions {
  readonly ours: OurParty;
  readonly theirs: HandshakeParty;
  readonly message: InitialFields;
}

/** The id of the session that a received initial message starts, so that a session we have is found first. */
export function initialSessionId({ ours, theirs, message }: InitialSessionIdOptions): SessionId {
  return handshakeSessionId(theirs, publicParty(ours), message);
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
  const { kem, oneTimePrekey } = namedKeys(options);
  await checkHandshakeKey(theirs.identityKey, provider);
  await checkHandshakeKey(message.ephemeralKey, provider);

  const associatedData = transcriptHash({
    initiator: theirs,
    recipient: publicParty(ours),
    initial: message,
    signedPrekey: signedPrekey.pair.publicKey,
    kemPrekey: kem.publicKey,
    oneTimePrekey: oneTimePrekey?.pair.publicKey,
  });
  const agreements: Agreement[] = [
    [signedPrekey.pair, theirs.identityKey],
    [ours.identityKey, message.ephemeralKey],
    [signedPrekey.pair, message.ephemeralKey],
  ];
  if (oneTimePrekey) agreements.push([oneTimePrekey.pair, message.ephemeralKey]);
  const kemSecret = provider.mlKem1024.decapsulate(kem.seed, message.kemCiphertext);
  const first = await deriveFirstKeys(provider, { agreements, kemSecret, transcriptHash: associatedData });
  const state = firstState(options, first, associatedData);
  const opened = await openFirst({ provider, state, ciphertext: message.ciphertext, random, nowMs });
  const oneTimeSecrets = oneTimePrekey ? [oneTimePrekey.pair.secretKey, oneTimePrekey.kemSeed] : [];
  return { session: opened.next, plaintext: opened.plaintext, consumed: [...opened.consumed, ...oneTimeSecrets] };
}

interface NamedKeys {
  readonly kem: Pick<OurKemPrekey, 'seed' | 'publicKey'>;
  readonly oneTimePrekey: OurOneTimePrekey | undefined;
}

/** The prekeys that the message names, out of those given. */
function namedKeys({ message, signedPrekey, kemPrekey, oneTimePrekey }: AcceptOptions): NamedKeys {
  if (signedPrekey.id === message.signedPrekeyId) {
    if (message.oneTimePrekeyId === 0) {
      if (kemPrekey?.id === message.kemPrekeyId) return { kem: kemPrekey, oneTimePrekey: undefined };
    } else if (oneTimePrekey?.id === message.oneTimePrekeyId) {
      return { kem: { seed: oneTimePrekey.kemSeed, publicKey: oneTimePrekey.kemPublicKey }, oneTimePrekey };
    }
  }
  throw new UsageError('invalid-argument', 'the message names other prekeys');
}

// Double Ratchet §4.5, RatchetInitBobHE. The first step consumes the ratchet key; the signed prekey lives on, so the
// ratchet gets a copy.
function firstState(options: AcceptOptions, first: FirstKeys, associatedData: Uint8Array): RatchetState {
  const { message, nowMs } = options;
  return {
    id: initialSessionId(options),
    role: 'recipient',
    generation: Number(message.generation),
    createdAtMs: nowMs,
    pendingInitial: undefined,
    associatedData,
    rootKey: first.rootKey,
    ratchetKey: copyKeyPair(options.signedPrekey.pair),
    sending: undefined,
    nextSendingHeaderKey: first.recipientHeaderKey,
    receiving: [],
    nextReceivingHeaderKey: first.initiatorHeaderKey,
    pq: startPqRatchet(0, nowMs),
  };
}
