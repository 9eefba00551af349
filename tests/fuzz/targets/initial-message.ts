/** The message that starts a session, from anybody, at a recipient with all its keys. */
import { accept, checkInitialMessage, encodeSession, initialReplayKey, initialSessionId } from '@sotto/crypto';
import { decodeMessage, encodeMessage, InitialMessageSchema, LIMITS } from '@sotto/wire';
import { firstMessage, handshakeDevice, initiation, NOW_MS, publicParty, randomFrom } from '../people.ts';
import type { FuzzTarget, Verdict } from '../target.ts';

export async function openTarget(): Promise<FuzzTarget> {
  const [ada, grace] = [await handshakeDevice('initiator'), await handshakeDevice('recipient')];
  const withLastResort = initiation(ada, grace, 'last resort');
  const { id, pair, kemPublicKey } = grace.oneTimePrekey;
  const withOneTime = {
    ...initiation(ada, grace, 'one-time'),
    oneTimePrekey: { id, publicKey: pair.publicKey, kemPublicKey },
  };
  const first = [
    await firstMessage(withLastResort, Uint8Array.of(1)),
    await firstMessage(withOneTime, Uint8Array.of(2)),
  ];
  const random = randomFrom('accept');
  const { signedPrekey, kemPrekey, oneTimePrekey } = grace;
  const theirs = publicParty(ada);
  return {
    covers: ['accept', 'checkInitialMessage', 'initialSessionId', 'initialReplayKey'].map((name) => `crypto ${name}`),
    shape: 'protobuf',
    maxBytes: 4_096,
    seeds: first.map(({ message }) => encodeMessage(InitialMessageSchema, message)),
    // A message that names other prekeys than those given is looked up by the caller.
    refusals: ['decode', 'verify', 'limit', 'usage'],
    secrets: [grace.identityKey.secretKey, signedPrekey.pair.secretKey, kemPrekey.seed, oneTimePrekey.kemSeed],
    async run(input): Promise<Verdict> {
      const message = decodeMessage(InitialMessageSchema, input, LIMITS.MAX_PAYLOAD_BYTES);
      checkInitialMessage(message);
      initialReplayKey(message);
      initialSessionId({ ours: grace, theirs, message });
      const accepted = await accept({
        ours: grace,
        theirs,
        signedPrekey,
        kemPrekey,
        oneTimePrekey,
        message,
        random,
        nowMs: NOW_MS,
      });
      encodeSession(accepted.session);
      return 'accepted';
    },
  };
}
