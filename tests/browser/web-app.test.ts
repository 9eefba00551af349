/** The web app as people use it: several browsers, a terminal, mailboxes that come and go. */
import process from 'node:process';
import { chromiumMissing } from '@sotto/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { expectHarmless } from '../../apps/web/src/chat/testing/expect-harmless.ts';
import { hostileTexts } from '../../apps/web/src/chat/testing/hostile-texts.ts';
import { AppStage } from './stage/app-stage.ts';
import { handlersOf } from './stage/link-handlers.ts';
import { Person, TALL } from './stage/person.ts';
import { Terminal } from './stage/terminal.ts';

const missing = chromiumMissing();
const note = missing === undefined ? '' : ` (skipped: ${missing})`;
/** A tab is ended right after so many messages were sent off. */
const BURST = 10;

/** For some messages, and not for all. */
const SOME_ROOM_BYTES = 150_000;
const MOST_THAT_FIT = 60;

/** Browsers and processes, and work at the price of a product, on machines that may be busy. */
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });
const PATIENT = { timeout: 60_000 };

describe.skipIf(missing !== undefined)(`people with the web app${note}`, () => {
  let stage: AppStage;
  let ada: Person;
  let grace: Person;
  let hasFailed = false;

  beforeAll(async () => {
    stage = await AppStage.open({ mailboxes: 3 });
    [ada, grace] = await Promise.all([Person.settle(stage, 'Ada'), Person.settle(stage, 'Grace')]);
    await ada.add(await grace.link());
    await ada.write('hello Grace');
    await grace.accept('Ada');
    await grace.write('hello Ada');
    await ada.reads('hello Ada');
  });
  // Each story begins where the one before has ended.
  beforeEach(({ skip }) => skip(hasFailed, 'a story before this one has failed'));
  afterEach(async ({ task }) => {
    hasFailed ||= task.result?.state === 'fail';
    if (task.result?.state === 'fail') await stage.depict(task.id);
    expect(stage.complaints()).toEqual([]);
  });
  afterAll(async () => {
    await stage?.close();
  });

  test('three people and a terminal write to each other while mailboxes come and go, and see how far it came', async () => {
    // Served by a node itself, whose mailbox is the only one of this account.
    const linus = await Person.settle(stage, 'Linus', stage.nodes[0]?.line.origin ?? '');
    const mailboxes = stage.nodes.map(({ mailbox }) => mailbox);
    const { owner } = await Terminal.settle(stage.folder, 'Tim', mailboxes);
    await ada.openConversation('Grace');
    await ada.sees('hello Grace', 'Read');
    await ada.shows('Connected directly');
    await linus.add(await ada.link());
    await linus.write('hello from a third page');
    await ada.accept('Linus');
    await ada.write('and back');
    await linus.reads('and back');

    await grace.closeTab();
    await ada.openConversation('Grace');
    await ada.write('while you were away');
    await ada.sees('while you were away', 'In custody');
    expect(await ada.evidence('while you were away')).toContain('3 of 3 signed receipts');
    await stage.killNode(2);
    await ada.write('with one mailbox less');
    await ada.sees('with one mailbox less', 'In custody');
    expect(await ada.evidence('with one mailbox less')).toContain('2 of 3 signed receipts');
    await grace.comeBack();
    await grace.openConversation('Ada');
    await grace.reads('with one mailbox less');
    await ada.sees('while you were away', 'Read');
    await ada.sees('with one mailbox less', 'Read');
    await stage.restartNode(2);

    await owner.run('add', await ada.link());
    expect(await owner.run('send', 'Ada', 'hello from a terminal')).toMatchObject({ state: 'custody' });
    await ada.accept('Tim');
    await ada.reads('hello from a terminal');
    await ada.write('hello terminal');
    await ada.sees('hello terminal', 'In custody');
    expect(await owner.run('sync')).toMatchObject({ received: 1 });
    await ada.sees('hello terminal', 'Delivered');
    await linus.context.close();
  });

  test('B8: E1: a tab that crashes or is reloaded while it sends loses nothing, doubles nothing, uses no key twice', async () => {
    await Promise.all([ada.openConversation('Grace'), grace.openConversation('Ada')]);
    const ends = { crash: () => ada.crash(), reload: () => ada.reload() };
    for (const [name, end] of Object.entries(ends)) {
      const typed = Array.from({ length: BURST }, (_, number) => `${name} ${number + 1}`);
      for (const text of typed) await ada.write(text);
      const unkept = await ada.unkept();
      await end();
      if (ada.page.isClosed()) await ada.newTab();
      await ada.unlock();
      await ada.openConversation('Grace');
      const begun = async () => (await ada.draft()).split('\n').filter((text) => text !== '');
      const there = async () => [...(await ada.texts(name)), ...(await begun())];
      // Each text is a message or offered again, in order and never both; but for the last ones that no disk has seen yet.
      await expect.poll(async () => (await there()).length, PATIENT).toBeGreaterThanOrEqual(BURST - unkept);
      expect(await there()).toEqual(typed.slice(0, (await there()).length));
      const offered = await begun();
      for (const text of [...offered, `after the ${name}`]) await ada.write(text);
      await ada.sees(`after the ${name}`, 'Read');
      // A key that is used for a second message is gone at its receiver: that message could not be read there.
      const kept = await ada.texts(name);
      expect(kept).toEqual(typed.slice(0, kept.length));
      expect(kept.length).toBeGreaterThanOrEqual(BURST - unkept);
      expect(await grace.texts(name)).toEqual(kept);
    }
    expect(await grace.notices()).toEqual([]);
    expect(await ada.notices()).toEqual([]);
  });

  test('two tabs of one person: one has the account, the other follows and takes over, messages come to whichever has it', async () => {
    const first = ada.app;
    await ada.newTab();
    await ada.app.shows('Sotto is open in another tab');
    await ada.app.press('Use it here');
    await ada.unlock();
    await first.shows('Sotto is open in another tab');
    await ada.openConversation('Grace');
    await grace.openConversation('Ada');
    await grace.write('to the second tab');
    await ada.reads('to the second tab');
    const second = ada.app;
    ada.use(first);
    await second.page.close();
    await ada.unlock();
    await ada.openConversation('Grace');
    await ada.reads('to the second tab');
    await ada.write('from the first again');
    await grace.reads('from the first again');
  });

  test('a tab that slept, and one without a network, come back by themselves with what was said meanwhile', async () => {
    await grace.closeTab();
    const sleeping = await stage.processesOf(() => grace.comeBack());
    await Promise.all([ada.openConversation('Grace'), grace.openConversation('Ada')]);
    await ada.shows('Connected directly');
    for (const id of sleeping) process.kill(id, 'SIGSTOP');
    await ada.shows('Through mailboxes');
    await ada.write('good night');
    await ada.sees('good night', 'In custody');
    for (const id of sleeping) process.kill(id, 'SIGCONT');
    await grace.reads('good night');
    await ada.sees('good night', 'Read');
    await ada.shows('Connected directly');

    await grace.setNetwork(false);
    await ada.shows('Through mailboxes');
    await ada.write('are you there?');
    await grace.write('nobody hears me');
    await ada.sees('are you there?', 'In custody');
    await grace.sees('nobody hears me', 'Waiting');
    await grace.setNetwork(true);
    await grace.reads('are you there?');
    await ada.reads('nobody hears me');
    await ada.shows('Connected directly');
  });

  test('E2: a full browser says so, keeps what was written, and goes on when there is room again', async () => {
    await Promise.all([ada.openConversation('Grace'), grace.openConversation('Ada')]);
    await ada.leaveRoom(SOME_ROOM_BYTES);
    const full = ada.page.locator('.composer').getByText('The browser has no room left.');
    const alert = ada.page.locator('.shell-alerts').getByText('The browser has no room left.');
    let number = 0;
    for (; number < MOST_THAT_FIT && (await full.count()) === 0; number++) {
      await ada.write(longText(`full ${number}`));
      await Promise.race([full.waitFor(), ada.reads(`full ${number} `)]);
    }
    await Promise.all([full.waitFor(), alert.waitFor()]);
    expect(await ada.draft()).toBe(longText(`full ${number - 1}`));
    await grace.write(longText('into a full tab'));
    // What came may have found a free page of the database; otherwise a mailbox keeps it.
    await grace.sees('into a full tab', '(In custody|Delivered|Read)');
    await ada.leaveRoom(undefined);
    await alert.waitFor({ state: 'detached' });
    await ada.app.press('Send');
    for (let sent = 0; sent < number; sent++) await ada.sees(`full ${sent} `, 'Read');
    await ada.reads('into a full tab');
    expect((await ada.texts('full')).length).toBe(number);
    expect(await grace.texts('full')).toEqual(await ada.texts('full'));
    expect(await ada.notices()).toEqual([]);
  });

  test('an app without its server, opened from outside, and one that makes a mistake', async () => {
    await grace.openConversation('Ada');
    await ada.closeTab();
    stage.site.setDown(true);
    await ada.context.setOffline(true);
    await ada.comeBack();
    await ada.openConversation('Grace');
    // The newest: how many long ones are between it and the first depends on how many the full browser took.
    await ada.reads('into a full tab');
    await ada.write('written offline');
    await ada.sees('written offline', 'Waiting');
    await ada.context.setOffline(false);
    await ada.sees('written offline', 'Read');
    stage.site.setDown(false);

    const link = await grace.link();
    for (const path of await handlersOf(stage.site.origin(), link)) {
      const first = ada.app;
      await ada.newTab(path);
      await ada.app.shows('Sotto is open in another tab');
      await ada.app.press('Use it here');
      await ada.unlock();
      await ada.page.getByText('This link was opened from outside').waitFor();
      expect(await ada.page.getByRole('textbox', { name: 'Contact link' }).inputValue()).toBe(link);
      expect(ada.page.url()).not.toContain(link.slice('sotto:'.length));
      await first.page.close();
    }
    await ada.page.evaluate(() => {
      Date.prototype.toISOString = () => {
        throw new TypeError('a mistake of the application');
      };
    });
    await ada.page.evaluate(() => {
      location.hash = '#/chats';
    });
    await ada.page.getByRole('option').filter({ hasText: 'Grace' }).click();
    await ada.app.shows('The application made a mistake.');
    expect(stage.complaints().filter((text) => !text.includes('a mistake of the application'))).toEqual([]);
    await ada.app.press('Reload');
    await ada.unlock();
    await ada.openConversation('Grace');
    await ada.reads('written offline');
  });

  test('G1: G5: G8: what a hostile peer sends stays text: nothing runs, nothing is fetched, nothing moves', async () => {
    const mailboxes = stage.nodes.map(({ mailbox }) => mailbox);
    const mallory = await Terminal.settle(stage.folder, 'Mallory', mailboxes);
    const device = await mallory.device();
    await ada.add(mallory.link);
    await device.ask('addContact', await ada.link());
    const texts = hostileTexts();
    for (const text of texts) await device.ask('send', 'Ada', text);
    await device.ask('sync');
    expect(await device.sent('Ada', 'custody', 'delivered', 'read')).toHaveLength(texts.length);
    await device.close();
    await ada.page.setViewportSize({ width: 360, height: 640 });
    await ada.page.goto(`${stage.site.origin()}/#/chats`);
    await ada.openConversation('Mallory');
    await ada.page.locator('.message-scroll').evaluate((element) => {
      element.scrollTop = 0;
    });
    await expectHarmless(ada.page, texts.length);
    await ada.page.setViewportSize(TALL);
  });

  test('every place of an account that is in use is for everybody, in light and dark', async () => {
    for (const place of ['Contacts', 'Network', 'Settings', 'Chats'] as const) {
      await ada.visit(place);
      await ada.page.getByRole('heading', { level: 1 }).first().waitFor();
      await ada.app.isForEverybody(place);
    }
    await ada.openConversation('Grace');
    await ada.app.isForEverybody('a conversation');
    await ada.page.locator('.conversation-who').click();
    await ada.page.getByRole('heading', { name: 'Grace', level: 1 }).waitFor();
    await ada.app.isForEverybody('a contact');
  });

  test('G1: G5: whoever watches the pages would see a foreign address, markup, a refused script and an uncaught error', async () => {
    await grace.page.evaluate(async () => {
      await fetch('http://127.0.0.1:9/pixel').catch(() => undefined);
      new WebSocket('ws://127.0.0.1:9/');
      try {
        document.createElement('div').innerHTML = '<b>';
      } catch {
        // Trusted Types refuse it.
      }
      document.head.append(
        Object.assign(document.createElement('link'), { rel: 'stylesheet', href: 'http://127.0.0.1:9/' }),
      );
      setTimeout(() => {
        throw new TypeError('nobody catches this');
      });
    });
    const seen: string[] = [];
    const wanted = [
      'policy: connect-src',
      'policy: require-trusted-types-for',
      'policy: style-src',
      'asked: ws://127.0.0.1:9/',
      'thrown: ',
    ];
    await expect
      .poll(() => {
        seen.push(...stage.complaints());
        return wanted.filter((kind) => !seen.some((text) => text.startsWith(kind)));
      })
      .toEqual([]);
  });

  test('E1: data that the browser deletes is missed and explained; nothing takes its place unasked', async () => {
    const link = await ada.link();
    await ada.evict();
    await ada.reload();
    await ada.app.shows('The data of your account is gone');
    await ada.closeTab();
    await ada.newTab();
    await ada.app.shows('The data of your account is gone');
    expect(await ada.page.getByText(link).count()).toBe(0);
    await grace.openConversation('Ada');
    expect(await grace.notices()).toEqual([]);
  });
});

/** Takes up kilobytes, and says at its beginning which one it is. */
function longText(name: string): string {
  return `${name} ${'padding '.repeat(700)}`.trim();
}
