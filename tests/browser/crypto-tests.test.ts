/** The unit tests of `@sotto/crypto`, unchanged, inside a real browser and on the provider of browsers. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BrowserStage, chromiumMissing } from '@sotto/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserSources, CRYPTO_SOURCES } from './stage/browser-sources.ts';
import { PAGE_TEST_ENTRY, pageTests } from './stage/page-test-bundle.ts';
import type { PageTestResult } from './stage/page-tests.ts';

const FILE_TIMEOUT_MS = 120_000;
/** Computes a second opinion with a module of Node, which no browser has. */
const NODE_ONLY = ['ratchet-packet.test.ts'];

const files = readdirSync(CRYPTO_SOURCES)
  .filter((name) => name.endsWith('.test.ts'))
  .sort();
const missing = chromiumMissing();
const note = missing === undefined ? '' : ` (skipped: ${missing})`;

describe.skipIf(missing !== undefined)(`the unit tests of @sotto/crypto in a browser${note}`, () => {
  const portable = files.filter((name) => !NODE_ONLY.includes(name));
  let stage: BrowserStage;
  beforeAll(async () => {
    stage = await BrowserStage.open({ entry: PAGE_TEST_ENTRY, plugins: [browserSources(), pageTests(portable)] });
  });
  afterAll(() => stage.close());

  test.each(portable)(
    '%s',
    async (file) => {
      const results = (await stage.run({ input: file, timeoutMs: FILE_TIMEOUT_MS })) as readonly PageTestResult[];
      expect(results.length).toBeGreaterThan(0);
      expect(results.filter(({ error }) => error !== undefined)).toEqual([]);
    },
    FILE_TIMEOUT_MS,
  );
});

test('only tests that need a module of Node stay out of the browser', () => {
  const needNode = files.filter((name) =>
    /from 'node:(?!util')/.test(readFileSync(join(CRYPTO_SOURCES, name), 'utf8')),
  );
  expect(needNode).toEqual(NODE_ONLY);
});
