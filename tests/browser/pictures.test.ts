/**
 * Two people meet in the built web app on a local node, write to each other and verify; the pictures of the documentation
 * are of them.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumMissing, launchChromium } from '@sotto/testkit';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { writeApp } from '../../apps/web/src/build/built-app.ts';
import { bundleApp } from '../../apps/web/src/build/bundle-app.ts';
import { AppPage } from '../../apps/web/src/testing/app-page.ts';
import { NodeProcess } from './stage/node-process.ts';
import { MAX_PICTURE_BYTES, PICTURES, PictureBook } from './stage/pictures.ts';

const missing = chromiumMissing();
const note = missing === undefined ? '' : ` (skipped: ${missing})`;
const PASSPHRASE = 'valley timber brave morning ship';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

describe.skipIf(missing !== undefined)(`the pictures of the documentation${note}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-pictures-'));
  const book = new PictureBook();
  let node: NodeProcess;
  let browser: Browser;

  beforeAll(async () => {
    const [app, launched] = await Promise.all([bundleApp(), launchChromium()]);
    browser = launched;
    await writeApp(join(folder, 'built'), { app, inputs: '' });
    node = await NodeProcess.start({ folder: join(folder, 'node'), app: join(folder, 'built', 'site') });
  });
  afterAll(async () => {
    await browser?.close();
    await node?.end();
    rmSync(folder, { recursive: true });
  });

  async function arrive(name: string): Promise<AppPage> {
    const person = await AppPage.open(await browser.newContext(), node.line.origin ?? '');
    await person.press('Make an account');
    await person.type('Your name', name);
    await person.type('Passphrase', PASSPHRASE);
    await person.press('Make the account');
    await keepWords(person);
    await book.prepare(person.page);
    return person;
  }

  /** Types the words that are asked for, as somebody who has them on paper. */
  async function keepWords(person: AppPage): Promise<void> {
    await person.shows('Your recovery words');
    const list = person.page.getByRole('list', { name: 'Recovery words' });
    const words = await list.getByRole('listitem').allTextContents();
    await person.press('I have written them down');
    await person.shows('Do you have them?');
    const fields = person.page.getByRole('textbox', { name: /^Word \d+/ });
    for (const field of await fields.all()) {
      const label = await field.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent ?? '');
      await field.fill(words[Number(/\d+/.exec(label)?.[0]) - 1] ?? '');
    }
    await person.press('Confirm');
    await person.page.getByRole('link', { name: 'Chats' }).waitFor();
  }

  const visit = ({ page }: AppPage, place: string) => page.getByRole('link', { name: place }).click();

  /** Ends when the other one has it. */
  async function say(from: AppPage, to: AppPage, text: string): Promise<void> {
    await from.page.getByRole('textbox', { name: /^Write to/ }).fill(text);
    await from.page.keyboard.press('Enter');
    const shown = text.replaceAll('*', '').split('\n')[0] ?? '';
    await to.page.getByText(shown).last().waitFor();
  }

  test('are of two people who meet, write to each other and compare their safety number', async () => {
    const [ada, grace] = await Promise.all([arrive('Ada'), arrive('Grace')]);

    await visit(grace, 'Contacts');
    const link = (await grace.page.getByText(/^sotto:/).textContent()) ?? '';
    await grace.page.getByRole('img', { name: 'QR code of your contact link' }).waitFor();
    await book.take(grace.page, 'contact-link');

    await visit(ada, 'Contacts');
    await ada.type('Contact link', link);
    await ada.press('Add');
    await ada.type('Write to Grace', 'Grace, is that you? I found your link on the train.');
    await ada.page.keyboard.press('Enter');
    await visit(grace, 'Chats');
    await grace.press(/wants to write to you/);
    await grace.page.getByText('Ada').first().click();
    await grace.press('Accept');

    await say(grace, ada, 'It is me. No phone number, no server of anybody. Just you and me.');
    await say(ada, grace, 'What does the mailbox see of us, when one of us is asleep?');
    await say(grace, ada, 'Sealed envelopes, and **that** somebody fetched them. Not a word, not a name.');
    await say(grace, ada, 'So: the harbour at nine. Bring the maps!');
    const harbour = ada.page.getByRole('article', { name: /harbour/ });
    await harbour.hover();
    await harbour.getByRole('button', { name: 'Reply' }).click();
    await ada.page.getByText('Reply to Grace').waitFor();
    await say(ada, grace, 'Not a minute later. I will be the one with the red umbrella.');
    await ada.page.mouse.move(0, 0);
    await ada.page.getByText('Connected directly').first().waitFor();
    await ada.page.getByRole('button', { name: /Read/ }).last().waitFor();
    await book.take(ada.page, 'conversation');
    await book.take(ada.page, 'conversation-dark', { theme: 'dark' });
    // The first one: it waited in the mailbox until Grace came.
    await ada.page.getByRole('button', { name: /Read/ }).first().click();
    await ada.page.getByRole('dialog').waitFor();
    await book.take(ada.page, 'evidence');
    await ada.page.keyboard.press('Escape');

    await ada.page
      .getByRole('button', { name: /^Grace/ })
      .first()
      .click();
    await ada.press(/^Verify/);
    await ada.page.getByRole('img', { name: 'QR code of the safety number' }).waitFor();
    await book.take(ada.page, 'safety-number');
    await ada.press('They are the same');
    await ada.page.getByText('Verified: nobody is between you and Grace.').waitFor();
    await ada.page.keyboard.press('Escape');
    await visit(ada, 'Network');
    await ada.shows('Network');
    await ada.page.getByText('Mailbox 1').first().waitFor();
    await book.take(ada.page, 'network');

    await book.take(grace.page, 'phone', { size: 'phone' });
    expect([...ada.complaints, ...grace.complaints]).toEqual([]);
  });

  test('are all taken, and small', () => {
    expect([...book.taken.keys()].toSorted()).toEqual([...PICTURES].toSorted());
    for (const [name, bytes] of book.taken) expect(bytes, name).toBeLessThan(MAX_PICTURE_BYTES);
  });
});
