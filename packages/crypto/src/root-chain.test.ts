import { encodeCanonical, LABELS } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { platformProvider } from './platform.node.ts';
import { type EpochMix, type RootStep, rootStep } from './root-chain.ts';

const rootKey = new Uint8Array(32).fill(1);
const agreement = new Uint8Array(32).fill(2);
const epochSecret = new Uint8Array(32).fill(3);

function step(mix?: EpochMix): RootStep {
  return rootStep(platformProvider, { rootKey, agreed: agreement.slice(), mix });
}

function thirds(secret: Uint8Array, info: Uint8Array): RootStep {
  const bytes = platformProvider.hkdfSha256({ secret, salt: rootKey, info, length: 96 });
  return { rootKey: bytes.slice(0, 32), chainKey: bytes.slice(32, 64), nextHeaderKey: bytes.slice(64) };
}

describe('a root step', () => {
  test('derives from the agreement alone when plain, and from agreement and epoch secret when hybrid', () => {
    expect(step()).toEqual(thirds(agreement, encodeCanonical(LABELS.ratchetRoot)));
    const both = Uint8Array.of(...agreement, ...epochSecret);
    const hybrid = step({ epoch: 5, secret: epochSecret });
    expect(hybrid).toEqual(thirds(both, encodeCanonical(LABELS.ratchetRootHybrid, 5)));
  });

  test('wipes the agreement, and nothing that it does not own', () => {
    for (const mix of [undefined, { epoch: 5, secret: epochSecret }]) {
      const agreed = agreement.slice();
      rootStep(platformProvider, { rootKey, agreed, mix });
      expect(agreed).toEqual(new Uint8Array(32));
    }
    expect([rootKey, epochSecret]).toEqual([new Uint8Array(32).fill(1), new Uint8Array(32).fill(3)]);
  });
});
