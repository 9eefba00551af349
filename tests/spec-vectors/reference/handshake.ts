/** Runs the vectors of the handshake with the reference implementation. */
import { keyPair } from '../../reference/agreement.ts';
import { accept, initiate, type Party, replayKey } from '../../reference/handshake.ts';
import { decodeInitialMessage } from '../../reference/initial-message.ts';
import { demand } from '../../reference/refusal.ts';
import type { PendingHandshake } from '../../reference/session.ts';
import { sessionBytes } from '../../reference/session-bytes.ts';
import { withFresh } from '../fresh-bytes.ts';
import { hex, type Input, type Runs } from '../vector.ts';

function party(input: Input): Party {
  const identityKey = input.has('identity_key')
    ? input.hex('identity_key')
    : keyPair(input.hex('identity_secret')).publicKey;
  return { accountId: input.hex('account_id'), deviceId: input.hex('device_id'), identityKey };
}

function prekey(input: Input) {
  return { id: input.number('id'), publicKey: input.hex('public_key') };
}

/** The prekeys of the input are those that the message names. */
function demandNamed(input: Input, used: PendingHandshake): void {
  const idOf = (name: string) => input.optional(name)?.number('id');
  demand(idOf('signed_prekey') === used.signedPrekeyId, 'invalid-argument');
  const [name, id] =
    used.oneTimePrekeyId === 0
      ? (['kem_prekey', used.kemPrekeyId] as const)
      : (['one_time_prekey', used.oneTimePrekeyId] as const);
  demand(idOf(name) === id, 'invalid-argument');
}

export const handshakeRuns: Runs = {
  async initiate(input) {
    const oneTime = input.optional('one_time_prekey');
    const session = await withFresh(input.hex('fresh'), (draw) =>
      initiate({
        initiator: party(input.object('initiator')),
        identity: keyPair(input.object('initiator').hex('identity_secret')),
        recipient: party(input.object('recipient')),
        prekeys: {
          signedPrekey: prekey(input.object('signed_prekey')),
          kemPrekey: prekey(input.object('kem_prekey')),
          oneTimePrekey: oneTime && { ...prekey(oneTime), kemPublicKey: oneTime.hex('kem_public_key') },
        },
        generation: input.number('generation'),
        nowMs: input.number('now_ms'),
        draw,
      }),
    );
    const { id, associatedData } = session;
    return { session_id: hex(id), associated_data: hex(associatedData), session: hex(sessionBytes(session)) };
  },

  async accept(input) {
    const { used, generation, packet } = decodeInitialMessage(input.hex('initial_message'));
    const oneTime = used.oneTimePrekeyId === 0 ? undefined : input.optional('one_time_prekey');
    demandNamed(input, used);
    const { session, plaintext } = await withFresh(input.hex('fresh'), (draw) =>
      accept({
        initiator: party(input.object('initiator')),
        recipient: party(input.object('recipient')),
        identity: keyPair(input.object('recipient').hex('identity_secret')),
        prekeys: {
          signedPrekey: keyPair(input.object('signed_prekey').hex('secret')),
          kemSeed: oneTime?.hex('kem_seed') ?? input.object('kem_prekey').hex('seed'),
          oneTimePrekey: oneTime && keyPair(oneTime.hex('secret')),
        },
        nowMs: input.number('now_ms'),
        ...{ used, generation, packet, draw },
      }),
    );
    return {
      session_id: hex(session.id),
      replay_key: hex(replayKey(used.ephemeralKey, used.signedPrekeyId)),
      plaintext: hex(plaintext),
      session: hex(sessionBytes(session)),
    };
  },
};
