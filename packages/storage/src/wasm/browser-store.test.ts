import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BrowserSite,
  chromiumMissing,
  launchChromium,
  launchProfile,
  SeededPrng,
  type SitePage,
  type SuiteResult,
} from '@sotto/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

type Context = Awaited<ReturnType<typeof launchProfile>>;

const ENTRY = join(import.meta.dirname, 'testing/store-page.ts');
const missing = chromiumMissing();

/** Browsers are started, and work at the price of a product, on machines that may be busy. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let site: BrowserSite;

beforeAll(async () => {
  if (missing === undefined) site = await BrowserSite.open({ entry: ENTRY });
});
afterAll(() => site?.close());

describe.skipIf(missing !== undefined)(`a database in a browser${missing === undefined ? '' : ` (${missing})`}`, () => {
  let profile: string;
  let context: Context;
  let tab: SitePage;
  beforeAll(async () => {
    profile = await mkdtemp(join(tmpdir(), 'sotto-profile-'));
    context = await launchProfile(profile);
  });
  afterAll(async () => {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  });
  beforeEach(async () => {
    tab = await site.newPage(context);
  });
  afterEach(() => tab.page.close());

  test('passes the suite of every message store', async () => {
    const results = (await tab.call('suite')) as readonly SuiteResult[];
    expect(results.filter(({ failure }) => failure !== undefined)).toEqual([]);
    expect(results.length).toBeGreaterThan(60);
    expect(tab.complaints).toEqual([]);
  });

  test('is durable, forgets what is deleted, and spills nothing', async () => {
    expect(await tab.call('settings', 'settings')).toEqual({
      journal_mode: 'wal',
      synchronous: 2,
      secure_delete: 1,
      temp_store: 2,
      foreign_keys: 1,
      auto_vacuum: 2,
      locking_mode: 'exclusive',
      trusted_schema: 0,
    });
    expect(await tab.call('durability', 'settings')).toEqual([1, 1, 2]);
  });

  test('keeps the groups that succeed and nothing of one that fails; no error says what was asked', async () => {
    const { outcomes, script, query, words } = (await tab.call('groups', 'groups')) as Record<string, unknown>;
    expect(outcomes).toEqual([2, 'unique', 1, 3, 2, 1, 'broken', 'broken']);
    expect(words).toEqual([5, 6, 7]);
    expect(script).toMatchObject({ code: 'storage' });
    expect(query).toMatchObject({ code: 'storage', message: 'the database cannot be read or written' });
  });

  test('opens under its own key only', async () => {
    expect(await tab.call('hold', 'keys')).toBe('done');
    await tab.call('release');
    expect(await tab.call('openWithOtherKey', 'keys')).toMatchObject({ code: 'bad-key' });
    expect(await tab.call('hold', 'keys')).toBe('done');
  });

  test('that is open is refused to a second tab, and free once the first has gone', async () => {
    expect(await tab.call('hold', 'shared')).toBe('done');
    const other = await site.newPage(context);
    expect(await other.call('hold', 'shared')).toMatchObject({ code: 'home-busy' });
    await tab.page.close();
    expect(await other.call('hold', 'shared')).toBe('done');
  });

  test('E2: a full quota is a typed refusal; reading and deleting still work; it recovers without a restart', async () => {
    await fillQuota(tab);
  });

  test('E2: the same in a private window, whose files are in memory', async () => {
    const browser = await launchChromium();
    try {
      await fillQuota(await site.newPage(await browser.newContext()));
    } finally {
      await browser.close();
    }
  });

  test.each(['wasm', 'worker'])('a %s file that does not load is a typed error with a way out', async (kind) => {
    const pattern = kind === 'wasm' ? '**/*.wasm' : '**/database-worker*.js';
    await tab.page.route(pattern, (route) => route.abort());
    expect(await tab.call('hold', 'unloaded')).toMatchObject({
      code: 'storage',
      message: 'the database engine could not be started',
      hint: expect.stringContaining('Reload'),
    });
    await Promise.all([tab.page.waitForEvent('requestfailed'), tab.call('prepare')]);
    await tab.page.unroute(pattern);
    expect(await tab.call('hold', 'unloaded')).toBe('done');
  });
});

describe.skipIf(missing !== undefined)('a browser that ends', () => {
  /** Lets a tab write until it has acknowledged so many commits, ends it, and returns what it acknowledged. */
  async function writeAndEnd(tab: SitePage, { first, count, rests, end }: WriteOptions): Promise<number[]> {
    const acknowledged: number[] = [];
    const { promise: enough, resolve } = Promise.withResolvers<void>();
    await tab.devTools.send('Runtime.addBinding', { name: 'acknowledged' });
    tab.devTools.on('Runtime.bindingCalled', ({ payload }) => {
      acknowledged.push(Number(payload));
      if (acknowledged.length >= count) resolve();
    });
    // It ends with the tab, and then nobody may be told.
    const writing = tab.call('write', { folder: 'written', first, ...(rests ? { rest: count } : {}) });
    const failed = writing.then(() => undefined, String);
    expect(await Promise.race([enough, failed])).toBeUndefined();
    await end(tab);
    return acknowledged;
  }

  /** All the ways; after `killBrowser` the profile is opened by another process. */
  const ENDS: readonly ((tab: SitePage) => Promise<unknown>)[] = [
    (tab) => tab.page.reload(),
    (tab) => ended(tab, tab.devTools.send('Page.crash')),
    (tab) => tab.page.close({ runBeforeUnload: false }),
    killBrowser,
  ];

  test.each([
    ['in the middle of commits', false],
    ['right after one', true],
  ])('B8, E1: %s: loses nothing acknowledged and leaves nothing half done, however it ends', async (_when, rests) => {
    const folder = await mkdtemp(join(tmpdir(), 'sotto-profile-'));
    const prng = new SeededPrng(`ended browser ${rests}`);
    let context = await launchProfile(folder);
    let written = 0;
    for (const end of ENDS) {
      const tab = await site.newPage(context);
      const count = 3 * prng.integer(1, 20);
      const acknowledged = await writeAndEnd(tab, { first: written, count, rests, end });
      if (end === killBrowser) context = await launchProfile(folder);
      const { last, isWhole } = (await (await site.newPage(context)).call('checkWritten', 'written')) as Written;
      expect(isWhole).toBe(true);
      expect(last).toBeGreaterThanOrEqual(Math.max(...acknowledged));
      written = last + 1;
    }
    await context.close();
    await rm(folder, { recursive: true, force: true });
    expect(written).toBeGreaterThan(ENDS.length * 3);
  });
});

/** Ends the browser at once, all its processes, in the middle of whatever they do. */
async function killBrowser({ page }: SitePage): Promise<void> {
  const browser = page.context().browser();
  const closed = new Promise((resolve) => page.context().once('close', resolve));
  const session = await browser?.newBrowserCDPSession();
  session?.send('Browser.crash').catch(() => undefined);
  await closed;
}

/** Resolves when the page has crashed; nobody answers the command that made it. */
async function ended({ page }: SitePage, command: Promise<unknown>): Promise<void> {
  command.catch(() => undefined);
  await new Promise((resolve) => page.once('crash', resolve));
}

async function fillQuota(tab: SitePage): Promise<void> {
  expect(await tab.call('hold', 'full')).toBe('done');
  expect(await tab.call('putSetting', { name: 'kept', sizeBytes: 100_000 })).toBe('done');
  const origin = site.origin();
  await tab.devTools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_000_000 });
  const outcomes: unknown[] = [];
  for (let number = 0; number < 8; number++) {
    outcomes.push(await tab.call('putSetting', { name: `large ${number}`, sizeBytes: 200_000 }));
  }
  expect(outcomes.at(-1)).toMatchObject({ code: 'disk-full', kind: 'limit' });
  // How much is left depends on the size of an empty database: room for small commits, and for no large one.
  await tab.devTools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_040_000 });
  expect(await tab.call('putTogether', [10, 200_000, 10])).toEqual(['done', 'disk-full', 'done']);
  expect(await tab.call('putSameName')).toMatchObject({ code: 'contact-exists' });
  expect(await tab.call('settingSize', 'large 7')).toBeNull();
  expect(await tab.call('settingSize', 'kept')).toBe(100_000);
  await tab.devTools.send('Storage.overrideQuotaForOrigin', { origin });
  expect(await tab.call('deleteSetting', 'kept')).toBe('done');
  expect(await tab.call('putSetting', { name: 'large 7', sizeBytes: 200_000 })).toBe('done');
  expect(await tab.call('isIntact')).toBe(true);
  await tab.call('release');
  expect(await tab.call('hold', 'full')).toBe('done');
  expect(await tab.call('settingSize', 'large 7')).toBe(200_000);
}

interface Written {
  readonly last: number;
  readonly isWhole: boolean;
}

interface WriteOptions {
  readonly first: number;
  readonly count: number;
  /** Whether the last commit has nothing after it. */
  readonly rests: boolean;
  readonly end: (tab: SitePage) => Promise<unknown>;
}
