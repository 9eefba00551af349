/**
 * What two devices do with `@sotto/crypto`, all of it from one seed, as a list of values. Two platforms that give the same
 * list for the same seeds speak one protocol.
 */
import {
  accept,
  changePassphrase,
  createEnvelope,
  createTopicKeys,
  createVault,
  decodeEnvelope,
  decodeVault,
  encodeEnvelope,
  encodeSession,
  encodeVault,
  envelopeId,
  identityKeyPair,
  openFromStranger,
  openVault,
  type RandomBytes,
  type SafetyParty,
  safetyCode,
  safetyNumber,
  sealToStranger,
  sign,
  signingKeyPair,
  VAULT_PARAMETERS,
} from '@sotto/crypto';
import { SeededPrng } from '@sotto/testkit';
import { encodeUtf8, LABELS, LIMITS, padToBucket, SottoError, TopicKind } from '@sotto/wire';
import {
  acceptOptions,
  initiateOptions,
  introduce,
  newDevice,
  sessionPair,
  type TestDevice,
  withOneTimePrekey,
} from '../../../packages/crypto/src/testing/devices.ts';
import { playConversation } from './conversation.ts';
import { Transcript, type TranscriptLine } from './transcript.ts';

async function notePrimitives(transcript: Transcript, random: RandomBytes): Promise<void> {
  const { publicKey, secretKey } = signingKeyPair(random(32));
  transcript.note('signing key', publicKey);
  transcript.note('signature', sign({ label: LABELS.accountId, secretKey, parts: ['transcript', random(20)] }));
  const topic = createTopicKeys({ kind: TopicKind.QUEUE, random });
  transcript.note('topic', topic.topic);
  const payload = padToBucket(random(100), 0);
  const envelope = createEnvelope({ topic: topic.topic, payload, ttlSeconds: 3_600 });
  transcript.note('envelope', encodeEnvelope(envelope));
  transcript.note('envelope id', envelopeId(envelope));
}

async function noteSealing(transcript: Transcript, random: RandomBytes): Promise<void> {
  const recipientKey = (await newDevice(random)).identityKey;
  const associatedData = random(16);
  const input = { recipientKey: recipientKey.publicKey, plaintext: random(300), associatedData, random };
  const sealed = await sealToStranger(input);
  transcript.note('sealed to a stranger', sealed);
  transcript.note('opened from a stranger', await openFromStranger({ recipientKey, sealed, associatedData }));
}

async function noteVault(transcript: Transcript, random: RandomBytes): Promise<void> {
  const parameters = VAULT_PARAMETERS.unsafeTestParameters;
  const passphrase = 'correct horse ﬁne';
  const { vault, storeKey } = await createVault({ passphrase, parameters, random });
  transcript.note('vault', encodeVault(vault));
  transcript.note('store key', storeKey.bytes);
  const changed = await changePassphrase({ vault, passphrase, newPassphrase: 'battery staple', random });
  transcript.note('vault under another passphrase', encodeVault(changed));
  transcript.note('same store key', (await openVault({ vault: changed, passphrase: 'battery staple' })).bytes);
}

function safetyParty({ accountId, deviceId, identityKey }: TestDevice, random: RandomBytes): SafetyParty {
  const signingKey = signingKeyPair(random(32)).publicKey;
  const device = { deviceId, signingKey, identityKey: identityKey.publicKey };
  return { accountId, authorities: [random(32), random(32)], devices: [device] };
}

async function noteHandshakes(transcript: Transcript, random: RandomBytes): Promise<void> {
  const [ada, grace] = [await newDevice(random), await newDevice(random)];
  const bare = initiateOptions(ada, grace, random);
  for (const options of [bare, withOneTimePrekey(bare, grace)]) {
    const { session, message } = await introduce(options, encodeUtf8('first words'));
    transcript.note('session of the initiator', encodeSession(session));
    const accepted = await accept(acceptOptions({ ours: grace, theirs: ada, message, random }));
    transcript.note('session of the recipient', encodeSession(accepted.session));
    transcript.note('first plaintext', accepted.plaintext);
  }
  const parties = { ours: safetyParty(ada, random), theirs: safetyParty(grace, random) };
  transcript.note('safety number', safetyNumber(parties));
  transcript.note('safety code', safetyCode(parties));
}

async function noteRefusals(transcript: Transcript, random: RandomBytes): Promise<void> {
  const { identityKey } = await newDevice(random);
  const attempts: readonly (() => unknown)[] = [
    () => decodeEnvelope(random(64)),
    () => identityKeyPair(random(31)),
    () => openFromStranger({ recipientKey: identityKey, sealed: random(80), associatedData: random(8) }),
    () => sealToStranger({ recipientKey: new Uint8Array(32), plaintext: random(8), associatedData: random(8), random }),
    () => decodeVault('x'.repeat(LIMITS.MAX_VAULT_BYTES + 1)),
  ];
  for (const attempt of attempts) {
    try {
      await attempt();
      transcript.note('refused', 'no');
    } catch (error) {
      transcript.note(
        'refused',
        error instanceof SottoError ? `${error.name} ${error.code} ${error.message}` : `${error}`,
      );
    }
  }
}

/** Runs everything from `seed`. */
export default async function cryptoTranscript(seed: string): Promise<readonly TranscriptLine[]> {
  const prng = new SeededPrng(seed);
  const random: RandomBytes = (length) => prng.bytes(length);
  const transcript = new Transcript();
  await notePrimitives(transcript, random);
  await noteSealing(transcript, random);
  await noteVault(transcript, random);
  await noteHandshakes(transcript, random);
  await noteRefusals(transcript, random);
  await playConversation({ transcript, prng, pair: await sessionPair(random) });
  return transcript.lines;
}
