import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BrowserSite, type SitePage } from './browser-site.ts';
import { chromiumMissing, launchChromium } from './chromium.ts';

const ENTRY = join(import.meta.dirname, 'testing/sample-site.ts');
const missing = chromiumMissing();

describe.skipIf(missing !== undefined)(`a site in a browser${missing === undefined ? '' : ` (${missing})`}`, () => {
  let site: BrowserSite;
  let browser: Awaited<ReturnType<typeof launchChromium>>;
  let page: SitePage;
  beforeAll(async () => {
    [site, browser] = await Promise.all([BrowserSite.open({ entry: ENTRY }), launchChromium()]);
    page = await site.newPage(await browser.newContext());
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  test('gives what its actions return, and the text of what they throw', async () => {
    expect(await page.call('add', [20, 22])).toBe(42);
    expect(await page.call('nothing')).toBeNull();
    await expect(page.call('throw')).rejects.toMatchObject({
      message: expect.stringContaining('TypeError: on purpose'),
    });
    await expect(page.call('unknown')).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  test('G1: runs its own workers, and no other script or code from strings', async () => {
    expect(await page.call('worker')).toBe(42);
    await expect(page.call('otherScript')).rejects.toMatchObject({
      message: expect.stringContaining('TrustedScriptURL'),
    });
    await expect(page.call('evaluate')).rejects.toMatchObject({ message: expect.stringContaining('EvalError') });
  });

  test('keeps what a page complains about', async () => {
    await page.call('complain');
    await expect.poll(() => page.complaints).toContain('TypeError: out loud');
  });

  test('says of every test of a suite whether it passed', async () => {
    const fresh = await site.newPage(await browser.newContext());
    expect(await fresh.call('suite')).toEqual([
      { name: 'outer > passes' },
      { name: 'outer > takes 1' },
      { name: 'outer > takes 2', failure: expect.stringContaining('expected 2 to be less than 2') },
      { name: 'outer > is left out', failure: 'it did not run: skip' },
    ]);
  });

  test('is another origin under another name, and runs what is asked before the page', async () => {
    const other = await site.newPage(await browser.newContext(), {
      host: 'localhost',
      initScript: 'this.early = true',
    });
    expect(other.page.url()).toBe(`${site.origin('localhost')}/`);
    expect(site.origin('localhost')).not.toBe(site.origin());
    const { result } = await other.devTools.send('Runtime.evaluate', { expression: 'early' });
    expect(result.value).toBe(true);
  });
});
