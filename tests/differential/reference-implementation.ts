/** The reference implementation behind the common interface. */
import { ml_kem1024 } from '@noble/post-quantum/ml-kem.js';
import { keyPair } from '../reference/agreement.ts';
import { accept, initiate, type Party } from '../reference/handshake.ts';
import { open, seal } from '../reference/ratchet.ts';
import { Refusal } from '../reference/refusal.ts';
import type { Session } from '../reference/session.ts';
import { readSession, sessionBytes } from '../reference/session-bytes.ts';
import type { Implementation, Outcome, PartyKeys } from './implementation.ts';
import { recordedBytes } from './recorded-bytes.ts';

function party({ accountId, deviceId, identitySecret }: PartyKeys): Party {
  return { accountId, deviceId, identityKey: keyPair(identitySecret).publicKey };
}

function outcome(attempt: () => ReturnType<typeof open>): Outcome<Session> {
  try {
    const opened = attempt();
    return opened.kind === 'opened' ? { ...opened, state: opened.session } : opened;
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', code: error.code };
    throw error;
  }
}

export const reference: Implementation<Session> = {
  name: 'reference',

  async initiate({ initiator, recipient, prekeys, generation }, { seed, nowMs }) {
    const { oneTimePrekey } = prekeys;
    return initiate({
      initiator: party(initiator),
      identity: keyPair(initiator.identitySecret),
      recipient: party(recipient),
      prekeys: {
        signedPrekey: { id: prekeys.signedPrekeyId, publicKey: keyPair(prekeys.signedPrekeySecret).publicKey },
        kemPrekey: { id: prekeys.kemPrekeyId, publicKey: ml_kem1024.keygen(prekeys.kemSeed).publicKey },
        oneTimePrekey: oneTimePrekey && {
          id: oneTimePrekey.id,
          publicKey: keyPair(oneTimePrekey.secret).publicKey,
          kemPublicKey: ml_kem1024.keygen(oneTimePrekey.kemSeed).publicKey,
        },
      },
      generation,
      draw: recordedBytes(seed),
      nowMs,
    });
  },

  async accept({ initiator, recipient, prekeys, generation }, { initial, packet }, { seed, nowMs }) {
    if (initial === undefined) return { kind: 'not-for-us' };
    const { oneTimePrekey } = prekeys;
    return outcome(() =>
      accept({
        initiator: party(initiator),
        recipient: party(recipient),
        identity: keyPair(recipient.identitySecret),
        prekeys: {
          signedPrekey: keyPair(prekeys.signedPrekeySecret),
          kemSeed: oneTimePrekey?.kemSeed ?? prekeys.kemSeed,
          oneTimePrekey: oneTimePrekey && keyPair(oneTimePrekey.secret),
        },
        generation,
        used: initial,
        packet,
        draw: recordedBytes(seed),
        nowMs,
      }),
    );
  },

  seal(session, plaintext, seed) {
    const sealed = seal(session, plaintext, recordedBytes(seed));
    return { state: sealed.session, message: { packet: sealed.packet, initial: sealed.session.pending } };
  },

  async open(session, packet, { seed, nowMs }) {
    return outcome(() => open(session, packet, { draw: recordedBytes(seed), nowMs }));
  },

  bytes: sessionBytes,
  read: readSession,
};
