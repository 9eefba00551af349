/** Devices with every key a handshake needs, and sessions between them. For tests only. */
import { seededRandom } from '@sotto/testkit';
import { asAccountId, asDeviceId, type InitialMessage, SottoError } from '@sotto/wire';
import { type Accepted, type AcceptOptions, accept } from '../accept.ts';
import type { HandshakeParty } from '../handshake-transcript.ts';
import { identityKeyPair } from '../identity-key.ts';
import { createInitialMessage } from '../initial-message.ts';
import { type InitiateOptions, initiate } from '../initiate.ts';
import { type Opened, type OpenResult, open } from '../open.ts';
import { platformProvider } from '../platform.node.ts';
import type { OurKemPrekey, OurOneTimePrekey, OurSignedPrekey } from '../prekey.ts';
import type { RandomBytes, X25519KeyPair } from '../provider.ts';
import { seal } from '../seal.ts';
import type { Session } from '../session.ts';

export function randomFrom(seed: string | number): RandomBytes {
  const source = seededRandom(seed);
  return (length) => source.bytes(length);
}

export interface TestDevice extends Omit<HandshakeParty, 'identityKey'> {
  readonly identityKey: X25519KeyPair;
  readonly signedPrekey: OurSignedPrekey;
  readonly kemPrekey: OurKemPrekey;
  readonly oneTimePrekey: OurOneTimePrekey;
}

export async function newDevice(random: RandomBytes): Promise<TestDevice> {
  const lastResort = platformProvider.mlKem1024.keyPair(random(64));
  const oneTime = platformProvider.mlKem1024.keyPair(random(64));
  return {
    accountId: asAccountId(random(32)),
    deviceId: asDeviceId(random(16)),
    identityKey: await identityKeyPair(random(32)),
    signedPrekey: { id: 7, pair: await identityKeyPair(random(32)) },
    kemPrekey: { id: 9, ...lastResort },
    oneTimePrekey: {
      id: 11,
      pair: await identityKeyPair(random(32)),
      kemSeed: oneTime.seed,
      kemPublicKey: oneTime.publicKey,
    },
  };
}

export function publicOf({ accountId, deviceId, identityKey }: TestDevice): HandshakeParty {
  return { accountId, deviceId, identityKey: identityKey.publicKey };
}

/** The options with which `ada` starts a session with `grace`; a test changes the one that it is about. */
export function initiateOptions(ada: TestDevice, grace: TestDevice, random: RandomBytes): InitiateOptions {
  const { signedPrekey, kemPrekey } = grace;
  return {
    ours: ada,
    theirs: publicOf(grace),
    signedPrekey: { id: signedPrekey.id, publicKey: signedPrekey.pair.publicKey },
    kemPrekey: { id: kemPrekey.id, publicKey: kemPrekey.publicKey },
    generation: 1,
    random,
    nowMs: 1_000,
  };
}

export function withOneTimePrekey(options: InitiateOptions, { oneTimePrekey }: TestDevice): InitiateOptions {
  const { id, pair, kemPublicKey } = oneTimePrekey;
  return { ...options, oneTimePrekey: { id, publicKey: pair.publicKey, kemPublicKey } };
}

export interface Introduced {
  readonly session: Session;
  readonly message: InitialMessage;
}

/** A session of an initiator and its first message. */
export async function introduce(options: InitiateOptions, plaintext: Uint8Array): Promise<Introduced> {
  const { session } = await initiate(options);
  const { next, ciphertext } = seal({ session, plaintext, random: options.random });
  return { session: next, message: createInitialMessage(next, ciphertext) };
}

export function acceptOptions(options: {
  readonly ours: TestDevice;
  readonly theirs: TestDevice;
  readonly message: InitialMessage;
  readonly random: RandomBytes;
}): AcceptOptions {
  const { ours, theirs, message, random } = options;
  const { signedPrekey, kemPrekey, oneTimePrekey } = ours;
  return { ours, theirs: publicOf(theirs), signedPrekey, kemPrekey, oneTimePrekey, message, random, nowMs: 2_000 };
}

export interface SessionPair {
  readonly ada: Session;
  readonly grace: Session;
}

/** The sessions of an initiator and a recipient that have both heard from each other. */
export async function sessionPair(random: RandomBytes): Promise<SessionPair> {
  const [ada, grace] = [await newDevice(random), await newDevice(random)];
  const introduced = await introduce(initiateOptions(ada, grace, random), Uint8Array.of(1));
  const { message } = introduced;
  const accepted: Accepted = await accept(acceptOptions({ ours: grace, theirs: ada, message, random }));
  const answer = seal({ session: accepted.session, plaintext: Uint8Array.of(2), random });
  const opened = await openOrFail(introduced.session, answer.ciphertext, random);
  return { ada: opened.next, grace: answer.next };
}

export function openAt(session: Session, ciphertext: Uint8Array, random: RandomBytes, nowMs = 3_000) {
  return open({ session, ciphertext, random, nowMs });
}

/** Opens what must open. */
export async function openOrFail(session: Session, ciphertext: Uint8Array, random: RandomBytes): Promise<Opened> {
  return mustBeOpened(await openAt(session, ciphertext, random));
}

/** The kind of a result, or the code of the error. */
export async function outcomeOf(session: Session, ciphertext: Uint8Array, random: RandomBytes): Promise<string> {
  try {
    return (await openAt(session, ciphertext, random)).kind;
  } catch (error) {
    if (error instanceof SottoError) return error.code;
    throw error;
  }
}

export function mustBeOpened(result: OpenResult): Opened {
  if (result.kind !== 'opened') throw new TypeError(`not opened: ${result.kind}`);
  return result;
}

export interface Sealed {
  readonly session: Session;
  readonly ciphertexts: readonly Uint8Array[];
}

/** Seals `count` one-byte messages: 0, 1, 2 … modulo 256. */
export function sealMany(session: Session, count: number, random: RandomBytes): Sealed {
  const ciphertexts: Uint8Array[] = [];
  let current = session;
  for (let i = 0; i < count; i++) {
    const { next, ciphertext } = seal({ session: current, plaintext: Uint8Array.of(i % 256), random });
    ciphertexts.push(ciphertext);
    current = next;
  }
  return { session: current, ciphertexts };
}

/** The expectation of an error of this code. */
export function failure(code: string): { readonly code: string } {
  return { code };
}
