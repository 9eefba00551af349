/** The whole product of a page: the built web app, served by the local node as a process, used by two people. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromiumMissing, launchChromium } from '@sotto/testkit';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { bundleApp } from '../../apps/web/src/build/bundle-app.ts';
import { AppPage } from '../../apps/web/src/testing/app-page.ts';
import { NodeProcess } from './stage/node-process.ts';

const missing = chromiumMissing();
const note = missing === undefined ? '' : ` (skipped: ${missing})`;
const PASSPHRASE = 'valley timber brave morning ship';

/** Browsers are started, and work at the price of a product, on machines that may be busy. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe.skipIf(missing !== undefined)(`two people with the web app${note}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-web-'));
  const app = join(folder, 'app');
  let node: NodeProcess;
  let browser: Browser;

  beforeAll(async () => {
    const [{ files }, launched] = await Promise.all([bundleApp(), launchChromium()]);
    browser = launched;
    for (const [name, contents] of files) {
      mkdirSync(dirname(join(app, name)), { recursive: true });
      writeFileSync(join(app, name), contents);
    }
    node = await NodeProcess.start({ folder: join(folder, 'node'), app });
  });
  afterAll(async () => {
    await browser?.close();
    await node?.end();
    rmSync(folder, { recursive: true });
  });

  async function setUp(name: string): Promise<AppPage> {
    const person = await AppPage.open(await browser.newContext(), node.line.origin ?? '');
    await person.press('Make an account');
    await person.type('Your name', name);
    await person.type('Passphrase', PASSPHRASE);
    await person.press('Make the account');
    await person.shows('Your recovery words');
    await person.press('Later');
    return person;
  }

  const visit = ({ page }: AppPage, place: string) => page.getByRole('link', { name: place }).click();

  test('meet by a link, and write to each other through the mailbox of the node and directly', async () => {
    const [ada, grace] = await Promise.all([setUp('Ada'), setUp('Grace')]);
    for (const person of [ada, grace]) {
      await visit(person, 'Network');
      await person.page.getByText('1 / 1').waitFor();
    }
    await visit(grace, 'Contacts');
    const link = (await grace.page.getByText(/^sotto:/).textContent()) ?? '';

    await visit(ada, 'Contacts');
    await ada.type('Contact link', link);
    await ada.press('Add');
    await ada.type('Write to Grace', 'hello from a page');
    await ada.page.keyboard.press('Enter');

    await visit(grace, 'Chats');
    await grace.press(/wants to write to you/);
    await grace.page.getByText('Ada').first().click();
    await grace.page.getByText('hello from a page').first().waitFor();
    await grace.press('Accept');
    await grace.type('Write to Ada', 'hello from another');
    await grace.page.keyboard.press('Enter');
    await ada.page.getByText('hello from another').first().waitFor();
    await ada.page.getByText('Connected directly').first().waitFor();
    expect([...ada.complaints, ...grace.complaints]).toEqual([]);
  });
});
