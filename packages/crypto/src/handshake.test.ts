/** PQXDH from both sides: what it gives, and what it refuses. */
import { create, type InitialMessage, InitialMessageSchema } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { accept, initialSessionId } from './accept.ts';
import { createInitialMessage } from './initial-message.ts';
import { initiate } from './initiate.ts';
import { platformProvider } from './platform.node.ts';
import { portableProvider } from './provider.portable.ts';
import type { CryptoProvider } from './provider.ts';
import { seal } from './seal.ts';
import { decodeSession, encodeSession } from './session-codec.ts';
import { torsionedKey, ZERO_SECRET_KEYS } from './testing/bad-keys.ts';
import {
  acceptOptions,
  failure,
  initiateOptions,
  introduce,
  newDevice,
  openOrFail,
  publicOf,
  randomFrom,
  withOneTimePrekey,
} from './testing/devices.ts';

const random = randomFrom('handshake');
const ada = await newDevice(random);
const grace = await newDevice(random);
const plaintext = Uint8Array.of(1, 2, 3);

function changed(message: InitialMessage, fields: Partial<InitialMessage>): InitialMessage {
  return create(InitialMessageSchema, { ...message, ...fields });
}

/** What `grace` does with a message from somebody who says to be `theirs`. */
function graceAccepts(message: InitialMessage, theirs = ada) {
  return accept(acceptOptions({ ours: grace, theirs, message, random }));
}

describe('a handshake', () => {
  test.each(['with', 'without'])('%s a one-time prekey gives both sides one session', async (kind) => {
    const options = initiateOptions(ada, grace, random);
    const chosen = kind === 'with' ? withOneTimePrekey(options, grace) : options;
    const { session, message } = await introduce(chosen, plaintext);
    expect(message.oneTimePrekeyId).toBe(kind === 'with' ? grace.oneTimePrekey.id : 0);
    expect(message.kemPrekeyId).toBe(kind === 'with' ? 0 : grace.kemPrekey.id);

    const accepted = await graceAccepts(message);
    expect(accepted.plaintext).toEqual(plaintext);
    expect(accepted.session).toMatchObject({ role: 'recipient', generation: 1, pendingInitial: undefined });
    expect(accepted.session.id).toEqual(session.id);
    expect(initialSessionId({ ours: grace, theirs: publicOf(ada), message })).toEqual(session.id);

    const answer = seal({ session: accepted.session, plaintext: Uint8Array.of(9), random });
    const opened = await openOrFail(session, answer.ciphertext, random);
    expect(opened.plaintext).toEqual(Uint8Array.of(9));
    expect(opened.next.pendingInitial).toBeUndefined();
  });

  test('names the secrets of a one-time prekey as consumed, and never those that live on', async () => {
    const { message } = await introduce(withOneTimePrekey(initiateOptions(ada, grace, random), grace), plaintext);
    const { consumed } = await graceAccepts(message);
    expect(consumed).toContain(grace.oneTimePrekey.pair.secretKey);
    expect(consumed).toContain(grace.oneTimePrekey.kemSeed);
    for (const kept of [grace.signedPrekey.pair.secretKey, grace.kemPrekey.seed, grace.identityKey.secretKey]) {
      expect(consumed).not.toContain(kept);
    }
    // Wiping what was consumed leaves the prekeys of the next initiator alone.
    const before = Uint8Array.from(grace.signedPrekey.pair.secretKey);
    const last = await graceAccepts((await introduce(initiateOptions(ada, grace, random), plaintext)).message);
    for (const secret of last.consumed) secret.fill(0);
    expect(grace.signedPrekey.pair.secretKey).toEqual(before);
  });

  test('any of the initiator’s first messages starts the session, and the others still open', async () => {
    const { session } = await initiate(initiateOptions(ada, grace, random));
    const first = seal({ session, plaintext: Uint8Array.of(0), random });
    const second = seal({ session: first.next, plaintext: Uint8Array.of(1), random });
    const message = createInitialMessage(second.next, second.ciphertext);
    const accepted = await graceAccepts(message);
    expect(accepted.plaintext).toEqual(Uint8Array.of(1));
    const late = await openOrFail(accepted.session, first.ciphertext, random);
    expect(late.plaintext).toEqual(Uint8Array.of(0));
  });

  test('runs the same on the portable provider, byte for byte', async () => {
    const options = initiateOptions(ada, grace, randomFrom('same'));
    const native = await initiate(options);
    const portable = await initiate({ ...options, random: randomFrom('same'), provider: portableProvider });
    expect(encodeSession(portable.session)).toEqual(encodeSession(native.session));
  });

  test('an answered session needs no initial message any more', async () => {
    const { session, message } = await introduce(initiateOptions(ada, grace, random), plaintext);
    const { session: theirs } = await graceAccepts(message);
    const answer = seal({ session: theirs, plaintext, random });
    const { next } = await openOrFail(session, answer.ciphertext, random);
    expect(() => createInitialMessage(next, answer.ciphertext)).toThrow(
      expect.objectContaining(failure('invalid-argument')),
    );
    expect(decodeSession(encodeSession(session)).pendingInitial).toEqual(session.pendingInitial);
  });
});

describe('keys that no honest device has', () => {
  const torsioned = [1, 4].map((multiple) => torsionedKey(new Uint8Array(32).fill(5), multiple));
  const highBit = ada.identityKey.publicKey.map((byte, i) => (i === 31 ? byte | 0x80 : byte));
  const bad = [...ZERO_SECRET_KEYS, ...torsioned, highBit, new Uint8Array(31)];

  test('A1, A2: are refused by the initiator as identity key, signed prekey or one-time prekey', async () => {
    const options = withOneTimePrekey(initiateOptions(ada, grace, random), grace);
    for (const publicKey of bad) {
      const { theirs, signedPrekey, oneTimePrekey } = options;
      for (const attempt of [
        { ...options, theirs: { ...theirs, identityKey: publicKey } },
        { ...options, signedPrekey: { ...signedPrekey, publicKey } },
        { ...options, oneTimePrekey: oneTimePrekey && { ...oneTimePrekey, publicKey } },
      ]) {
        await expect(initiate(attempt)).rejects.toMatchObject(failure('bad-key'));
      }
    }
  });

  test('A1, A2: are refused by the recipient as identity key or ephemeral key, before any key is derived', async () => {
    const { message } = await introduce(initiateOptions(ada, grace, random), plaintext);
    let derivations = 0;
    const counting: CryptoProvider = {
      ...platformProvider,
      hkdfSha256(input) {
        derivations++;
        return platformProvider.hkdfSha256(input);
      },
    };
    for (const publicKey of bad) {
      const impostor = { ...ada, identityKey: { ...ada.identityKey, publicKey } };
      const asIdentity = acceptOptions({ ours: grace, theirs: impostor, message, random });
      await expect(accept({ ...asIdentity, provider: counting })).rejects.toMatchObject(failure('bad-key'));
      const ephemeral = changed(message, { ephemeralKey: publicKey });
      const asEphemeral = acceptOptions({ ours: grace, theirs: ada, message: ephemeral, random });
      const code = publicKey.length === 32 ? 'bad-key' : 'wrong-length';
      await expect(accept({ ...asEphemeral, provider: counting })).rejects.toMatchObject(failure(code));
    }
    expect(derivations).toBe(0);
  });

  test('A3: a KEM prekey above the modulus is refused', async () => {
    const options = initiateOptions(ada, grace, random);
    const publicKey = Uint8Array.from(options.kemPrekey.publicKey).fill(0xff, 0, 3);
    await expect(initiate({ ...options, kemPrekey: { id: 1, publicKey } })).rejects.toMatchObject(failure('bad-key'));
  });

  test('prekeys without an id are the caller’s mistake', async () => {
    const options = withOneTimePrekey(initiateOptions(ada, grace, random), grace);
    for (const attempt of [
      { ...options, signedPrekey: { ...options.signedPrekey, id: 0 } },
      { ...options, kemPrekey: { ...options.kemPrekey, id: 0 } },
      { ...options, oneTimePrekey: options.oneTimePrekey && { ...options.oneTimePrekey, id: 0 } },
    ]) {
      await expect(initiate(attempt)).rejects.toMatchObject(failure('invalid-argument'));
    }
  });
});
