import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrowserSite, chromiumMissing, launchProfile, type SitePage, type SuiteResult } from '@sotto/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

type Context = Awaited<ReturnType<typeof launchProfile>>;

const ENTRY = join(import.meta.dirname, 'testing/search-page.ts');
const missing = chromiumMissing();

/** Browsers are started, and work at the price of a product, on machines that may be busy. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe.skipIf(missing !== undefined)(
  `a search index in a browser${missing === undefined ? '' : ` (${missing})`}`,
  () => {
    let site: BrowserSite;
    let profile: string;
    let context: Context;
    let tab: SitePage;
    beforeAll(async () => {
      profile = await mkdtemp(join(tmpdir(), 'sotto-profile-'));
      [site, context] = await Promise.all([BrowserSite.open({ entry: ENTRY }), launchProfile(profile)]);
    });
    afterAll(async () => {
      await context?.close();
      await site?.close();
      await rm(profile, { recursive: true, force: true });
    });
    beforeEach(async () => {
      tab = await site.newPage(context);
    });
    afterEach(() => tab.page.close());

    test('passes the suite of every search index', async () => {
      const results = (await tab.call('suite')) as readonly SuiteResult[];
      expect(results.filter(({ failure }) => failure !== undefined)).toEqual([]);
      expect(results.length).toBeGreaterThan(10);
      expect(tab.complaints).toEqual([]);
    });

    test('B6, G7: keeps one file beside the database, and no word of it can be read', async () => {
      const { names, sizeBytes, legible } = (await tab.call('keep', 'kept')) as Record<string, unknown>;
      expect(names).toEqual(['search']);
      expect(sizeBytes).toBeGreaterThan(600_000);
      expect(legible).toEqual([]);
    });

    test('B6: leaves nothing of a snapshot whose writing was cut off by a kill of the browser', async () => {
      expect(await tab.call('cutOff', 'cut-off')).toEqual({ kept: ['search'], discarded: [] });
    });

    test('E3: loads no snapshot of another store, and none that was changed', async () => {
      expect(await tab.call('revisions', 'changed')).toEqual([9, null, null, null]);
    });

    test('gives the page a turn for every piece that it seals', async () => {
      const { turns, pieces } = (await tab.call('turnsWhileSaving', 'turns')) as Record<'turns' | 'pieces', number>;
      expect(pieces).toBeGreaterThan(3);
      expect(turns).toBeGreaterThanOrEqual(pieces);
    });

    test('E2: without room keeps no snapshot and says so; what is in memory is found', async () => {
      const origin = site.origin();
      expect(await tab.call('saveWithoutRoom', 'full')).toEqual({ outcome: 'done', hits: 1, revision: 1 });
      await tab.devTools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 10_000 });
      expect(await tab.call('saveWithoutRoom', 'full')).toEqual({ outcome: 'disk-full', hits: 1, revision: 1 });
      await tab.devTools.send('Storage.overrideQuotaForOrigin', { origin });
    });
  },
);
