/** Two devices of `@sotto/crypto` with a session between them. Used secrets are wiped, as a client does. */
import { randomBytes } from 'node:crypto';
import {
  accept,
  createInitialMessage,
  identityKeyPair,
  initiate,
  open,
  platformProvider,
  type Session,
  seal,
  wipeAll,
} from '@sotto/crypto';
import { asAccountId, asDeviceId, VerifyError } from '@sotto/wire';
import type { Device, DevicePair } from './ratchet-pair.ts';

const random = (length: number): Uint8Array => randomBytes(length);

class OurDevice implements Device {
  #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  async seal(_to: Device, plaintext: Uint8Array): Promise<Uint8Array> {
    const { next, ciphertext, consumed } = seal({ session: this.#session, plaintext, random });
    this.#session = next;
    wipeAll(consumed);
    return ciphertext;
  }

  async open(_from: Device, ciphertext: Uint8Array): Promise<Uint8Array> {
    const result = await open({ session: this.#session, ciphertext, random, nowMs: 0 });
    if (result.kind !== 'opened') throw new VerifyError('bad-tag', result.kind);
    this.#session = result.next;
    wipeAll(result.consumed);
    return result.plaintext;
  }
}

async function newParty() {
  return {
    accountId: asAccountId(random(32)),
    deviceId: asDeviceId(random(16)),
    identityKey: await identityKeyPair(random(32)),
  };
}

export async function ourPair(): Promise<DevicePair> {
  const [ada, grace] = [await newParty(), await newParty()];
  const signedPrekey = { id: 1, pair: await identityKeyPair(random(32)) };
  const kemPrekey = { id: 1, ...platformProvider.mlKem1024.keyPair(random(64)) };
  const { session } = await initiate({
    ours: ada,
    theirs: { ...grace, identityKey: grace.identityKey.publicKey },
    signedPrekey: { id: 1, publicKey: signedPrekey.pair.publicKey },
    kemPrekey,
    generation: 1,
    random,
    nowMs: 0,
  });
  const first = seal({ session, plaintext: new Uint8Array(1), random });
  const accepted = await accept({
    ours: grace,
    theirs: { ...ada, identityKey: ada.identityKey.publicKey },
    signedPrekey,
    kemPrekey,
    message: createInitialMessage(first.next, first.ciphertext),
    random,
    nowMs: 0,
  });
  const pair = { ada: new OurDevice(first.next), grace: new OurDevice(accepted.session) };
  await pair.ada.open(pair.grace, await pair.grace.seal(pair.ada, new Uint8Array(1)));
  return pair;
}
