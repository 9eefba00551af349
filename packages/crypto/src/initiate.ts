/**
 * PQXDH as initiator (Signal's specification, revision 3; specs/03 §4).
 *
 * Must not know: signatures of bundles, where prekeys come from.
 */

import { UsageError } from '@sotto/wire';
import { platformProvider } from '#platform';
import { freshEncapsulation } from './fresh-encapsulation.ts';
import { freshKeyPair } from './fresh-key-pair.ts';
import {
  type HandshakeParty,
  type HandshakeTranscript,
  handshakeSessionId,
  type OurParty,
  publicParty,
  transcriptHash,
} from './handshake-transcript.ts';
import { startPqRatchet } from './pq-ratchet.ts';
import { type Agreement, deriveFirstKeys, type FirstKeys } from './pqxdh-secret.ts';
import type { TheirKemPrekey, TheirOneTimePrekey, TheirSignedPrekey } from './prekey.ts';
import type { CryptoProvider, ProviderOption, RandomBytes, X25519KeyPair } from './provider.ts';
import { rootStep } from './root-chain.ts';
import { type PendingInitial, Session } from './session.ts';
import { checkHandshakeKey } from './x25519-public-key.ts';

export interface InitiateOptions extends ProviderOption {
  readonly ours: OurParty;
  readonly theirs: HandshakeParty;
  readonly signedPrekey: TheirSignedPrekey;
  /** Last resort; not used when there is a one-time prekey. */
  readonly kemPrekey: TheirKemPrekey;
  readonly oneTimePrekey?: TheirOneTimePrekey | undefined;
  /** Larger than that of any earlier session of these devices; below 2^53. */
  readonly generation: number;
  readonly random: RandomBytes;
  readonly nowMs: number;
}

/**
 * Starts a session with a device from its prekeys, whose signatures the caller has checked.
 *
 * The session carries `pendingInitial` until the first answer: its ciphertexts travel inside an `InitialMessage`.
 * @throws {VerifyError} `bad-key` when a key is of small order, torsioned, not canonical, or above the KEM's modulus
 * @throws {UsageError} `invalid-argument` when a prekey id is 0
 */
export async function initiate(options: InitiateOptions): Promise<{ readonly session: Session }> {
  const { ours, theirs, generation, random, nowMs, provider = platformProvider } = options;
  await checkTheirKeys(provider, options);
  const ephemeral = await freshKeyPair(provider, random);
  const { pendingInitial, transcript, kemSecret } = chooseKeys(provider, options, ephemeral.publicKey);
  const associatedData = transcriptHash(transcript);
  const first = await deriveFirstKeys(provider, {
    agreements: agreementsOf(options, ephemeral),
    kemSecret,
    transcriptHash: associatedData,
  });
  ephemeral.secretKey.fill(0);
  const session = new Session({
    id: handshakeSessionId(publicParty(ours), theirs, transcript.initial),
    role: 'initiator',
    generation,
    createdAtMs: nowMs,
    pendingInitial,
    associatedData,
    ...(await firstChain(provider, options, first)),
  });
  return { session };
}

async function checkTheirKeys(provider: CryptoProvider, options: InitiateOptions): Promise<void> {
  const { theirs, signedPrekey, kemPrekey, oneTimePrekey } = options;
  if (signedPrekey.id === 0 || kemPrekey.id === 0 || oneTimePrekey?.id === 0) {
    throw new UsageError('invalid-argument', 'prekey id 0 stands for none');
  }
  await checkHandshakeKey(theirs.identityKey, provider);
  await checkHandshakeKey(signedPrekey.publicKey, provider);
  if (oneTimePrekey) await checkHandshakeKey(oneTimePrekey.publicKey, provider);
}

interface ChosenKeys {
  readonly pendingInitial: PendingInitial;
  readonly transcript: HandshakeTranscript;
  readonly kemSecret: Uint8Array;
}

/** The KEM key of a one-time prekey replaces the one of last resort. */
function chooseKeys(provider: CryptoProvider, options: InitiateOptions, ephemeralKey: Uint8Array): ChosenKeys {
  const { ours, theirs, signedPrekey, oneTimePrekey } = options;
  const kemPrekey = oneTimePrekey?.kemPublicKey ?? options.kemPrekey.publicKey;
  const kem = freshEncapsulation(provider.mlKem1024, kemPrekey, options.random);
  const pendingInitial = {
    ephemeralKey,
    signedPrekeyId: signedPrekey.id,
    kemPrekeyId: oneTimePrekey ? 0 : options.kemPrekey.id,
    oneTimePrekeyId: oneTimePrekey?.id ?? 0,
    kemCiphertext: kem.ciphertext,
  };
  const transcript = {
    initiator: publicParty(ours),
    recipient: theirs,
    initial: { ...pendingInitial, generation: BigInt(options.generation) },
    signedPrekey: signedPrekey.publicKey,
    kemPrekey,
    oneTimePrekey: oneTimePrekey?.publicKey,
  };
  return { pendingInitial, transcript, kemSecret: kem.sharedSecret };
}

function agreementsOf(options: InitiateOptions, ephemeral: X25519KeyPair): Agreement[] {
  const { ours, theirs, signedPrekey, oneTimePrekey } = options;
  const agreements: Agreement[] = [
    [ours.identityKey, signedPrekey.publicKey],
    [ephemeral, theirs.identityKey],
    [ephemeral, signedPrekey.publicKey],
  ];
  if (oneTimePrekey) agreements.push([ephemeral, oneTimePrekey.publicKey]);
  return agreements;
}

// Double Ratchet §4.5, RatchetInitAliceHE: their signed prekey is their first ratchet key.
async function firstChain(
  provider: CryptoProvider,
  { signedPrekey, random, nowMs }: InitiateOptions,
  { rootKey, initiatorHeaderKey, recipientHeaderKey }: FirstKeys,
) {
  const ratchetKey = await freshKeyPair(provider, random);
  const agreed = await provider.x25519.agree(ratchetKey, signedPrekey.publicKey);
  const step = rootStep(provider, { rootKey, agreed });
  rootKey.fill(0);
  return {
    rootKey: step.rootKey,
    ratchetKey,
    sending: { headerKey: initiatorHeaderKey, chainKey: step.chainKey, next: 0, previousLength: 0 },
    nextSendingHeaderKey: step.nextHeaderKey,
    receiving: [],
    nextReceivingHeaderKey: recipientHeaderKey,
    pq: startPqRatchet(1, nowMs),
  };
}
