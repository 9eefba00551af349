import { formatHex } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { platformRandom as browserRandom } from './platform-random.browser.ts';
import { platformRandom as nodeRandom } from './platform-random.node.ts';

describe.each([
  ['Node', nodeRandom],
  ['a browser', browserRandom],
])('the randomness of %s', (_, random) => {
  test('gives every length that is asked for', () => {
    for (const length of [0, 1, 16, 32, 255, 256, 257, 1_024, 70_000]) expect(random(length)).toHaveLength(length);
  });

  test('hands no bytes out twice, and none that are still zero', () => {
    const seen = new Set<string>();
    for (let i = 0; i < 400; i++) seen.add(formatHex(random(16)));
    for (let i = 0; i < 100; i++) seen.add(formatHex(random(32).subarray(16)));
    expect(seen.size).toBe(500);
    expect(seen).not.toContain('00'.repeat(16));
    expect(random(70_000).subarray(69_900)).not.toEqual(new Uint8Array(100));
  });

  test('gives bytes of its own: changing them changes no later ones', () => {
    const first = random(16);
    first.fill(7);
    expect(random(16)).not.toEqual(first);
    expect(first.buffer.byteLength).toBe(16);
  });
});
