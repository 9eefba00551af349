import { x25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { platformProvider as browserProvider } from './platform.browser.ts';
import { nodeProvider } from './provider.node.ts';
import { portableProvider } from './provider.portable.ts';
import { torsionedKey, ZERO_SECRET_KEYS } from './testing/bad-keys.ts';
import { failure } from './testing/devices.ts';
import { checkCanonicalX25519, checkHandshakeKey } from './x25519-public-key.ts';

const PROVIDERS = [nodeProvider, portableProvider, browserProvider];
const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe.each(PROVIDERS)('X25519 public keys on the $name provider', (provider) => {
  test('A1: every key with an all-zero secret is refused in agreements', async () => {
    const pair = await provider.x25519.keyPair(new Uint8Array(32).fill(7));
    for (const key of ZERO_SECRET_KEYS) {
      await expect((async () => provider.x25519.agree(pair, key))()).rejects.toMatchObject(failure('bad-key'));
      await expect(checkHandshakeKey(key, provider)).rejects.toMatchObject(failure('bad-key'));
    }
  });

  test('A2: a key plus a low-order point is refused in a handshake, though it agrees to the same secret', async () => {
    const seed = new Uint8Array(32).fill(42);
    const pair = await provider.x25519.keyPair(new Uint8Array(32).fill(7));
    const secret = await provider.x25519.agree(pair, x25519.getPublicKey(seed));
    for (let multiple = 1; multiple < 8; multiple++) {
      const key = torsionedKey(seed, multiple);
      expect(await provider.x25519.agree(pair, key)).toEqual(secret);
      await expect(checkHandshakeKey(key, provider)).rejects.toMatchObject(failure('bad-key'));
    }
    await checkHandshakeKey(torsionedKey(seed, 0), provider);
  });

  test('A2: bit 255 and values from the modulus up are refused before anything is derived', async () => {
    const pair = await provider.x25519.keyPair(new Uint8Array(32).fill(7));
    const highBit = Uint8Array.from(pair.publicKey);
    highBit[31] = (highBit[31] ?? 0) | 0x80;
    const aboveModulus = new Uint8Array(32).fill(0xff, 1, 31);
    for (let low = 0xed; low <= 0xff; low++) {
      aboveModulus.set([low]);
      aboveModulus.set([0x7f], 31);
      expect(() => checkCanonicalX25519(aboveModulus)).toThrow(expect.objectContaining(failure('bad-key')));
    }
    for (const key of [highBit, aboveModulus]) {
      await expect((async () => provider.x25519.agree(pair, key))()).rejects.toMatchObject(failure('bad-key'));
    }
  });

  test('honest keys pass, keys on the twist do not', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        await checkHandshakeKey((await provider.x25519.keyPair(seed)).publicKey, provider);
      }),
      { numRuns: 10 },
    );
    // u = 2 has no point on the curve.
    const twist = Uint8Array.of(2, ...new Uint8Array(31));
    await expect(checkHandshakeKey(twist, provider)).rejects.toMatchObject(failure('bad-key'));
  });
});

test('the canonical check agrees with arithmetic on random and extreme values', () => {
  const modulus = 2n ** 255n - 19n;
  const value = (bytes: Uint8Array) => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const extreme = fc.tuple(
    fc.constantFrom(0x00, 0xec, 0xed, 0xff),
    fc.constantFrom(0x7e, 0x7f, 0x80, 0xff),
    fc.nat({ max: 31 }),
  );
  const nearTop = extreme.map(([low, top, hole]) => {
    const bytes = new Uint8Array(32).fill(0xff);
    bytes[0] = low;
    bytes[31] = top;
    if (hole > 0 && hole < 31) bytes[hole] = 0xfe;
    return bytes;
  });
  fc.assert(
    fc.property(fc.oneof(seeds, nearTop), (bytes) => {
      const check = () => checkCanonicalX25519(bytes);
      if (value(bytes) < modulus) check();
      else expect(check).toThrow(expect.objectContaining(failure('bad-key')));
    }),
    { numRuns: 1_000 },
  );
});
