import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, encodeCanonical, LABELS } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { identityKeyPair } from './identity-key.ts';
import { platformProvider } from './platform.node.ts';
import { type Agreement, deriveFirstKeys } from './pqxdh-secret.ts';
import { randomFrom } from './testing/devices.ts';

const random = randomFrom('pqxdh secret');
const agreements: Agreement[] = [];
for (let i = 0; i < 4; i++) {
  agreements.push([await identityKeyPair(random(32)), (await identityKeyPair(random(32))).publicKey]);
}
const kemSecret = random(32);
const transcriptHash = random(32);

function derive(input: { agreements?: Agreement[]; kemSecret?: Uint8Array; transcriptHash?: Uint8Array } = {}) {
  // The secret is taken over and wiped.
  const secret = Uint8Array.from(input.kemSecret ?? kemSecret);
  return deriveFirstKeys(platformProvider, { agreements, transcriptHash, ...input, kemSecret: secret });
}

describe('the first keys of a session', () => {
  test('are the thirds of HKDF over 0xFF*32, every agreement and the KEM secret', async () => {
    const secrets: Uint8Array[] = [];
    for (const [ours, theirs] of agreements) secrets.push(await platformProvider.x25519.agree(ours, theirs));
    const keyMaterial = concatBytes(new Uint8Array(32).fill(0xff), ...secrets, kemSecret);
    const info = encodeCanonical(LABELS.pqxdhSecret, 'X25519', 'SHA-256', 'ML-KEM-1024', transcriptHash);
    const expected = hkdf(sha256, keyMaterial, new Uint8Array(32), info, 96);
    const { rootKey, initiatorHeaderKey, recipientHeaderKey } = await derive();
    expect(concatBytes(rootKey, initiatorHeaderKey, recipientHeaderKey)).toEqual(expected);
  });

  test('A4: all change with any agreement, the KEM secret and the transcript', async () => {
    const variants = [
      derive(),
      derive({ kemSecret: random(32) }),
      derive({ transcriptHash: random(32) }),
      derive({ agreements: agreements.slice(0, 3) }),
      derive({ agreements: [...agreements].reverse() }),
    ];
    const keys = (await Promise.all(variants)).flatMap((each) => Object.values(each).map((key) => key.join()));
    expect(new Set(keys).size).toBe(3 * variants.length);
  });

  test('wipe the KEM secret they take over', async () => {
    const secret = Uint8Array.from(kemSecret);
    await deriveFirstKeys(platformProvider, { agreements, transcriptHash, kemSecret: secret });
    expect(secret).toEqual(new Uint8Array(32));
  });
});
