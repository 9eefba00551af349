import { inspect } from 'node:util';
import { formatHex } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { KeyPair } from './key-pair.ts';
import { equalSecrets, Secret, wipeAll } from './secret.ts';
import { failure, randomFrom, sessionPair } from './testing/devices.ts';

const BYTES = Uint8Array.from({ length: 32 }, (_, i) => 100 + i);

/** Every way in which a value could end in a log. */
function printed(value: object): string {
  return [inspect(value, { depth: 9 }), inspect({ nested: [value] }, { depth: 9 }), JSON.stringify({ value })].join();
}

describe('secrets', () => {
  test('G7: a secret, a key pair and a session print none of their secret bytes', async () => {
    const { ada } = await sessionPair(randomFrom('printing'));
    const secrets = [ada.rootKey, ada.sending.chainKey, ada.sending.headerKey, ada.ratchetKey.secretKey];
    const text = printed(new Secret(BYTES)) + printed(new KeyPair(Uint8Array.of(1), BYTES)) + printed(ada);
    expect(text).toContain('[secret]');
    for (const secret of [BYTES, ...secrets]) {
      expect(text).not.toContain(formatHex(secret));
      expect(text).not.toContain(secret.subarray(0, 4).join(', '));
      expect(text).not.toContain(secret.subarray(0, 4).join(','));
    }
    expect(`${new Secret(BYTES)}`).toBe('[secret]');
  });

  test('wiping overwrites the bytes and closes the secret', () => {
    const bytes = Uint8Array.from(BYTES);
    const secret = new Secret(bytes);
    expect(secret.bytes).toBe(bytes);
    secret.wipe();
    expect(bytes).toEqual(new Uint8Array(32));
    expect(() => secret.bytes).toThrow(expect.objectContaining(failure('closed')));
    const others = [Uint8Array.of(1), Uint8Array.of(2, 3)];
    wipeAll(others);
    expect(others).toEqual([Uint8Array.of(0), Uint8Array.of(0, 0)]);
  });

  test('comparison sees every bit and every length', () => {
    expect(equalSecrets(BYTES, Uint8Array.from(BYTES))).toBe(true);
    expect(equalSecrets(BYTES, BYTES.subarray(1))).toBe(false);
    for (let bit = 0; bit < 256; bit++) {
      const other = Uint8Array.from(BYTES, (byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      expect(equalSecrets(BYTES, other)).toBe(false);
    }
  });
});
