/**
 * What our primitives and libsignal-client 0.103 have in common, compared through what its Node binding shows.
 *
 * - X25519: public keys and agreements.
 * - HKDF-SHA-256: with Signal's labels, and with ours.
 * - HMAC chains: a sender-key chain with Signal's constants and label, whose messages we then decrypt.
 * - Ed25519: an XEdDSA signature, with its key turned into an Edwards key, is an Ed25519 signature.
 * - Safety numbers: the shape only. Ours cover other things (all keys of an account, decision record 0008) and are hashed
 *   by SHA-256; no number of ours equals one of Signal's, and none should.
 *
 * Not comparable, and not compared: the handshake (the binding's KEM is Kyber of round 3, ours ML-KEM of FIPS 203; a test
 * holds that to be so) and the message keys of sessions (0.103 mixes its own post-quantum ratchet into them).
 */
import { createDecipheriv } from 'node:crypto';
import type * as Signal from '@signalapp/libsignal-client';
import { platformProvider, portableProvider, safetyNumber } from '@sotto/crypto';
import { asAccountId, asDeviceId, encodeCanonical, encodeUtf8, formatHex, LABELS } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

async function loadSignal(): Promise<typeof Signal | string> {
  try {
    return await import('@signalapp/libsignal-client');
  } catch (error) {
    return `no native binding of libsignal-client here: ${error instanceof Error ? error.message.split('\n')[0] : ''}`;
  }
}

const loaded = await loadSignal();
const note = typeof loaded === 'string' ? ` (skipped: ${loaded})` : '';
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const exact = (source: Uint8Array) => Uint8Array.from(source);

function signal(): typeof Signal {
  if (typeof loaded === 'string') throw new TypeError(loaded);
  return loaded;
}

/** libsignal's public key of these 32 bytes: a type byte comes first. */
function signalKey(publicKey: Uint8Array): Signal.PublicKey {
  return signal().PublicKey.deserialize(Uint8Array.of(5, ...publicKey));
}

const P = 2n ** 255n - 19n;

function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, base % P];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}

/** The Edwards key of a Montgomery key: y = (u - 1) / (u + 1), with this sign of x. */
function edwardsKey(montgomery: Uint8Array, sign: number): Uint8Array {
  const u = montgomery.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
  let y = ((u - 1n + P) * power(u + 1n, P - 2n)) % P;
  const key = new Uint8Array(32);
  for (let at = 0; at < 32; at += 1, y >>= 8n) key[at] = Number(y & 0xffn);
  key[31] = (key[31] ?? 0) | sign;
  return key;
}

describe.skipIf(typeof loaded === 'string').each([platformProvider, portableProvider])(
  `libsignal-client and our $name provider${note}`,
  (provider) => {
    test('have one X25519: public keys and agreements are the same', async () => {
      const property = fc.asyncProperty(bytes(32), bytes(32), async (ourSecret, theirSecret) => {
        const ours = await provider.x25519.keyPair(ourSecret);
        const theirs = signal().PrivateKey.deserialize(exact(theirSecret));
        const theirPublic = theirs.getPublicKey().getPublicKeyBytes();
        expect(formatHex((await provider.x25519.keyPair(theirSecret)).publicKey)).toBe(formatHex(theirPublic));
        const agreed = await provider.x25519.agree(ours, theirPublic);
        expect(formatHex(agreed)).toBe(formatHex(theirs.agree(signalKey(ours.publicKey))));
      });
      await fc.assert(property);
    });

    test('have one HKDF, with labels of Signal and of ours', () => {
      const labels = [
        ...['WhisperText', 'WhisperRatchet', 'WhisperMessageKeys', 'WhisperGroup', ''].map(encodeUtf8),
        ...[LABELS.ratchetRoot, LABELS.pqxdhSecret].map((label) => encodeCanonical(label)),
      ];
      const property = fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.constantFrom(...labels),
        fc.option(fc.uint8Array({ minLength: 1, maxLength: 80 }), { nil: undefined }),
        fc.integer({ min: 1, max: 255 }),
        (secret, info, salt, length) => {
          const ours = provider.hkdfSha256({ secret, salt: salt ?? new Uint8Array(32), info, length });
          const theirs = signal().hkdf(length, exact(secret), exact(info), salt === undefined ? null : exact(salt));
          expect(formatHex(ours)).toBe(formatHex(theirs));
        },
      );
      fc.assert(property);
    });

    test('have one HMAC chain: we follow a sender key and open what it sealed', async () => {
      const { chainKey, messages } = await senderKeyMessages(['first', 'second', 'third', 'fourth']);
      let current: Uint8Array = chainKey;
      for (const { iteration, ciphertext, plaintext } of messages) {
        expect(iteration).toBe(messages.findIndex((message) => message.plaintext === plaintext));
        const secret = provider.hmacSha256(current, Uint8Array.of(1));
        const info = encodeUtf8('WhisperGroup');
        const keys = provider.hkdfSha256({ secret, salt: new Uint8Array(32), info, length: 48 });
        const decipher = createDecipheriv('aes-256-cbc', keys.subarray(16), keys.subarray(0, 16));
        expect(Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString()).toBe(plaintext);
        current = provider.hmacSha256(current, Uint8Array.of(2));
      }
    });

    test('have one signature: XEdDSA is Ed25519 under the Edwards key', () => {
      const property = fc.property(bytes(32), fc.uint8Array({ maxLength: 200 }), (secret, message) => {
        const signer = signal().PrivateKey.deserialize(exact(secret));
        const signature = signer.sign(exact(message));
        const top = signature[63] ?? 0;
        const publicKey = edwardsKey(signer.getPublicKey().getPublicKeyBytes(), top & 0x80);
        const withoutSign = signature.with(63, top & 0x7f);
        expect(provider.ed25519.verify(publicKey, message, withoutSign)).toBe(true);
        const changed = withoutSign.with(5, (withoutSign[5] ?? 0) ^ 1);
        expect(provider.ed25519.verify(publicKey, message, changed)).toBe(false);
        expect(signer.getPublicKey().verify(exact(message), exact(changed.with(63, top)))).toBe(false);
      });
      fc.assert(property, { numRuns: 30 });
    });
  },
);

interface SenderKeyRun {
  readonly chainKey: Uint8Array;
  readonly messages: readonly { iteration: number; ciphertext: Uint8Array; plaintext: string }[];
}

async function senderKeyMessages(plaintexts: readonly string[]): Promise<SenderKeyRun> {
  const { groupEncrypt, ProtocolAddress, SenderKeyDistributionMessage, SenderKeyMessage, SenderKeyStore } = signal();
  let record: Signal.SenderKeyRecord | null = null;
  class Store extends SenderKeyStore {
    override async saveSenderKey(_address: unknown, _id: unknown, saved: Signal.SenderKeyRecord): Promise<void> {
      record = saved;
    }
    override async getSenderKey(): Promise<Signal.SenderKeyRecord | null> {
      return record;
    }
  }
  const [store, sender] = [new Store(), ProtocolAddress.new('ada', 1)];
  const id = '00000000-0000-4000-8000-000000000001';
  const chainKey = (await SenderKeyDistributionMessage.create(sender, id, store)).chainKey();
  const messages = [];
  for (const plaintext of plaintexts) {
    const sealed = await groupEncrypt(sender, id, store, exact(encodeUtf8(plaintext)));
    const message = SenderKeyMessage.deserialize(sealed.serialize());
    messages.push({ iteration: message.iteration(), ciphertext: message.ciphertext(), plaintext });
  }
  return { chainKey, messages };
}

describe.skipIf(typeof loaded === 'string')(`libsignal-client beside ours${note}`, () => {
  test('its safety numbers have the shape of ours, and other digits', () => {
    const [ours, theirs] = [1, 2].map((fill) => new Uint8Array(32).fill(fill)) as [Uint8Array, Uint8Array];
    const { Fingerprint, PrivateKey } = signal();
    const [ourKey, theirKey] = [ours, theirs].map((secret) => PrivateKey.deserialize(exact(secret)).getPublicKey()) as [
      Signal.PublicKey,
      Signal.PublicKey,
    ];
    const ofSignal = (own: typeof ours, key: Signal.PublicKey, other: typeof ours, otherKey: Signal.PublicKey) =>
      Fingerprint.new(5_200, 2, exact(own), key, exact(other), otherKey).displayableFingerprint().toString();
    const party = (accountId: Uint8Array, key: Signal.PublicKey) => {
      const identityKey = key.getPublicKeyBytes();
      const devices = [{ deviceId: asDeviceId(accountId.slice(16)), signingKey: accountId, identityKey }];
      return { accountId: asAccountId(accountId), authorities: [accountId], devices };
    };
    const [one, other] = [party(ours, ourKey), party(theirs, theirKey)];
    const number = safetyNumber({ ours: one, theirs: other });
    const signalNumber = ofSignal(ours, ourKey, theirs, theirKey);
    for (const digits of [number.replaceAll(' ', ''), signalNumber]) expect(digits).toMatch(/^\d{60}$/);
    expect(safetyNumber({ ours: other, theirs: one })).toBe(number);
    expect(ofSignal(theirs, theirKey, ours, ourKey)).toBe(signalNumber);
    expect(number.replaceAll(' ', '')).not.toBe(signalNumber);
  });

  test('its KEM is Kyber and not ML-KEM, so that handshakes cannot be compared', () => {
    const key = signal().KEMKeyPair.generate().getPublicKey().serialize();
    expect([key[0], key.length]).toEqual([8, 1_569]);
  });
});
