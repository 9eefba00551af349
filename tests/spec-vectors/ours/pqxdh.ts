/** Runs the vectors of the handshake with `@sotto/crypto`. */
import {
  accept,
  encodeSession,
  type HandshakeParty,
  identityKeyPair,
  initialReplayKey,
  initialSessionId,
  initiate,
  type OurParty,
  platformProvider,
} from '@sotto/crypto';
import { asAccountId, asDeviceId, decodeMessage, InitialMessageSchema, LIMITS } from '@sotto/wire';
import { withFresh } from '../fresh-bytes.ts';
import { hex, type Input, type Runs } from '../vector.ts';

function ids(input: Input) {
  return { accountId: asAccountId(input.hex('account_id')), deviceId: asDeviceId(input.hex('device_id')) };
}

async function ourParty(input: Input): Promise<OurParty> {
  return { ...ids(input), identityKey: await identityKeyPair(input.hex('identity_secret')) };
}

function theirParty(input: Input): HandshakeParty {
  return { ...ids(input), identityKey: input.hex('identity_key') };
}

function theirPrekey(input: Input) {
  return { id: input.number('id'), publicKey: input.hex('public_key') };
}

async function ourOneTimePrekey(input: Input) {
  const kem = platformProvider.mlKem1024.keyPair(input.hex('kem_seed'));
  const pair = await identityKeyPair(input.hex('secret'));
  return { id: input.number('id'), pair, kemSeed: kem.seed, kemPublicKey: kem.publicKey };
}

export const pqxdhRuns: Runs = {
  async initiate(input) {
    const oneTime = input.optional('one_time_prekey');
    const ours = await ourParty(input.object('initiator'));
    const { session } = await withFresh(input.hex('fresh'), (random) =>
      initiate({
        ours,
        theirs: theirParty(input.object('recipient')),
        signedPrekey: theirPrekey(input.object('signed_prekey')),
        kemPrekey: theirPrekey(input.object('kem_prekey')),
        oneTimePrekey: oneTime && { ...theirPrekey(oneTime), kemPublicKey: oneTime.hex('kem_public_key') },
        generation: input.number('generation'),
        nowMs: input.number('now_ms'),
        random,
      }),
    );
    const { id, associatedData } = session;
    return { session_id: hex(id), associated_data: hex(associatedData), session: hex(encodeSession(session)) };
  },

  async accept(input) {
    const message = decodeMessage(InitialMessageSchema, input.hex('initial_message'), LIMITS.MAX_PAYLOAD_BYTES);
    const oneTime = input.optional('one_time_prekey');
    const [ours, theirs] = [await ourParty(input.object('recipient')), theirParty(input.object('initiator'))];
    const [signed, kem] = [input.object('signed_prekey'), input.object('kem_prekey')];
    const signedPrekey = { id: signed.number('id'), pair: await identityKeyPair(signed.hex('secret')) };
    const kemPrekey = { id: kem.number('id'), ...platformProvider.mlKem1024.keyPair(kem.hex('seed')) };
    const oneTimePrekey = oneTime && (await ourOneTimePrekey(oneTime));
    const nowMs = input.number('now_ms');
    const { session, plaintext } = await withFresh(input.hex('fresh'), (random) =>
      accept({ ours, theirs, signedPrekey, kemPrekey, oneTimePrekey, message, random, nowMs }),
    );
    return {
      session_id: hex(initialSessionId({ ours, theirs, message })),
      replay_key: hex(initialReplayKey(message)),
      plaintext: hex(plaintext),
      session: hex(encodeSession(session)),
    };
  },
};
