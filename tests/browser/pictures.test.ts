/**
 * Two people meet in the built web app, write to each other and verify, while friends write from terminals; the pictures
 * of the documentation are of them.
 */
import { chromiumMissing } from '@sotto/testkit';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Device } from '../scenario/stage/device.ts';
import { AppStage } from './stage/app-stage.ts';
import { Person } from './stage/person.ts';
import { MAX_PICTURE_BYTES, PICTURES, PictureBook } from './stage/pictures.ts';
import { Terminal } from './stage/terminal.ts';

const missing = chromiumMissing();
const note = missing === undefined ? '' : ` (skipped: ${missing})`;

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

describe.skipIf(missing !== undefined)(`the pictures of the documentation${note}`, () => {
  const book = new PictureBook();
  let stage: AppStage;
  beforeAll(async () => {
    stage = await AppStage.open({ mailboxes: 3 });
  });
  afterAll(async () => {
    await stage?.close();
  });

  /** Somebody with a terminal writes to Ada. */
  async function writes(name: string, toAda: string, text: string): Promise<Device> {
    const mailboxes = stage.nodes.map(({ mailbox }) => mailbox);
    const friend = await (await Terminal.settle(stage.folder, name, mailboxes)).device();
    await friend.ask('addContact', toAda);
    await friend.ask('send', 'Ada', text);
    await friend.ask('sync');
    return friend;
  }

  /** Ends when the other one has it. */
  async function say(from: Person, to: Person, text: string): Promise<void> {
    await from.write(text);
    await to.reads(text.replaceAll('*', ''));
  }

  /** Friends of Ada: one has written something new, one gets an answer, one is still a stranger. */
  async function befriend(ada: Person): Promise<void> {
    const link = await ada.link();
    const [linus, noor] = await Promise.all([
      writes('Linus', link, 'The relay on the roof is up.'),
      writes('Noor', link, 'Thursday, usual place. Do you bring the second key?'),
    ]);
    await noor.close();
    for (const name of ['Linus', 'Noor']) await ada.accept(name);
    await ada.write('I do. In the blue envelope.');
    await ada.sees('blue envelope', 'In custody');
    for (const text of ['Two bars of signal.', 'Even in the rain!']) await linus.ask('send', 'Ada', text);
    await linus.ask('sync');
    await ada.page.getByRole('option', { name: 'Linus' }).getByText('2', { exact: true }).waitFor();
    await linus.close();
    await (await writes('Zoe Vogel', link, 'Hello Ada, we met at the workshop.')).close();
  }

  test('are of two people who meet, write to each other and compare their safety number', async () => {
    const [ada, grace] = await Promise.all([Person.settle(stage, 'Ada'), Person.settle(stage, 'Grace')]);
    for (const person of [ada, grace]) await person.confirmWords();
    for (const { page } of [ada, grace]) await book.prepare(page);
    const graceLink = await grace.link();
    await grace.page.getByRole('img', { name: 'QR code of your contact link' }).waitFor();
    await book.take(grace.page, 'contact-link');
    await befriend(ada);

    await ada.add(graceLink);
    await ada.write('Grace, is that you? I found your link on the train.');
    await grace.accept('Ada');
    await say(grace, ada, 'It is me! No phone number, no server of anybody. Just you and me.');
    await verify(ada);
    await ada.openConversation('Grace');
    await say(ada, grace, 'What does the mailbox see of us when one of us is asleep?');
    await say(grace, ada, 'Sealed envelopes, and **that** somebody fetched them. Not a word, not a name.');
    await say(grace, ada, 'So: the harbour at nine. Bring the maps!');
    await answer(ada, 'harbour', 'Not a minute later. I will be the one with the red umbrella.');
    await grace.reads('red umbrella');
    await ada.shows('Connected directly');
    await ada.sees('red umbrella', 'Read');
    await ada.page.getByText('1 person wants to write to you').waitFor();
    await book.take(ada.page, 'conversation');
    await book.take(ada.page, 'conversation-dark', { theme: 'dark' });
    // The first one: it waited in mailboxes until Grace came.
    await ada.page.getByRole('button', { name: /Read/ }).first().click();
    await ada.page.getByRole('dialog').waitFor();
    await book.take(ada.page, 'evidence', { size: 'narrow' });
    await ada.page.keyboard.press('Escape');
    await book.prepare(ada.page);
    await ada.visit('Network');
    await ada.page.getByText('Mailbox 3').first().waitFor();
    await book.take(ada.page, 'network');
    await book.take(grace.page, 'phone', { size: 'phone' });
    expect(stage.complaints()).toEqual([]);
  });

  /** As they do it on a call: Ada compares the numbers. */
  async function verify({ page, app }: Person): Promise<void> {
    await page.locator('.conversation-who').click();
    await app.press(/^Verify/);
    await page.getByRole('img', { name: 'QR code of the safety number' }).waitFor();
    await book.take(page, 'safety-number');
    await app.press('They are the same');
    await page.getByText('Verified: nobody is between you and Grace.').waitFor();
    await app.press('Done');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }

  async function answer(person: Person, to: string, text: string): Promise<void> {
    const message = person.page.getByRole('article', { name: new RegExp(to) });
    await message.hover();
    await message.getByRole('button', { name: 'Reply' }).click();
    await person.page.getByText('Reply to Grace').waitFor();
    await person.write(text);
    await person.page.mouse.move(0, 0);
  }

  test('are all taken, and small', () => {
    expect([...book.taken.keys()].toSorted()).toEqual([...PICTURES].toSorted());
    for (const [name, bytes] of book.taken) expect(bytes, name).toBeLessThan(MAX_PICTURE_BYTES);
  });
});
