import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrowserSite, chromiumMissing, launchProfile, type SitePage } from '@sotto/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

type Context = Awaited<ReturnType<typeof launchProfile>>;

const ENTRY = join(import.meta.dirname, 'testing/home-page.ts');
const NETWORK = join(import.meta.dirname, 'testing/memory-network.ts');
const DEVICE = expect.stringMatching(/^[0-9a-f]{32}$/);
const missing = chromiumMissing();

/** Browsers are started, and work at the price of a product, on machines that may be busy. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const withoutNetwork = {
  name: 'memory-network',
  enforce: 'pre' as const,
  resolveId: (source: string) => (source === '@sotto/network' ? NETWORK : null),
};

describe.skipIf(missing !== undefined)(`a home in a browser${missing === undefined ? '' : ` (${missing})`}`, () => {
  let site: BrowserSite;
  let profile: string;
  let context: Context;
  let tab: SitePage;
  beforeAll(async () => {
    profile = await mkdtemp(join(tmpdir(), 'sotto-profile-'));
    const plugins = [withoutNetwork];
    [site, context] = await Promise.all([BrowserSite.open({ entry: ENTRY, plugins }), launchProfile(profile)]);
  });
  afterAll(async () => {
    await context.close();
    await site.close();
    await rm(profile, { recursive: true, force: true });
  });
  beforeEach(async () => {
    tab = await site.newPage(context);
  });
  afterEach(async () => {
    await tab.call('close');
    await tab.call('evict', 'everything');
    for (const page of context.pages().slice(1)) await page.close();
  });

  test('is made once, opened again after a reload, and says what it is before', async () => {
    expect(await tab.call('status', 'main')).toEqual({ account: 'none', medium: 'disk', evictable: true });
    expect(await tab.call('open', { home: 'main' })).toMatchObject({ code: 'not-initialised' });
    const device = await tab.call('create', { home: 'main' });
    expect(device).toEqual(DEVICE);
    expect(await tab.call('create', { home: 'main' })).toMatchObject({ code: 'home-busy' });
    await tab.page.reload();
    expect(await tab.call('status', 'main')).toMatchObject({ account: 'present', device });
    expect(await tab.call('create', { home: 'main' })).toMatchObject({ code: 'already-initialised' });
    expect(await tab.call('open', { home: 'main', waitMs: 5_000 })).toBe(device);
    expect(await tab.call('status', '../main')).toMatchObject({ code: 'invalid-argument' });
    expect(tab.complaints).toEqual([]);
  });

  test('says how much room the browser has for it, and that it may be deleted to make room', async () => {
    await tab.call('create', { home: 'main' });
    const storage = (await tab.call('storage')) as { readonly availableBytes: number };
    expect(storage).toMatchObject({ medium: 'disk', isEvictable: true });
    expect(storage.availableBytes).toBeGreaterThan(1_000_000);
  });

  test('is searched, and the index is kept sealed beside the database until the next time', async () => {
    await tab.call('create', { home: 'main' });
    await tab.call('writeToContact', ['the station at nine', 'platform twelve']);
    expect(await tab.call('search', 'stat')).toEqual(['the station at nine']);
    await tab.call('close');
    expect(await tab.call('folder', 'main')).toEqual(['.opaque', 'search']);
    await tab.call('open', { home: 'main' });
    expect(await tab.call('search', 'twelve')).toEqual(['platform twelve']);
    expect(tab.complaints).toEqual([]);
  });

  test('tries at once what waits when its page has a network again, is thawed, or is looked at; not once it is closed', async () => {
    await tab.call('create', { home: 'main' });
    const signals = [
      { happens: 'online', to: 'window' },
      { happens: 'pageshow', to: 'window' },
      { happens: 'resume', to: 'document' },
      { happens: 'visibilitychange', to: 'document' },
    ];
    for (const signal of signals) {
      expect(await tab.call('wakeBy', signal), signal.happens).toBe(1);
      await tab.call('close');
      await tab.call('open', { home: 'main' });
    }
    await tab.call('close');
    expect(await tab.call('wakings', signals)).toBe(0);
  });

  test('is kept for good once the browser has agreed to that', async () => {
    const origin = site.origin('localhost');
    const page = await site.newPage(context, { host: 'localhost' });
    expect(await page.call('persist')).toBe(false);
    await page.devTools.send('Browser.grantPermissions', { origin, permissions: ['durableStorage'] });
    expect(await page.call('persist')).toBe(true);
    expect(await page.call('status', 'main')).toMatchObject({ evictable: false });
    await page.devTools.send('Browser.resetPermissions');
  });

  test('stays closed for a wrong passphrase, whose price is that of a browser', async () => {
    const { wrong, vault } = (await tab.call('realVault', 'main')) as Record<string, unknown>;
    expect(wrong).toMatchObject({ code: 'wrong-passphrase' });
    expect(JSON.parse(String(vault))).toMatchObject({ version: 1, memoryKiB: 65_536, passes: 3, parallelism: 1 });
  });

  test.each(['files', 'records', 'both'])(
    'E1: whose %s were evicted is never followed by a new identity unasked',
    async (what) => {
      const device = await tab.call('create', { home: 'main' });
      await tab.call('close');
      await tab.call('evict', what);
      expect(await tab.call('status', 'main')).toMatchObject({ account: 'lost', device });
      const lost = { code: 'account-lost', hint: expect.stringContaining('recovery words') };
      expect(await tab.call('open', { home: 'main' })).toMatchObject(lost);
      expect(await tab.call('create', { home: 'main' })).toMatchObject(lost);
      const next = await tab.call('create', { home: 'main', replace: 'lost' });
      expect(next).toEqual(DEVICE);
      expect(next).not.toBe(device);
      expect(await tab.call('status', 'main')).toMatchObject({ account: 'present', device: next });
    },
  );

  test('is refused in a page that is no secure context', async () => {
    const initScript = `Object.defineProperty(globalThis, 'isSecureContext', { value: false });`;
    const page = await site.newPage(context, { initScript });
    const refused = { code: 'storage', hint: expect.stringContaining('https') };
    expect(await page.call('status', 'main')).toMatchObject(refused);
    expect(await page.call('create', { home: 'main' })).toMatchObject(refused);
  });

  test('E1: whose database is empty is lost too; it is replaced when that is asked for in so many words', async () => {
    const device = await tab.call('create', { home: 'main' });
    await tab.call('close');
    await tab.call('evict', 'contents');
    expect(await tab.call('open', { home: 'main' })).toMatchObject({ code: 'account-lost' });
    expect(await tab.call('create', { home: 'main', replace: 'lost' })).toMatchObject({ code: 'already-initialised' });
    const next = await tab.call('create', { home: 'main', replace: 'anything' });
    expect(next).toEqual(DEVICE);
    expect(next).not.toBe(device);
    await tab.call('close');
    expect(await tab.call('open', { home: 'main' })).toBe(next);
  });

  test('E1: stays what it is until what is to replace it is whole, and then only that is left', async () => {
    const device = await tab.call('create', { home: 'main' });
    await tab.call('close');
    for (let time = 0; time < 2; time++) {
      expect(await tab.call('recover', 'main')).toMatchObject({ code: 'unreachable' });
      expect(await tab.call('folders')).toEqual(['sotto-main', 'sotto-main~second']);
      expect(await tab.call('status', 'main')).toMatchObject({ account: 'present', device });
      expect(await tab.call('open', { home: 'main' })).toBe(device);
      await tab.call('close');
    }
    for (const folder of ['sotto-main~second', 'sotto-main']) {
      const next = await tab.call('create', { home: 'main', replace: 'anything' });
      await tab.call('close');
      await tab.page.reload();
      expect(await tab.call('status', 'main')).toMatchObject({ account: 'present', device: next });
      expect(await tab.call('open', { home: 'main' })).toBe(next);
      expect(await tab.call('folders')).toEqual([folder]);
      await tab.call('close');
    }
  });

  test('E1: is neither empty nor lost where the browser fails to give it its storage for a time', async () => {
    await tab.call('create', { home: 'main' });
    await tab.call('close');
    const initScript = `{
      const { getDirectory } = StorageManager.prototype;
      StorageManager.prototype.getDirectory = function () {
        const isBroken = document.title !== 'mended';
        return isBroken ? Promise.reject(new DOMException('no', 'UnknownError')) : getDirectory.call(this);
      };
    }`;
    const other = await site.newPage(context, { initScript });
    for (const action of ['status', 'create'] as const) {
      const input = action === 'status' ? 'main' : { home: 'main' };
      expect(await other.call(action, input)).toMatchObject({ code: 'storage' });
    }
    await other.page.evaluate(() => {
      document.title = 'mended';
    });
    expect(await other.call('status', 'main')).toMatchObject({ account: 'present', medium: 'disk' });
  });

  test('is in memory, and says so, where a window keeps no files', async () => {
    const privateTab = await site.newPage(context, {
      initScript: `StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException('', 'SecurityError'));`,
    });
    expect(await privateTab.call('status', 'main')).toEqual({ account: 'none', medium: 'memory', evictable: true });
    expect(await privateTab.call('create', { home: 'main' })).toEqual(DEVICE);
    expect(await privateTab.call('status', 'main')).toMatchObject({ account: 'present', medium: 'memory' });
    await privateTab.page.reload();
    expect(await privateTab.call('status', 'main')).toEqual({ account: 'none', medium: 'memory', evictable: true });
    expect(await tab.call('status', 'main')).toMatchObject({ account: 'none', medium: 'disk' });
  });

  test('B8: is noticed to be put back, until that is confirmed: the files without the counter, or the counter without them', async () => {
    const opening = (confirmed = true) => tab.call('opening', confirmed);
    for (let time = 0; time < 3; time++) expect(await opening()).toBe(false);
    const counter = await tab.call('counter');
    await opening();
    await tab.call('putCounter', counter);
    expect(await opening()).toBe(false);
    const older = await tab.call('counter');
    await opening();
    await opening();
    await tab.call('putCounter', older);
    for (let crash = 0; crash < 2; crash++) expect(await opening(false)).toBe(true);
    expect(await opening()).toBe(true);
    expect(await opening()).toBe(false);
    await tab.call('putCounter', 'many');
    expect(await opening()).toBe(true);
    await tab.call('putCounter', `99 ${'ab'.repeat(16)}`);
    expect(await opening()).toBe(true);
    expect(await opening()).toBe(false);
  });

  test('is open in one tab; the next in line takes over when that one goes, crashes or is asked', async () => {
    await tab.call('create', { home: 'main' });
    await tab.call('close');
    expect(await tab.call('join', 'main')).toEqual([]);
    expect(await tab.call('becomes', 'owner')).toEqual(['owner']);
    const device = await tab.call('open', { home: 'main' });
    const second = await site.newPage(context);
    await second.call('join', 'main');
    expect(await second.call('becomes', 'follower')).toEqual(['follower']);
    expect(await second.call('open', { home: 'main' })).toMatchObject({ code: 'home-busy' });
    const third = await site.newPage(context);
    await third.call('join', 'main');
    await third.call('becomes', 'follower');

    await third.call('ask');
    expect(await third.call('becomes', 'owner')).toEqual(['follower', 'owner']);
    expect(await tab.call('becomes', 'follower')).toEqual(['owner', 'asked', 'follower']);
    expect(await third.call('open', { home: 'main' })).toBe(device);

    void third.devTools.send('Page.crash').catch(() => undefined);
    expect(await second.call('becomes', 'owner')).toEqual(['follower', 'owner']);
    expect(await second.call('open', { home: 'main', waitMs: 5_000 })).toBe(device);
    await second.page.close();
    expect(await tab.call('becomes', 'owner')).toEqual(['owner', 'asked', 'follower', 'owner']);
    expect(await tab.call('open', { home: 'main', waitMs: 5_000 })).toBe(device);
    await tab.call('leave');
  });

  test('opens with a passkey as well, once it has one', async () => {
    const page = await site.newPage(context, { host: 'localhost' });
    await page.devTools.send('WebAuthn.enable');
    const options = {
      protocol: 'ctap2' as const,
      ctap2Version: 'ctap2_1' as const,
      transport: 'internal' as const,
      hasResidentKey: true,
      hasUserVerification: true,
      hasPrf: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    };
    const { authenticatorId } = await page.devTools.send('WebAuthn.addVirtualAuthenticator', { options });
    const device = await page.call('create', { home: 'main' });
    expect(await page.call('status', 'main')).not.toHaveProperty('passkey');
    const wrong = await page.call('addPasskey', { home: 'main', typed: 'another' });
    expect(wrong).toMatchObject({ code: 'wrong-passphrase' });
    expect(await page.devTools.send('WebAuthn.getCredentials', { authenticatorId })).toEqual({ credentials: [] });
    expect(await page.call('addPasskey', { home: 'main' })).toBe('added');
    expect(await page.call('status', 'main')).toMatchObject({ account: 'present', passkey: true });
    await page.call('close');
    expect(await page.call('openByPasskey', 'main')).toBe(device);
    await page.call('close');
    expect(await page.call('open', { home: 'main' })).toBe(device);
    await page.call('close');
    const { credentials } = await page.devTools.send('WebAuthn.getCredentials', { authenticatorId });
    expect(credentials).toHaveLength(1);
    await page.devTools.send('WebAuthn.clearCredentials', { authenticatorId });
    expect(await page.call('openByPasskey', 'main')).toMatchObject({ code: 'aborted' });
    expect(await page.call('removePasskey', 'main')).toBe('done');
    expect(await page.call('status', 'main')).not.toHaveProperty('passkey');
    expect(await page.call('openByPasskey', 'main')).toMatchObject({ code: 'invalid-argument' });
    expect(await page.call('open', { home: 'main' })).toBe(device);
    await page.call('close');
    await page.call('evict', 'everything');
  });

  test('says when a passkey cannot keep a key', async () => {
    const page = await site.newPage(context, { host: 'localhost' });
    await page.devTools.send('WebAuthn.enable');
    const options = {
      protocol: 'ctap2' as const,
      transport: 'internal' as const,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    };
    await page.devTools.send('WebAuthn.addVirtualAuthenticator', { options });
    await page.call('create', { home: 'main' });
    expect(await page.call('addPasskey', { home: 'main' })).toMatchObject({ code: 'refused' });
    await page.call('close');
    await page.call('evict', 'everything');
  });
});
