/**
 * Two devices of `@sotto/crypto` with a session between them, in Node or in a page. Used secrets are wiped, as a client
 * does.
 */
import {
  accept,
  type CryptoProvider,
  createInitialMessage,
  identityKeyPair,
  initiate,
  open,
  platformProvider,
  platformRandom,
  type Session,
  seal,
  sign,
  signingKeyPair,
  verifySignature,
  wipeAll,
} from '@sotto/crypto';
import {
  asAccountId,
  asDeviceId,
  decodeMessage,
  encodeMessage,
  InitialMessageSchema,
  LABELS,
  LIMITS,
  VerifyError,
} from '@sotto/wire';
import type { Device, DevicePair, RatchetLibrary } from './ratchet-pair.ts';

const random = platformRandom;

class OurDevice implements Device {
  readonly #provider: CryptoProvider;
  #session: Session;

  constructor(provider: CryptoProvider, session: Session) {
    this.#provider = provider;
    this.#session = session;
  }

  async seal(_to: Device, plaintext: Uint8Array): Promise<Uint8Array> {
    const { next, ciphertext, consumed } = seal({
      session: this.#session,
      plaintext,
      random,
      provider: this.#provider,
    });
    this.#session = next;
    wipeAll(consumed);
    return ciphertext;
  }

  async open(_from: Device, ciphertext: Uint8Array): Promise<Uint8Array> {
    const result = await open({ session: this.#session, ciphertext, random, nowMs: 0, provider: this.#provider });
    if (result.kind !== 'opened') throw new VerifyError('bad-tag', result.kind);
    this.#session = result.next;
    wipeAll(result.consumed);
    return result.plaintext;
  }
}

async function newParty(provider: CryptoProvider) {
  return {
    accountId: asAccountId(random(32)),
    deviceId: asDeviceId(random(16)),
    identityKey: await identityKeyPair(random(32), { provider }),
  };
}

/** A device with published prekeys: what it keeps, and the signatures that others check. */
async function newRecipient(provider: CryptoProvider) {
  const party = await newParty(provider);
  const signingKey = signingKeyPair(random(32), { provider });
  const signedPrekey = { id: 1, pair: await identityKeyPair(random(32), { provider }) };
  const kem = provider.mlKem1024.keyPair(random(64));
  const oneTime = provider.mlKem1024.keyPair(random(64));
  const oneTimePrekey = {
    id: 1,
    pair: await identityKeyPair(random(32), { provider }),
    kemSeed: oneTime.seed,
    kemPublicKey: oneTime.publicKey,
  };
  const statements = [
    { label: LABELS.signedPrekeySignature, parts: [signedPrekey.id, signedPrekey.pair.publicKey] },
    {
      label: LABELS.oneTimePrekeySignature,
      parts: [oneTimePrekey.id, oneTimePrekey.pair.publicKey, oneTime.publicKey],
    },
  ];
  const signed = statements.map((statement) => ({
    ...statement,
    provider,
    publicKey: signingKey.publicKey,
    signature: sign({ ...statement, provider, secretKey: signingKey.secretKey }),
  }));
  return { party, signedPrekey, kemPrekey: { id: 1, ...kem }, oneTimePrekey, signed };
}

/** Checks as many signatures as the peer does: of the two prekeys that are used. */
async function setUp(provider: CryptoProvider): Promise<() => Promise<DevicePair>> {
  const ada = await newParty(provider);
  const { party: grace, signedPrekey, kemPrekey, oneTimePrekey, signed } = await newRecipient(provider);
  return async () => {
    if (!signed.every(verifySignature)) throw new VerifyError('bad-signature', 'prekey');
    const { session } = await initiate({
      ours: ada,
      theirs: { ...grace, identityKey: grace.identityKey.publicKey },
      signedPrekey: { id: signedPrekey.id, publicKey: signedPrekey.pair.publicKey },
      kemPrekey,
      oneTimePrekey: {
        id: oneTimePrekey.id,
        publicKey: oneTimePrekey.pair.publicKey,
        kemPublicKey: oneTimePrekey.kemPublicKey,
      },
      generation: 1,
      random,
      nowMs: 0,
      provider,
    });
    const first = seal({ session, plaintext: new Uint8Array(100), random, provider });
    const travelling = encodeMessage(InitialMessageSchema, createInitialMessage(first.next, first.ciphertext));
    const accepted = await accept({
      ours: grace,
      theirs: { ...ada, identityKey: ada.identityKey.publicKey },
      signedPrekey,
      kemPrekey,
      oneTimePrekey,
      message: decodeMessage(InitialMessageSchema, travelling, LIMITS.MAX_PAYLOAD_BYTES),
      random,
      nowMs: 0,
      provider,
    });
    wipeAll([...first.consumed, ...accepted.consumed]);
    return { ada: new OurDevice(provider, first.next), grace: new OurDevice(provider, accepted.session) };
  };
}

export function ourLibrary(provider: CryptoProvider = platformProvider): RatchetLibrary {
  return {
    prepareSetUp: async () => {
      const start = await setUp(provider);
      return async () => {
        await start();
      };
    },
    newPair: async () => {
      const pair = await (await setUp(provider))();
      await pair.ada.open(pair.grace, await pair.grace.seal(pair.ada, new Uint8Array(1)));
      return pair;
    },
  };
}
