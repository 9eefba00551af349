/** Somebody loses a device and comes back in another browser, with nothing but a paper (specs/01 §13). */
import { chromiumMissing } from '@sotto/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { AppStage } from './stage/app-stage.ts';
import { Person } from './stage/person.ts';

const missing = chromiumMissing();
const note = missing === undefined ? '' : ` (skipped: ${missing})`;

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

describe.skipIf(missing !== undefined)(`coming back with the recovery words${note}`, () => {
  let stage: AppStage;
  beforeAll(async () => {
    stage = await AppStage.open({ mailboxes: 3 });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.depict(task.id);
    expect(stage.complaints()).toEqual([]);
  });
  afterAll(async () => {
    await stage?.close();
  });

  test('the words bring the account back; a friend finds the new browser, and the old one is out', async () => {
    const [ada, laptop] = await Promise.all([Person.settle(stage, 'Ada'), Person.settle(stage, 'Grace')]);
    await ada.add(await laptop.link());
    await ada.write('hello Grace');
    await laptop.accept('Ada');
    await laptop.write('hello Ada');
    await ada.reads('hello Ada');
    await laptop.closeTab();

    const phone = await Person.arrive(stage, 'Grace');
    const { app, page } = phone;
    await app.press('I have recovery words');
    await app.shows('Coming back with your words');
    await app.inspect('return-empty');
    await app.press('Go on');
    await page.getByText('12 words are missing.').waitFor();
    await phone.typeWord(1, laptop.words.join(' ').replace(laptop.words[4] ?? '', 'wrongly'));
    await page.getByText('Word 5 is not one that recovery words are made of').waitFor();
    await app.inspect('return-unknown');
    await phone.typeWord(5, laptop.words[4] ?? '');
    await app.press('Go on');
    await app.shows('A new device of your account');
    await app.press('Come back');
    await page.getByText('Choose one of the two.').waitFor();
    await app.inspect('return-device');
    await app.press('Back');
    await app.press('Back');
    await phone.recover(laptop.words, /lost or stolen/);

    await ada.add(await phone.link());
    await ada.write('welcome back');
    await phone.accept('Ada');
    await phone.reads('welcome back');
    await phone.write('good to be here');
    await ada.reads('good to be here');

    await laptop.newTab();
    await laptop.unlock();
    await laptop.openConversation('Ada');
    await laptop.write('it is me');
    await laptop.page.getByText('This device was removed from the account.').first().waitFor();
    await laptop.app.inspect('return-removed');
  });

  test('an account whose data the browser has deleted comes back in the same place', async () => {
    const grace = await Person.settle(stage, 'Grace');
    const link = await grace.link();
    await grace.evict();
    await grace.reload();
    await grace.app.shows('The data of your account is gone');
    await grace.app.inspect('lost-with-words');
    await grace.recover(grace.words, /still use one/);
    expect(await grace.link()).not.toBe(link);
    await grace.reload();
    await grace.unlock();

    // What the browser has deleted is still one of the account's devices, until somebody says that it is lost.
    await grace.visit('Settings');
    const remove = grace.page.getByRole('button', { name: /^Remove device / });
    await remove.waitFor();
    await grace.app.inspect('devices');
    await remove.click();
    await grace.app.inspect('devices-remove');
    await grace.app.press('Remove');
    await grace.page.getByText('The device was removed.').waitFor();
    await expect.poll(() => grace.page.getByText('Another device of your account').count()).toBe(0);
  });
});
