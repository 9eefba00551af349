import { platformProvider, portableProvider } from '@sotto/crypto';
import { seededRandom } from '@sotto/testkit';
import { describe, expect, test } from 'vitest';
import { bytes, text } from './field.ts';
import { RowSeal, type SealedPlace } from './row-seal.ts';
import { StoreKeys } from './store-keys.ts';

const storeKey = seededRandom('row seal').bytes(32);
const place: SealedPlace = { table: 'left', column: 'sealed', version: 1, beside: [Uint8Array.of(1, 2), 7] };

function newSeal({ key = storeKey, provider = platformProvider, seed = 'nonces' } = {}): RowSeal {
  return new RowSeal(provider, new StoreKeys(provider, key, ['left', 'right']), seededRandom(seed));
}

describe('a sealed value', () => {
  const seal = newSeal();
  const sealed = seal.seal(place, text, 'the walls have ears');

  test('opens in its place, with either provider', () => {
    expect(seal.open(place, text, sealed)).toBe('the walls have ears');
    expect(newSeal({ provider: portableProvider }).open(place, text, sealed)).toBe('the walls have ears');
  });

  test.each<[string, Partial<SealedPlace>]>([
    ['table', { table: 'right' }],
    ['column', { column: 'sealed_state' }],
    ['layout version', { version: 2 }],
    ['row', { beside: [Uint8Array.of(1, 3), 7] }],
    ['number beside it', { beside: [Uint8Array.of(1, 2), 8] }],
    ['number of columns', { beside: [Uint8Array.of(1, 2), 7, null] }],
  ])('E3: does not open with another %s', (_, moved) => {
    expect(() => seal.open({ ...place, ...moved }, text, sealed)).toThrow(
      expect.objectContaining({ code: 'corrupt-record', facts: { table: moved.table ?? 'left' } }),
    );
  });

  test('E3: does not open with any bit changed, anything missing or anything added', () => {
    const variants = [
      ...Array.from({ length: sealed.length * 8 }, (_, bit) =>
        sealed.with(bit >> 3, (sealed[bit >> 3] ?? 0) ^ (1 << (bit & 7))),
      ),
      ...Array.from({ length: sealed.length }, (_, length) => sealed.subarray(0, length)),
      Uint8Array.of(...sealed, 0),
    ];
    for (const variant of [...variants, null, 5, 'text']) {
      expect(() => seal.open(place, text, variant)).toThrow(expect.objectContaining({ code: 'corrupt-record' }));
    }
  });

  test('does not open under another store key', () => {
    const other = newSeal({ key: seededRandom('another').bytes(32) });
    expect(() => other.open(place, text, sealed)).toThrow(expect.objectContaining({ code: 'corrupt-record' }));
  });

  test('that opens but is not of its layout is a damaged record', () => {
    expect(() => seal.open(place, text, seal.seal(place, bytes, Uint8Array.of(0xff)))).toThrow(
      expect.objectContaining({ code: 'corrupt-record' }),
    );
  });

  test('is new each time, with a nonce of its own', () => {
    const again = seal.seal(place, text, 'the walls have ears');
    expect(again).not.toEqual(sealed);
    expect(again.subarray(0, 12)).not.toEqual(sealed.subarray(0, 12));
  });
});

describe('the keys of a database', () => {
  test('differ by table, column and value; tags are 16 bytes', () => {
    const keys = new StoreKeys(platformProvider, storeKey, ['left', 'right']);
    expect(keys.rowKey('left')).not.toEqual(keys.rowKey('right'));
    const tags = [
      keys.tag('left', 'key', 'a'),
      keys.tag('right', 'key', 'a'),
      keys.tag('left', 'account', 'a'),
      keys.tag('left', 'key', 'b'),
      keys.tag('left', 'key', 'a', ''),
      keys.tag('left', 'key', '', 'a'),
    ];
    expect(new Set(tags.map(String)).size).toBe(tags.length);
    expect(tags.every(({ length }) => length === 16)).toBe(true);
    expect(keys.tag('left', 'key', 'a')).toEqual(tags[0]);
  });

  test('are gone once wiped', () => {
    const keys = new StoreKeys(platformProvider, storeKey, ['left']);
    const rowKey = keys.rowKey('left');
    keys.wipe();
    expect(rowKey).toEqual(new Uint8Array(32));
    expect(() => keys.rowKey('left')).toThrow(expect.objectContaining({ code: 'closed' }));
  });
});
