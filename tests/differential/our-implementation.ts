/** `@sotto/crypto` behind the common interface. */
import {
  accept,
  createInitialMessage,
  decodeSession,
  encodeSession,
  identityKeyPair,
  initiate,
  type OurParty,
  open,
  platformProvider,
  type Session,
  seal,
} from '@sotto/crypto';
import { asAccountId, asDeviceId, create, InitialMessageSchema, SottoError } from '@sotto/wire';
import type { Implementation, Outcome, PartyKeys, PrekeyKeys } from './implementation.ts';
import { recordedBytes } from './recorded-bytes.ts';

const { mlKem1024 } = platformProvider;

async function party({ accountId, deviceId, identitySecret }: PartyKeys): Promise<OurParty> {
  const identityKey = await identityKeyPair(identitySecret);
  return { accountId: asAccountId(accountId), deviceId: asDeviceId(deviceId), identityKey };
}

function publicHalf(ours: OurParty) {
  return { ...ours, identityKey: ours.identityKey.publicKey };
}

async function oneTimeKeys({ oneTimePrekey }: PrekeyKeys) {
  if (oneTimePrekey === undefined) return undefined;
  const { seed: kemSeed, publicKey: kemPublicKey } = mlKem1024.keyPair(oneTimePrekey.kemSeed);
  return { id: oneTimePrekey.id, pair: await identityKeyPair(oneTimePrekey.secret), kemSeed, kemPublicKey };
}

async function prekeysOf(prekeys: PrekeyKeys) {
  const pair = await identityKeyPair(prekeys.signedPrekeySecret);
  return {
    signedPrekey: { id: prekeys.signedPrekeyId, pair, publicKey: pair.publicKey },
    kemPrekey: { id: prekeys.kemPrekeyId, ...mlKem1024.keyPair(prekeys.kemSeed) },
  };
}

async function outcome(attempt: () => Promise<Outcome<Session>>): Promise<Outcome<Session>> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof SottoError) return { kind: 'refused', code: error.code };
    throw error;
  }
}

export const ours: Implementation<Session> = {
  name: 'ours',

  async initiate(setting, { seed, nowMs }) {
    const oneTime = await oneTimeKeys(setting.prekeys);
    const { session } = await initiate({
      ours: await party(setting.initiator),
      theirs: publicHalf(await party(setting.recipient)),
      ...(await prekeysOf(setting.prekeys)),
      oneTimePrekey: oneTime && { ...oneTime, publicKey: oneTime.pair.publicKey },
      generation: setting.generation,
      random: recordedBytes(seed),
      nowMs,
    });
    return session;
  },

  accept(setting, { initial, packet }, { seed, nowMs }) {
    return outcome(async () => {
      const { session, plaintext } = await accept({
        ours: await party(setting.recipient),
        theirs: publicHalf(await party(setting.initiator)),
        ...(await prekeysOf(setting.prekeys)),
        oneTimePrekey: await oneTimeKeys(setting.prekeys),
        message: create(InitialMessageSchema, {
          ...initial,
          version: 1,
          generation: BigInt(setting.generation),
          ciphertext: packet,
        }),
        random: recordedBytes(seed),
        nowMs,
      });
      return { kind: 'opened', state: session, plaintext };
    });
  },

  seal(session, plaintext, seed) {
    const { next, ciphertext } = seal({ session, plaintext, random: recordedBytes(seed) });
    const initial = next.pendingInitial && createInitialMessage(next, ciphertext);
    return { state: next, message: { packet: ciphertext, initial } };
  },

  open(session, packet, { seed, nowMs }) {
    return outcome(async () => {
      const result = await open({ session, ciphertext: packet, random: recordedBytes(seed), nowMs });
      if (result.kind !== 'opened') return result;
      return { kind: 'opened', state: result.next, plaintext: result.plaintext };
    });
  },

  bytes: encodeSession,
  read: decodeSession,
};
