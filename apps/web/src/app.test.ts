import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumMissing, launchChromium, launchProfile } from '@sotto/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AppBundle } from './build/bundle-app.ts';
import { AppPage } from './testing/app-page.ts';
import { AppSite, bundleTestApp } from './testing/app-site.ts';

type Browser = Awaited<ReturnType<typeof launchChromium>>;

const PASSPHRASE = 'valley timber brave morning ship';
const missing = chromiumMissing();

/** Browsers are started, and work at the price of a product, on machines that may be busy. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe.skipIf(missing !== undefined)(`the web app${missing === undefined ? '' : ` (${missing})`}`, () => {
  let bundle: AppBundle;
  let next: Promise<AppBundle> | undefined;
  let site: AppSite;
  let browser: Browser;
  beforeAll(async () => {
    [bundle, browser] = await Promise.all([bundleTestApp(), launchChromium()]);
    site = await AppSite.listen(bundle);
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });
  afterEach(async () => {
    site.setDown(false);
    site.serve(bundle);
    for (const context of browser.contexts()) await context.close();
  });

  const address = (host?: 'localhost') => `${site.origin(host)}/`;
  const newPage = async (initScript?: string) =>
    AppPage.open(await browser.newContext(), address(), initScript === undefined ? {} : { initScript });

  const nextBundle = () => {
    next ??= bundleTestApp({ version: '9.9.9' });
    return next;
  };

  test('is set up by keyboard alone, opened again after a reload without a network, and is the same account', async () => {
    const profile = await mkdtemp(join(tmpdir(), 'sotto-app-'));
    const context = await launchProfile(profile);
    try {
      const app = await AppPage.open(context, address());
      const { keyboard } = app.page;
      await app.shows('Messages that go straight to the person');
      await app.inspect('welcome');
      await keyboard.press('Tab');
      await keyboard.press('Enter');
      await app.shows('Make an account');
      await keyboard.press('Enter');
      await expect.poll(() => app.page.getByText('Choose a name.').count()).toBe(1);
      await keyboard.type('Ada Lovelace');
      await keyboard.press('Tab');
      await keyboard.type(PASSPHRASE);
      await app.inspect('create');
      await keyboard.press('Enter');

      await app.shows('Your recovery words');
      await app.inspect('words');
      const words = await app.page
        .getByRole('list', { name: 'Recovery words' })
        .getByRole('listitem')
        .allTextContents();
      expect(words).toHaveLength(12);
      await keyboard.press('Tab');
      await keyboard.press('Enter');
      await app.shows('Do you have them?');
      await keyboard.press('Enter');
      await expect.poll(() => app.page.getByText('Not the word that stands there').count()).toBe(3);
      await app.inspect('words-check');
      for (let asked = 0; asked < 3; asked++) {
        await keyboard.type(words[(await askedPlace(app)) - 1] ?? '');
        await keyboard.press(asked < 2 ? 'Tab' : 'Enter');
      }
      await app.page.getByRole('link', { name: 'Chats' }).waitFor();
      await app.inspect('chats');
      const account = await accountId(app);
      await app.inspect('settings');
      await expect.poll(() => app.page.getByText('Pinned: this browser').count()).toBe(0);
      expect(await app.page.getByText(bundle.list.hash).count()).toBe(1);

      await controlled(app);
      site.setDown(true);
      await app.page.reload();
      await app.shows('Welcome back');
      await app.inspect('unlock');
      await app.type('Passphrase', 'another passphrase');
      await keyboard.press('Enter');
      await app.page.getByText('That is not the passphrase.').waitFor();
      await app.type('Passphrase', PASSPHRASE);
      await keyboard.press('Enter');
      expect(await accountId(app)).toBe(account);
      await app.page.getByText('Pinned: this browser').waitFor();
      await app.press('Lock now');
      await app.shows('Welcome back');
      expect(app.complaints).toEqual([]);
    } finally {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    }
  });

  test('is open in one tab; another one follows, and takes over when it is told to', async () => {
    const first = await newPage();
    await first.shows('Messages that go straight to the person');
    const second = await AppPage.open(first.page.context(), address());
    await second.shows('Sotto is open in another tab');
    await second.inspect('elsewhere');
    await second.press('Use it here');
    await second.shows('Messages that go straight to the person');
    await first.shows('Sotto is open in another tab');
    await second.page.close();
    await first.shows('Messages that go straight to the person');
    expect([...first.complaints, ...second.complaints]).toEqual([]);
  });

  test('E1: says that the data of an account is gone, and makes nothing in its place unasked', async () => {
    const app = await newPage(`localStorage.setItem('sotto account main', '${'5a'.repeat(16)}')`);
    await app.shows('The data of your account is gone');
    await app.page.getByText('5a5a5a5a').waitFor();
    await app.inspect('lost');
    await app.page.reload();
    await app.shows('The data of your account is gone');
    await app.press('Make a new account instead');
    await app.shows('Make an account');
    await app.page.getByText('The new account is another one').waitFor();
    await app.press('Back');
    await app.shows('The data of your account is gone');
    expect(app.complaints).toEqual([]);
  });

  test('says so where a window keeps nothing, and that somebody must be asked for an account of recovery words', async () => {
    const app = await newPage(
      `StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException('', 'SecurityError'));`,
    );
    await app.page.getByText('This window keeps nothing').waitFor();
    await app.inspect('memory');
    await app.press('I have recovery words');
    await app.shows('Coming back with your words');
    const word = (number: number) => app.page.getByRole('textbox', { name: `Word ${number}`, exact: true });
    await word(1).fill('legal winner thank year wave sausage worth useful legal winner thank zoo');
    await app.page.getByText('Each word exists, but not together.').waitFor();
    await app.press('Go on');
    await word(12).fill('yellow');
    await app.press('Go on');
    await app.shows('A new device of your account');
    await app.page.getByText('This window keeps nothing').waitFor();
    await app.type('Your name', 'Ada');
    await app.page.getByRole('radio', { name: /lost or stolen/ }).check({ force: true });
    await app.type('Where to look for the account', 'mail.example.org');
    await app.page.getByText('That is neither a contact link nor the address of a mailbox.').waitFor();
    await app.type('Where to look for the account', '');
    await app.type('Passphrase', PASSPHRASE);
    await app.press('Come back');
    await app.page.getByText('There is nobody to ask for the account.').waitFor();
    await app.inspect('return-nobody');
    await app.press('Back');
    await app.press('Back');
    await app.shows('Messages that go straight to the person');
    expect(app.complaints).toEqual([]);
  });

  test('runs the files that it pinned until the person takes another version', async () => {
    const app = await newPage();
    await app.shows('Messages that go straight to the person');
    await controlled(app);
    const changed = new TextEncoder().encode('document.title = "changed";');
    const scripts = [...bundle.files.keys()].filter((name) => name.endsWith('.js') && name.startsWith('assets/'));
    site.serve({ ...bundle, files: new Map([...bundle.files, ...scripts.map((name) => [name, changed] as const)]) });
    await app.page.reload();
    await app.shows('Messages that go straight to the person');
    expect(await app.page.title()).toBe('Sotto');

    const later = await nextBundle();
    site.serve({ ...later, files: new Map([...later.files, ['assets/of-nobody.js', changed]]) });
    for (let reload = 0; reload < 2; reload++) {
      await app.page.reload();
      await app.page.getByText('Another version is ready').waitFor();
      expect(await runningVersion(app)).toBe(bundle.list.version);
    }
    await app.inspect('update');
    await app.press('Not now');
    await app.page.getByText('It waits in the settings, under “About”.').waitFor();
    expect(await app.page.getByText('Another version is ready').count()).toBe(0);
    await app.page.reload();
    await app.page.getByText('Another version is ready').waitFor();
    const other = await AppPage.open(app.page.context(), address());
    await other.page.getByText('Another version is ready').waitFor();
    await app.press('Take it');
    await expect.poll(() => runningVersion(app)).toBe('9.9.9');
    await app.page.getByText('Another version is ready').waitFor({ state: 'detached' });
    expect(app.complaints).toEqual([]);

    await other.page.getByText('This page is of an older version').waitFor();
    await other.inspect('update-passed');
    expect(await other.page.evaluate(async () => (await fetch('/assets/of-nobody.js')).status)).toBe(404);
    await other.page.evaluate(() => {
      // As when a part of the page cannot be loaded: what would be drawn of it fails.
      const { createElement } = Document.prototype;
      document.createElement = (name: string) => {
        if (name === 'input') throw new TypeError('a part of the page is missing');
        return createElement.call(document, name);
      };
    });
    await other.press('Make an account');
    await other.shows('This page is of an older version');
    await other.inspect('update-passed-broken');
    await other.press('Reload');
    await other.page.getByText('This page is of an older version').waitFor({ state: 'detached' });
  });

  test('refuses a version whose files are not those of its list', async () => {
    const app = await newPage();
    await app.shows('Messages that go straight to the person');
    await controlled(app);
    const { files } = await nextBundle();
    site.serve({ ...bundle, files: new Map([...files, ['manifest.webmanifest', new Uint8Array()]]) });
    const state = await app.page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      await registration?.update();
      const worker = registration?.installing;
      return await new Promise((resolve) => worker?.addEventListener('statechange', () => resolve(worker.state)));
    });
    expect(state).toBe('redundant');
    expect(await runningVersion(app)).toBe(bundle.list.version);
  });

  test('opens with a passkey once it has one', async () => {
    const context = await browser.newContext();
    const app = await AppPage.open(context, address('localhost'));
    const devTools = await context.newCDPSession(app.page);
    await devTools.send('WebAuthn.enable');
    await devTools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        ctap2Version: 'ctap2_1',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        hasPrf: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await app.press('Make an account');
    await app.type('Your name', 'Ada');
    await app.type('Passphrase', PASSPHRASE);
    await app.press('Make the account');
    await app.shows('Your recovery words');
    await app.press('Later');
    await app.page.getByText('Your recovery words are not confirmed yet').waitFor();
    await app.page.getByRole('link', { name: 'Settings' }).click();
    await app.press('Add a passkey');
    const dialog = app.page.getByRole('dialog', { name: 'Add a passkey' });
    await dialog.getByRole('textbox').fill(PASSPHRASE);
    await app.inspect('passkey');
    await dialog.getByRole('button', { name: 'Add a passkey' }).click();
    await app.page.getByText('A passkey opens this account now.').waitFor();
    await app.press('Lock now');
    await app.press('Unlock with a passkey');
    await app.page.getByText('Your recovery words are not confirmed yet').waitFor();
    await app.press('Remove the passkey');
    await app.page.getByText('Only the passphrase opens this account now.').waitFor();
    await app.page.getByRole('button', { name: 'Remove the passkey' }).waitFor({ state: 'detached' });
    await app.press('Lock now');
    await app.shows('Welcome back');
    expect(await app.page.getByRole('button', { name: 'Unlock with a passkey' }).count()).toBe(0);
    expect(app.complaints).toEqual([]);
  });

  test('speaks German, can be written from right to left, and keeps colours that were chosen', async () => {
    const app = await newPage(`Object.defineProperty(navigator, 'languages', { value: ['de-CH', 'en'] });`);
    await app.shows('Nachrichten, die direkt zum Menschen gehen');
    expect(await app.page.locator('html').getAttribute('lang')).toBe('de');
    await app.inspect('welcome-german');
    await app.page.evaluate(() => {
      document.documentElement.dir = 'rtl';
    });
    await app.inspect('welcome-right-to-left');
    await app.page.evaluate(() => localStorage.setItem('sotto preferences', '{"theme":"dark","language":"en"}'));
    await app.page.reload();
    await app.shows('Messages that go straight to the person');
    const ground = await app.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(ground).toBe('rgb(20, 18, 15)');
    expect(app.complaints).toEqual([]);
  });
});

/** The number of the word that the focused field asks for. */
async function askedPlace(app: AppPage): Promise<number> {
  const label = await app.page.evaluate(() => (document.activeElement as HTMLInputElement).labels?.[0]?.textContent);
  return Number(/\d+/.exec(label ?? '')?.[0]);
}

async function accountId(app: AppPage): Promise<string> {
  await app.page.getByRole('link', { name: 'Settings' }).click();
  return (await app.page.getByText(/^sotto1/).textContent()) ?? '';
}

/** The service worker serves this page from now on. */
async function controlled(app: AppPage): Promise<void> {
  await app.page.evaluate(async () => {
    if (navigator.serviceWorker.controller === null) {
      await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve));
    }
  });
}

async function runningVersion(app: AppPage): Promise<string> {
  return await app.page
    .evaluate(async () => (await (await fetch('/bundle.json')).json()) as { version: string })
    .then(({ version }) => version)
    .catch(() => 'between two pages');
}
