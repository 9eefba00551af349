/** PQXDH under attack: what an initial message is bound to, stolen keys, replays, corrupted messages. */
import { asAccountId, asDeviceId, create, type InitialMessage, InitialMessageSchema } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accept, initialSessionId } from './accept.ts';
import { initialReplayKey } from './handshake-transcript.ts';
import { identityKeyPair } from './identity-key.ts';
import { createInitialMessage } from './initial-message.ts';
import { platformProvider } from './platform.node.ts';
import type { CryptoProvider } from './provider.ts';
import { seal } from './seal.ts';
import {
  acceptOptions,
  failure,
  initiateOptions,
  introduce,
  newDevice,
  publicOf,
  randomFrom,
  withOneTimePrekey,
} from './testing/devices.ts';

const random = randomFrom('handshake');
const ada = await newDevice(random);
const grace = await newDevice(random);
const mallory = await newDevice(random);
const plaintext = Uint8Array.of(1, 2, 3);

function changed(message: InitialMessage, fields: Partial<InitialMessage>): InitialMessage {
  return create(InitialMessageSchema, { ...message, ...fields });
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
}

/** What `grace` does with a message from somebody who says to be `theirs`. */
function graceAccepts(message: InitialMessage, theirs = ada) {
  return accept(acceptOptions({ ours: grace, theirs, message, random }));
}

describe('an initial message is bound to', () => {
  test('A4: the KEM prekey, by id and by bytes', async () => {
    const { message } = await introduce(initiateOptions(ada, grace, random), plaintext);
    const base = acceptOptions({ ours: grace, theirs: ada, message, random });
    // The same key under another id.
    const renamed = {
      ...base,
      kemPrekey: { ...grace.kemPrekey, id: 10 },
      message: changed(message, { kemPrekeyId: 10 }),
    };
    await expect(accept(renamed)).rejects.toMatchObject(failure('bad-tag'));
    // The same seed under other public bytes.
    const { publicKey } = mallory.kemPrekey;
    const swapped = { ...base, kemPrekey: { ...grace.kemPrekey, publicKey } };
    await expect(accept(swapped)).rejects.toMatchObject(failure('bad-tag'));
  });

  test('A4: the KEM key that the initiator saw; re-encapsulation to the real one does not help', async () => {
    const options = initiateOptions(ada, grace, random);
    const poisoned = { ...options, kemPrekey: { ...options.kemPrekey, publicKey: mallory.kemPrekey.publicKey } };
    const { message } = await introduce(poisoned, plaintext);
    const again = platformProvider.mlKem1024.encapsulate(grace.kemPrekey.publicKey, random(32));
    await expect(graceAccepts(message)).rejects.toMatchObject(failure('bad-tag'));
    await expect(graceAccepts(changed(message, { kemCiphertext: again.ciphertext }))).rejects.toMatchObject(
      failure('bad-tag'),
    );
  });

  test('every other public field, the generation included', async () => {
    const { message } = await introduce(initiateOptions(ada, grace, random), plaintext);
    const otherEphemeral = await identityKeyPair(random(32));
    const attempts: [string, Partial<InitialMessage>][] = [
      ['bad-tag', { generation: message.generation + 1n }],
      ['bad-tag', { ephemeralKey: otherEphemeral.publicKey }],
      ['bad-tag', { kemCiphertext: flipped(message.kemCiphertext, 700) }],
      ['bad-tag', { ciphertext: flipped(message.ciphertext, 0) }],
      ['bad-tag', { ciphertext: flipped(message.ciphertext, message.ciphertext.length - 1) }],
      ['bad-tag', { ciphertext: new Uint8Array(0) }],
      ['invalid-argument', { signedPrekeyId: 8 }],
      ['invalid-argument', { kemPrekeyId: 10 }],
      ['invalid-argument', { kemPrekeyId: 0, oneTimePrekeyId: 12 }],
      ['bad-tag', { kemPrekeyId: 0, oneTimePrekeyId: grace.oneTimePrekey.id }],
      ['malformed', { oneTimePrekeyId: grace.oneTimePrekey.id }],
      ['malformed', { kemPrekeyId: 0 }],
      ['malformed', { generation: 2n ** 53n }],
      ['wrong-version', { version: 2 }],
      ['wrong-length', { kemCiphertext: message.kemCiphertext.subarray(1) }],
      ['wrong-length', { ephemeralKey: new Uint8Array(33) }],
    ];
    for (const [code, fields] of attempts) {
      await expect(graceAccepts(changed(message, fields))).rejects.toMatchObject(failure(code));
    }
    expect((await graceAccepts(message)).plaintext).toEqual(plaintext);
  });

  test('A6: both account ids and both device ids', async () => {
    // Mallory publishes Grace's keys as her own; Ada's message to Mallory is passed on to Grace.
    const graceAsMallory = { ...grace, accountId: mallory.accountId };
    const { message } = await introduce(initiateOptions(ada, graceAsMallory, random), plaintext);
    await expect(graceAccepts(message)).rejects.toMatchObject(failure('bad-tag'));

    const { message: genuine } = await introduce(initiateOptions(ada, grace, random), plaintext);
    const impostors = [
      { ...ada, accountId: mallory.accountId },
      { ...ada, deviceId: mallory.deviceId },
      { ...ada, identityKey: mallory.identityKey },
      mallory,
    ];
    for (const theirs of impostors) {
      await expect(graceAccepts(genuine, theirs)).rejects.toMatchObject(failure('bad-tag'));
    }
    const otherDevice = { ...grace, deviceId: asDeviceId(random(16)) };
    const otherAccount = { ...grace, accountId: asAccountId(random(32)) };
    for (const ours of [otherDevice, otherAccount]) {
      await expect(accept(acceptOptions({ ours, theirs: ada, message: genuine, random }))).rejects.toMatchObject(
        failure('bad-tag'),
      );
    }
  });
});

describe('A7: key compromise impersonation', () => {
  // Somebody who has one of Grace's secrets and wants her to believe that Ada writes.
  const forgeWith = (stolen: Uint8Array) => ({
    ...ada,
    identityKey: { publicKey: ada.identityKey.publicKey, secretKey: stolen },
  });

  test('the identity key of the victim alone is not enough', async () => {
    const forged = await introduce(initiateOptions(forgeWith(grace.identityKey.secretKey), grace, random), plaintext);
    await expect(graceAccepts(forged.message)).rejects.toMatchObject(failure('bad-tag'));
  });

  test('the current signed prekey of the victim is enough, until it has been rotated and deleted', async () => {
    // DH1 = X25519(IK of Ada, SPK) can be computed from either secret.
    const provider: CryptoProvider = {
      ...platformProvider,
      x25519: {
        keyPair: platformProvider.x25519.keyPair,
        agree: (ours, theirs) =>
          ours.publicKey === ada.identityKey.publicKey
            ? platformProvider.x25519.agree(grace.signedPrekey.pair, ada.identityKey.publicKey)
            : platformProvider.x25519.agree(ours, theirs),
      },
    };
    const options = { ...initiateOptions(forgeWith(random(32)), grace, random), provider };
    const { message } = await introduce(options, plaintext);
    expect((await graceAccepts(message)).plaintext).toEqual(plaintext);

    const rotated = { id: 8, pair: await identityKeyPair(random(32)) };
    const after = { ...grace, signedPrekey: rotated };
    await expect(accept(acceptOptions({ ours: after, theirs: ada, message, random }))).rejects.toMatchObject(
      failure('invalid-argument'),
    );
    const renamed = changed(message, { signedPrekeyId: rotated.id });
    await expect(accept(acceptOptions({ ours: after, theirs: ada, message: renamed, random }))).rejects.toMatchObject(
      failure('bad-tag'),
    );
  });
});

describe('replays and failures', () => {
  test('A8: every message of one handshake has one replay key and one session id, another handshake has others', async () => {
    const { session, message } = await introduce(initiateOptions(ada, grace, random), plaintext);
    const later = seal({ session, plaintext, random });
    const repeated = createInitialMessage(later.next, later.ciphertext);
    const nameOf = (each: InitialMessage) => initialSessionId({ ours: grace, theirs: publicOf(ada), message: each });
    expect(initialReplayKey(repeated)).toEqual(initialReplayKey(message));
    expect(nameOf(repeated)).toEqual(nameOf(message));
    const { message: other } = await introduce(initiateOptions(ada, grace, random), plaintext);
    expect(initialReplayKey(other)).not.toEqual(initialReplayKey(message));
    expect(nameOf(other)).not.toEqual(nameOf(message));
    const otherCiphertext = flipped(message.kemCiphertext, 1);
    expect(nameOf(changed(message, { kemCiphertext: otherCiphertext }))).not.toEqual(nameOf(message));
    expect(initialReplayKey({ ...message, signedPrekeyId: 8 })).not.toEqual(initialReplayKey(message));
  });

  test('A10: a corrupted message leaves every prekey as it was, and the genuine one still opens', async () => {
    const { message } = await introduce(withOneTimePrekey(initiateOptions(ada, grace, random), grace), plaintext);
    const secrets = [
      grace.identityKey.secretKey,
      grace.signedPrekey.pair.secretKey,
      grace.kemPrekey.seed,
      grace.oneTimePrekey.pair.secretKey,
      grace.oneTimePrekey.kemSeed,
    ];
    const before = secrets.map((secret) => Uint8Array.from(secret));
    const positions = fc.nat({ max: message.ciphertext.length - 1 });
    await fc.assert(
      fc.asyncProperty(positions, fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const ciphertext = message.ciphertext.map((byte, i) => (i === at ? byte ^ change : byte));
        await expect(graceAccepts(changed(message, { ciphertext }))).rejects.toMatchObject({ code: 'bad-tag' });
      }),
      { numRuns: 40 },
    );
    expect(secrets).toEqual(before);
    expect((await graceAccepts(message)).plaintext).toEqual(plaintext);
  });
});
