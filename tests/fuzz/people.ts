/** Seeded devices, accounts and sessions that targets and their seeds are made from: the same on every run. */
import {
  accept,
  createInitialMessage,
  type HandshakeParty,
  type InitiateOptions,
  identityKeyPair,
  initiate,
  type KeyPair,
  type OurKemPrekey,
  type OurOneTimePrekey,
  type OurSignedPrekey,
  open,
  platformProvider,
  type RandomBytes,
  type Session,
  seal,
  signingKeyPair,
  type X25519KeyPair,
} from '@sotto/crypto';
import { type AccountState, createAccountLog, createDeviceKeys, type DeviceKeys } from '@sotto/identity';
import {
  asAccountId,
  asDeviceId,
  formatPeerId,
  type InitialMessage,
  type MailboxAddress,
  parseMailboxAddress,
} from '@sotto/wire';
import { SeededPrng } from './seeded-prng.ts';
import { must } from './target.ts';

export const NOW_MS = 1_700_000_000_000;

export function randomFrom(seed: string): RandomBytes {
  const prng = new SeededPrng(`fuzz people ${seed}`);
  return (length) => prng.bytes(length);
}

export function mailboxAddress(number: number): MailboxAddress {
  const { publicKey } = signingKeyPair(new Uint8Array(32).fill(number));
  return parseMailboxAddress(`/ip4/192.0.2.${number}/tcp/4001/p2p/${formatPeerId(publicKey)}`);
}

export interface HandshakeDevice extends Omit<HandshakeParty, 'identityKey'> {
  readonly identityKey: X25519KeyPair;
  readonly signedPrekey: OurSignedPrekey;
  readonly kemPrekey: OurKemPrekey;
  readonly oneTimePrekey: OurOneTimePrekey;
}

/** A device as a handshake sees it. */
export async function handshakeDevice(seed: string): Promise<HandshakeDevice> {
  const random = randomFrom(seed);
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

export function publicParty({ accountId, deviceId, identityKey }: HandshakeDevice): HandshakeParty {
  return { accountId, deviceId, identityKey: identityKey.publicKey };
}

/** What `ada` needs to write to `grace`. */
export function initiation(ada: HandshakeDevice, grace: HandshakeDevice, seed: string): InitiateOptions {
  const { signedPrekey, kemPrekey } = grace;
  return {
    ours: ada,
    theirs: publicParty(grace),
    signedPrekey: { id: signedPrekey.id, publicKey: signedPrekey.pair.publicKey },
    kemPrekey: { id: kemPrekey.id, publicKey: kemPrekey.publicKey },
    generation: 1,
    random: randomFrom(`initiation ${seed}`),
    nowMs: NOW_MS,
  };
}

export interface FirstMessage {
  readonly session: Session;
  readonly message: InitialMessage;
}

export async function firstMessage(options: InitiateOptions, plaintext: Uint8Array): Promise<FirstMessage> {
  const { session } = await initiate(options);
  const { next, ciphertext } = seal({ session, plaintext, random: options.random });
  return { session: next, message: createInitialMessage(next, ciphertext) };
}

export interface SessionPair {
  readonly ada: Session;
  readonly grace: Session;
}

/** Two sessions that have both heard from each other. */
export async function sessionPair(seed: string): Promise<SessionPair> {
  const [ada, grace] = [await handshakeDevice(`ada ${seed}`), await handshakeDevice(`grace ${seed}`)];
  const random = randomFrom(`pair ${seed}`);
  const first = await firstMessage(initiation(ada, grace, seed), Uint8Array.of(1));
  const { signedPrekey, kemPrekey } = grace;
  const theirs = publicParty(ada);
  const { message } = first;
  const accepted = await accept({ ours: grace, theirs, signedPrekey, kemPrekey, message, random, nowMs: NOW_MS });
  const answer = seal({ session: accepted.session, plaintext: Uint8Array.of(2), random });
  const opened = await open({ session: first.session, ciphertext: answer.ciphertext, random, nowMs: NOW_MS });
  must(opened.kind === 'opened', 'a session opens the first answer');
  return { ada: opened.next, grace: answer.next };
}

export interface Account {
  readonly random: RandomBytes;
  /** The only authority. */
  readonly recovery: KeyPair;
  readonly device: DeviceKeys;
  readonly state: AccountState;
}

/** Genesis, one device, two mailboxes. */
export async function account(seed: string): Promise<Account> {
  const random = randomFrom(`account ${seed}`);
  const recovery = signingKeyPair(random(32));
  const device = await createDeviceKeys(random);
  const mailboxes = [mailboxAddress(1), mailboxAddress(2)];
  const founding = { recoveryKey: recovery, firstDevice: device, mailboxes, random, nowMs: NOW_MS };
  return { random, recovery, device, state: createAccountLog(founding) };
}
