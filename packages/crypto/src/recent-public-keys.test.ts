import { expect, test } from 'vitest';
import { RecentPublicKeys } from './recent-public-keys.ts';

const key = (fill: number) => new Uint8Array(32).fill(fill);

test('the last four keys are found again by their bytes, whatever holds them', () => {
  const recent = new RecentPublicKeys<string>();
  expect(recent.find(key(1))).toBeUndefined();
  for (const fill of [1, 2, 3, 4, 5, 6]) recent.add(key(fill), `key ${fill}`);
  expect([1, 2, 3, 4, 5, 6].map((fill) => recent.find(key(fill)))).toEqual([
    undefined,
    undefined,
    'key 3',
    'key 4',
    'key 5',
    'key 6',
  ]);
});

test('a key is remembered as it was when it was added', () => {
  const recent = new RecentPublicKeys<string>();
  const reused = key(1);
  recent.add(reused, 'key 1');
  reused.fill(2);
  expect(recent.find(key(2))).toBeUndefined();
  expect(recent.find(key(1))).toBe('key 1');
});
