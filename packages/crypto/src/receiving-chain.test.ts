import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ReceivingChain, skippedKey, withoutSkippedKey } from './receiving-chain.ts';

function chainWith(numbers: readonly number[]): ReceivingChain {
  return {
    headerKey: new Uint8Array(32),
    chainKey: undefined,
    next: 100,
    keptFrom: 0,
    skipped: numbers.map((number) => ({ number, messageKey: new Uint8Array(32).fill(number), storedAtMs: 0 })),
  };
}

const ascending = fc.uniqueArray(fc.nat({ max: 99 }), { maxLength: 40 }).map((all) => all.sort((a, b) => a - b));

describe('the keys of skipped messages', () => {
  test('are found by their number, and nothing else is', () => {
    fc.assert(
      fc.property(ascending, (numbers) => {
        const chain = chainWith(numbers);
        for (let number = 0; number <= 100; number++) {
          expect(skippedKey(chain, number)?.number).toBe(numbers.includes(number) ? number : undefined);
        }
      }),
    );
  });

  test('leave one by one, and the chain that was given stays as it was', () => {
    fc.assert(
      fc.property(ascending, fc.nat(), (numbers, choice) => {
        fc.pre(numbers.length > 0);
        const chain = chainWith(numbers);
        const used = numbers[choice % numbers.length] ?? 0;
        const key = skippedKey(chain, used);
        expect(key?.messageKey).toEqual(new Uint8Array(32).fill(used));
        const rest = key && withoutSkippedKey(chain, key);
        expect(rest?.skipped.map(({ number }) => number)).toEqual(numbers.filter((number) => number !== used));
        expect(chain.skipped).toHaveLength(numbers.length);
      }),
    );
  });
});
