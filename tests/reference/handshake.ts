/** PQXDH: both sides of the handshake (specs/03 §4 and §5.7). */
import { ml_kem1024 } from '@noble/post-quantum/ml-kem.js';
import { agree, demandPrimeOrder, type KeyPair, keyPair } from './agreement.ts';
import { join } from './bytes.ts';
import { canonical, hash, type Part } from './canonical.ts';
import { threeKeys } from './derivation.ts';
import { type Opened, open } from './ratchet.ts';
import { demand, orRefuse } from './refusal.ts';
import { plainStep } from './root-step.ts';
import type { PendingHandshake, Session, Surroundings } from './session.ts';

/** Who takes part, as the other one knows it. */
export interface Party {
  readonly accountId: Uint8Array;
  readonly deviceId: Uint8Array;
  readonly identityKey: Uint8Array;
}

/** The recipient's prekeys, as the initiator gets them. */
export interface Prekeys {
  readonly signedPrekey: { readonly id: number; readonly publicKey: Uint8Array };
  readonly kemPrekey: { readonly id: number; readonly publicKey: Uint8Array };
  readonly oneTimePrekey:
    | { readonly id: number; readonly publicKey: Uint8Array; readonly kemPublicKey: Uint8Array }
    | undefined;
}

/** The recipient's secrets of the prekeys that an initial message names. */
export interface PrekeySecrets {
  readonly signedPrekey: KeyPair;
  /** d followed by z of FIPS 203, 64 bytes: of the one-time KEM key, else of the last-resort one. */
  readonly kemSeed: Uint8Array;
  readonly oneTimePrekey: KeyPair | undefined;
}

interface Transcript {
  readonly initiator: Party;
  readonly recipient: Party;
  readonly generation: number;
  readonly used: PendingHandshake;
  readonly signedPrekey: Uint8Array;
  readonly kemKey: Uint8Array;
  readonly oneTimePrekey: Uint8Array;
}

function publicParts({ initiator, recipient, generation, used }: Omit<Transcript, 'kemKey'>): Part[] {
  return [
    'initiator',
    ...[initiator.accountId, initiator.deviceId, initiator.identityKey],
    'recipient',
    ...[recipient.accountId, recipient.deviceId, recipient.identityKey],
    String(generation),
    used.ephemeralKey,
    ...[used.signedPrekeyId, used.kemPrekeyId, used.oneTimePrekeyId],
    used.kemCiphertext,
  ];
}

export function sessionId(transcript: Omit<Transcript, 'kemKey'>): Uint8Array {
  return hash('sessionId', ...publicParts(transcript));
}

export function transcriptHash(transcript: Transcript): Uint8Array {
  const { signedPrekey, kemKey, oneTimePrekey } = transcript;
  return hash('pqxdhAssociatedData', ...publicParts(transcript), signedPrekey, kemKey, oneTimePrekey);
}

/** specs/03 §5.6. */
export function replayKey(ephemeralKey: Uint8Array, signedPrekeyId: number): Uint8Array {
  return hash('initialReplay', ephemeralKey, signedPrekeyId);
}

interface FirstKeys {
  readonly associatedData: Uint8Array;
  readonly rootKey: Uint8Array;
  readonly initiatorHeaderKey: Uint8Array;
  readonly recipientHeaderKey: Uint8Array;
}

function firstKeys(transcript: Transcript, secrets: readonly Uint8Array[]): FirstKeys {
  const associatedData = transcriptHash(transcript);
  const info = canonical('pqxdhSecret', 'X25519', 'SHA-256', 'ML-KEM-1024', associatedData);
  const secret = join(new Uint8Array(32).fill(0xff), ...secrets);
  const [rootKey, initiatorHeaderKey, recipientHeaderKey] = threeKeys(new Uint8Array(32), secret, info);
  return { associatedData, rootKey, initiatorHeaderKey, recipientHeaderKey };
}

/** What a session of either role starts with. */
function beginnings(transcript: Transcript, keys: FirstKeys, nowMs: number) {
  return {
    id: sessionId(transcript),
    generation: transcript.generation,
    createdAtMs: nowMs,
    associatedData: keys.associatedData,
    rootKey: keys.rootKey,
    receiving: [],
    sending: undefined,
    epoch: 0,
    steps: 0,
    changedAtMs: nowMs,
    phase: { name: 'idle' },
  } as const;
}

export interface Initiation extends Surroundings {
  readonly initiator: Party;
  readonly identity: KeyPair;
  readonly recipient: Party;
  readonly prekeys: Prekeys;
  readonly generation: number;
}

export function initiate(start: Initiation): Session {
  const { prekeys, recipient, identity, draw, nowMs } = start;
  const { signedPrekey, oneTimePrekey } = prekeys;
  const kemPrekey = oneTimePrekey === undefined ? prekeys.kemPrekey : undefined;
  demand(signedPrekey.id !== 0 && kemPrekey?.id !== 0 && oneTimePrekey?.id !== 0, 'invalid-argument');
  for (const key of [recipient.identityKey, signedPrekey.publicKey, oneTimePrekey?.publicKey]) {
    if (key !== undefined) demandPrimeOrder(key);
  }
  const ephemeral = keyPair(draw(32));
  const kemKey = oneTimePrekey?.kemPublicKey ?? prekeys.kemPrekey.publicKey;
  const kem = orRefuse('bad-key', () => ml_kem1024.encapsulate(kemKey, draw(32)));
  const secrets = [
    agree(identity.secretKey, signedPrekey.publicKey),
    agree(ephemeral.secretKey, recipient.identityKey),
    agree(ephemeral.secretKey, signedPrekey.publicKey),
    ...(oneTimePrekey === undefined ? [] : [agree(ephemeral.secretKey, oneTimePrekey.publicKey)]),
    kem.sharedSecret,
  ];
  const used: PendingHandshake = {
    ephemeralKey: ephemeral.publicKey,
    signedPrekeyId: signedPrekey.id,
    kemPrekeyId: kemPrekey?.id ?? 0,
    oneTimePrekeyId: oneTimePrekey?.id ?? 0,
    kemCiphertext: kem.cipherText,
  };
  const transcript = {
    ...start,
    used,
    signedPrekey: signedPrekey.publicKey,
    kemKey,
    oneTimePrekey: oneTimePrekey?.publicKey ?? new Uint8Array(0),
  };
  const keys = firstKeys(transcript, secrets);
  const half = plainStep(
    {
      ...beginnings(transcript, keys, nowMs),
      role: 'initiator',
      pending: used,
      ratchetKey: keyPair(draw(32)),
      nextSendingHeaderKey: keys.initiatorHeaderKey,
      nextReceivingHeaderKey: keys.recipientHeaderKey,
    },
    { theirs: signedPrekey.publicKey, nowMs },
  );
  const sending = { headerKey: keys.initiatorHeaderKey, chainKey: half.chainKey, next: 0, previousLength: 0 };
  return { ...half.session, sending, nextSendingHeaderKey: half.headerKey };
}

export interface Acceptance extends Surroundings {
  readonly initiator: Party;
  readonly recipient: Party;
  readonly identity: KeyPair;
  readonly prekeys: PrekeySecrets;
  readonly generation: number;
  readonly used: PendingHandshake;
  readonly packet: Uint8Array;
}

/** @throws `bad-key`, or `bad-tag` for whatever else goes wrong */
export function accept(start: Acceptance): Opened & { kind: 'opened' } {
  const { initiator, identity, prekeys, used, nowMs } = start;
  demandPrimeOrder(initiator.identityKey);
  demandPrimeOrder(used.ephemeralKey);
  const kem = ml_kem1024.keygen(prekeys.kemSeed);
  const secrets = [
    agree(prekeys.signedPrekey.secretKey, initiator.identityKey),
    agree(identity.secretKey, used.ephemeralKey),
    agree(prekeys.signedPrekey.secretKey, used.ephemeralKey),
    ...(prekeys.oneTimePrekey === undefined ? [] : [agree(prekeys.oneTimePrekey.secretKey, used.ephemeralKey)]),
    ml_kem1024.decapsulate(used.kemCiphertext, kem.secretKey),
  ];
  const transcript = {
    ...start,
    signedPrekey: prekeys.signedPrekey.publicKey,
    kemKey: kem.publicKey,
    oneTimePrekey: prekeys.oneTimePrekey?.publicKey ?? new Uint8Array(0),
  };
  const keys = firstKeys(transcript, secrets);
  const session: Session = {
    ...beginnings(transcript, keys, nowMs),
    role: 'recipient',
    pending: undefined,
    ratchetKey: prekeys.signedPrekey,
    nextSendingHeaderKey: keys.recipientHeaderKey,
    nextReceivingHeaderKey: keys.initiatorHeaderKey,
  };
  const opened = orRefuse('bad-tag', () => open(session, start.packet, start));
  demand(opened.kind === 'opened', 'bad-tag');
  return opened;
}
