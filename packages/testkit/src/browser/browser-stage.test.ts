import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleForBrowser } from './browser-bundle.ts';
import { BrowserStage } from './browser-stage.ts';
import { chromiumMissing } from './chromium.ts';

const ENTRY = join(import.meta.dirname, 'testing/sample-page.ts');
const missing = chromiumMissing();

describe.skipIf(missing !== undefined)(
  `a stage in a real browser${missing === undefined ? '' : ` (${missing})`}`,
  () => {
    let stage: BrowserStage;
    beforeAll(async () => {
      const files = async (path: string) => (path === 'a/b.txt' ? 'contents' : undefined);
      stage = await BrowserStage.open({ entry: ENTRY, files });
    });
    afterAll(() => stage.close());

    const failing = async (action: string, timeoutMs = 20_000) => {
      try {
        return `no failure: ${JSON.stringify(await stage.run({ input: action, timeoutMs }))}`;
      } catch (error) {
        return String(error);
      }
    };

    test('gives back what the entry returns, in a secure and isolated context, as often as asked', async () => {
      expect(stage.version).toMatch(/^Chromium \d+/);
      expect(await stage.run({ input: 'add' })).toBe(42);
      expect(await stage.run({ input: 'context' })).toEqual({ secure: true, isolated: true, subtle: 'object' });
      expect(await stage.run()).toBeNull();
      expect(await stage.run({ input: 'file' })).toBe('contents');
    });

    test('fails when the page throws, complains, asks for what is not there, or throws after the fact', async () => {
      expect(await failing('throw')).toContain('TypeError: on purpose');
      expect(await failing('complain')).toContain('elsewhere.png');
      expect(await failing('noFile')).toContain('404');
      expect(await failing('late')).toContain('later, on purpose');
    });

    test('G1: refuses code from strings, other origins and DOM sinks', async () => {
      expect(await failing('evaluate')).toContain('EvalError');
      expect(await failing('elsewhere')).toContain('Failed to fetch');
      expect(await failing('sink')).toContain('TrustedHTML');
    });

    test('does not wait for ever', async () => {
      expect(await failing('hang', 300)).toContain('test page');
    });
  },
);

test('a bundle is one script for a browser; an entry that needs Node is refused', async () => {
  const script = await bundleForBrowser({ entry: ENTRY });
  expect(script).toContain('export');
  const needsNode = join(import.meta.dirname, 'chromium.ts');
  await expect(bundleForBrowser({ entry: needsNode })).rejects.toThrow(/imports node:/);
});
