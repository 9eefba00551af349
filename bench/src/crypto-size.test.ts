import { expect, test } from 'vitest';
import { CRYPTO_SIZE_BUDGET_KB, run } from './crypto-size.ts';

test('a web page loads all of @sotto/crypto within the budget', async () => {
  const [compressed, minified] = await run();
  expect(compressed).toMatchObject({ peer: CRYPTO_SIZE_BUDGET_KB, unit: 'kB' });
  expect(compressed?.ours).toBeLessThanOrEqual(CRYPTO_SIZE_BUDGET_KB);
  // A bundle from which the package was shaken out would be small too.
  expect(compressed?.ours).toBeGreaterThan(CRYPTO_SIZE_BUDGET_KB / 2);
  expect(minified?.ours).toBeGreaterThan(compressed?.ours ?? Number.NaN);
});
