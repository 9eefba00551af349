import { parseHex } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { platformProvider as browserProvider } from './platform.browser.ts';
import { nodeProvider } from './provider.node.ts';
import { portableProvider } from './provider.portable.ts';
import { failure } from './testing/devices.ts';

const PROVIDERS = [nodeProvider, portableProvider];
const bytes = (maxLength: number) => fc.uint8Array({ minLength: 0, maxLength, size: 'max' });
const exactly = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

describe('both providers agree', () => {
  test('on hashes, tags and derived keys of any length', () => {
    fc.assert(
      fc.property(bytes(300), bytes(300), bytes(80), fc.integer({ min: 1, max: 200 }), (key, data, salt, length) => {
        expect(portableProvider.sha256(data)).toEqual(nodeProvider.sha256(data));
        const tag = portableProvider.hmacSha256(key, data);
        expect(nodeProvider.hmacSha256(key, data)).toEqual(tag);
        for (const provider of PROVIDERS) expect(provider.hmacTagSha256(key, data)).toEqual(tag);
        const input = { secret: key, salt, info: data, length };
        expect(portableProvider.hkdfSha256(input)).toEqual(nodeProvider.hkdfSha256(input));
      }),
    );
  });

  test('on sealed bytes, and each opens what the other sealed', () => {
    fc.assert(
      fc.property(exactly(32), exactly(12), bytes(2_000), bytes(200), (key, nonce, plaintext, associatedData) => {
        const ciphertext = nodeProvider.aeadSeal({ key, nonce, plaintext, associatedData });
        expect(portableProvider.aeadSeal({ key, nonce, plaintext, associatedData })).toEqual(ciphertext);
        for (const provider of PROVIDERS) {
          expect(provider.aeadOpen({ key, nonce, ciphertext, associatedData })).toEqual(plaintext);
        }
      }),
    );
  });

  test('on sealing into given bytes, which must have the exact length', () => {
    const input = {
      key: new Uint8Array(32).fill(1),
      nonce: new Uint8Array(12),
      associatedData: new Uint8Array(5),
      plaintext: new Uint8Array(70).fill(2),
    };
    for (const provider of PROVIDERS) {
      const around = new Uint8Array(100).fill(9);
      const output = around.subarray(3, 89);
      expect(provider.aeadSeal({ ...input, output })).toBe(output);
      expect(output).toEqual(portableProvider.aeadSeal(input));
      expect([...around.subarray(0, 3), ...around.subarray(89)]).toEqual(Array(14).fill(9));
      for (const length of [85, 87]) {
        expect(() => provider.aeadSeal({ ...input, output: around.subarray(0, length) })).toThrow(
          expect.objectContaining(failure('invalid-argument')),
        );
      }
    }
  });

  test('on refusing sealed bytes that were changed or cut', () => {
    const key = new Uint8Array(32);
    const nonce = new Uint8Array(12);
    const associatedData = new Uint8Array(3);
    const sealed = nodeProvider.aeadSeal({ key, nonce, plaintext: new Uint8Array(9), associatedData });
    for (const provider of PROVIDERS) {
      for (let i = 0; i < sealed.length; i++) {
        const ciphertext = sealed.map((byte, at) => (at === i ? byte ^ 0x10 : byte));
        expect(() => provider.aeadOpen({ key, nonce, ciphertext, associatedData })).toThrow(
          expect.objectContaining(failure('bad-tag')),
        );
        const cut = sealed.subarray(0, i);
        expect(() => provider.aeadOpen({ key, nonce, ciphertext: cut, associatedData })).toThrow(
          expect.objectContaining(failure('bad-tag')),
        );
      }
    }
  });

  test('on X25519 key pairs and agreements, the browser provider with them', async () => {
    await fc.assert(
      fc.asyncProperty(exactly(32), exactly(32), async (ourSeed, theirSeed) => {
        const theirs = await nodeProvider.x25519.keyPair(theirSeed);
        const ours = await nodeProvider.x25519.keyPair(ourSeed);
        const secret = await nodeProvider.x25519.agree(ours, theirs.publicKey);
        for (const provider of [portableProvider, browserProvider]) {
          const pair = await provider.x25519.keyPair(ourSeed);
          expect(pair.publicKey).toEqual(ours.publicKey);
          expect(await provider.x25519.agree(pair, theirs.publicKey)).toEqual(secret);
          const plain = { publicKey: pair.publicKey, secretKey: pair.secretKey };
          expect(await provider.x25519.agree(plain, theirs.publicKey)).toEqual(secret);
        }
        const plain = { publicKey: ours.publicKey, secretKey: ours.secretKey };
        expect(await nodeProvider.x25519.agree(plain, theirs.publicKey)).toEqual(secret);
      }),
      { numRuns: 25 },
    );
  });

  test('on Ed25519 keys, signatures and verification', () => {
    fc.assert(
      fc.property(exactly(32), bytes(200), fc.nat({ max: 63 }), (seed, message, at) => {
        const publicKey = nodeProvider.ed25519.publicKey(seed);
        const signature = nodeProvider.ed25519.sign(seed, message);
        expect(portableProvider.ed25519.publicKey(seed)).toEqual(publicKey);
        expect(portableProvider.ed25519.sign(seed, message)).toEqual(signature);
        const changed = signature.map((byte, i) => (i === at ? byte ^ 1 : byte));
        for (const provider of PROVIDERS) {
          expect(provider.ed25519.verify(publicKey, message, signature)).toBe(true);
          expect(provider.ed25519.verify(publicKey, message, changed)).toBe(false);
        }
      }),
      { numRuns: 25 },
    );
  });

  test('on ML-KEM keys, ciphertexts and secrets, also for a tampered ciphertext', () => {
    fc.assert(
      fc.property(exactly(64), exactly(32), fc.nat({ max: 1_000 }), (seed, random, at) => {
        for (const name of ['mlKem768', 'mlKem1024'] as const) {
          const { publicKey } = nodeProvider[name].keyPair(seed);
          expect(portableProvider[name].keyPair(seed).publicKey).toEqual(publicKey);
          const { ciphertext, sharedSecret } = nodeProvider[name].encapsulate(publicKey, random);
          expect(portableProvider[name].encapsulate(publicKey, random)).toEqual({ ciphertext, sharedSecret });
          const changed = ciphertext.map((byte, i) => (i === at ? byte ^ 1 : byte));
          const rejected = nodeProvider[name].decapsulate(seed, changed);
          expect(rejected).not.toEqual(sharedSecret);
          for (const provider of PROVIDERS) {
            expect(provider[name].decapsulate(seed, ciphertext)).toEqual(sharedSecret);
            expect(provider[name].decapsulate(seed, changed)).toEqual(rejected);
          }
        }
      }),
      { numRuns: 10 },
    );
  });

  test('on Argon2id', async () => {
    const input = { salt: new Uint8Array(16).fill(2), memoryKiB: 64, passes: 2, parallelism: 2, length: 32 };
    const password = new Uint8Array(8).fill(1);
    expect(await portableProvider.argon2id({ ...input, password })).toEqual(
      await nodeProvider.argon2id({ ...input, password }),
    );
  });
});

describe('known answers hold on every provider', () => {
  test.each(PROVIDERS)('$name: RFC 4231 case 2, RFC 5869 case 1, RFC 7748 §5.2, RFC 8439 §2.8.2', async (provider) => {
    const text = new TextEncoder();
    expect(provider.hmacSha256(text.encode('Jefe'), text.encode('what do ya want for nothing?'))).toEqual(
      parseHex('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'),
    );
    const okm = provider.hkdfSha256({
      secret: new Uint8Array(22).fill(0x0b),
      salt: parseHex('000102030405060708090a0b0c'),
      info: parseHex('f0f1f2f3f4f5f6f7f8f9'),
      length: 42,
    });
    const expected = '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865';
    expect(okm).toEqual(parseHex(expected));

    const nine = Uint8Array.of(9, ...new Uint8Array(31));
    expect((await provider.x25519.keyPair(nine)).publicKey).toEqual(
      parseHex('422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079'),
    );

    const sealed = provider.aeadSeal({
      key: Uint8Array.from({ length: 32 }, (_, i) => 0x80 + i),
      nonce: parseHex('070000004041424344454647'),
      associatedData: parseHex('50515253c0c1c2c3c4c5c6c7'),
      plaintext: text.encode(
        "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
      ),
    });
    expect(sealed.subarray(0, 16)).toEqual(parseHex('d31a8d34648e60db7b86afbc53ef7ec2'));
    expect(sealed.subarray(-16)).toEqual(parseHex('1ae10b594f09e26a7e902ecbd0600691'));
  });
});

describe('a provider refuses inputs of another length', () => {
  test.each([...PROVIDERS, browserProvider])('$name', async (provider) => {
    const short = new Uint8Array(31);
    await expect((async () => provider.x25519.keyPair(short))()).rejects.toMatchObject(failure('invalid-argument'));
    const pair = await provider.x25519.keyPair(new Uint8Array(32));
    const cut = { publicKey: pair.publicKey, secretKey: short };
    const theirs = pair.publicKey;
    await expect((async () => provider.x25519.agree(cut, theirs))()).rejects.toMatchObject(failure('invalid-argument'));
    await expect((async () => provider.x25519.agree(pair, short))()).rejects.toMatchObject(failure('bad-key'));
    const aead = { key: new Uint8Array(32), nonce: new Uint8Array(12), associatedData: short };
    for (const input of [
      { ...aead, key: short },
      { ...aead, nonce: short },
    ]) {
      expect(() => provider.aeadSeal({ ...input, plaintext: short })).toThrow(
        expect.objectContaining(failure('invalid-argument')),
      );
      expect(() => provider.aeadOpen({ ...input, ciphertext: short })).toThrow(
        expect.objectContaining(failure('invalid-argument')),
      );
    }
    for (const length of [0, 8_161, 1.5]) {
      expect(() => provider.hkdfSha256({ secret: short, salt: short, info: short, length })).toThrow(
        expect.objectContaining(failure('invalid-argument')),
      );
    }
    const argon2 = { password: short, salt: short, memoryKiB: 64, passes: 1, parallelism: 1, length: 32 };
    for (const input of [
      { ...argon2, salt: short.subarray(0, 7) },
      { ...argon2, memoryKiB: 7 },
      { ...argon2, passes: 0 },
      { ...argon2, parallelism: 0 },
    ]) {
      await expect(provider.argon2id(input)).rejects.toMatchObject(failure('invalid-argument'));
    }
    expect(() => provider.ed25519.sign(short, short)).toThrow(expect.objectContaining(failure('invalid-argument')));
    for (const kem of [provider.mlKem768, provider.mlKem1024]) {
      expect(() => kem.keyPair(short)).toThrow(expect.objectContaining(failure('invalid-argument')));
      expect(() => kem.decapsulate(new Uint8Array(64), short)).toThrow(expect.objectContaining(failure('bad-key')));
      const { publicKey } = kem.keyPair(new Uint8Array(64));
      expect(() => kem.encapsulate(publicKey, short)).toThrow(expect.objectContaining(failure('invalid-argument')));
    }
  });
});
