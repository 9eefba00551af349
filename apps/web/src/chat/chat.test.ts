import { join } from 'node:path';
import { chromiumMissing } from '@sotto/testkit';
import { describe, expect, test } from 'vitest';
import { twoFrames } from '../testing/frames.ts';
import { expectHarmless } from './testing/expect-harmless.ts';
import { hostileTexts } from './testing/hostile-texts.ts';
import type { StoryPage } from './testing/story-driver.ts';
import { storyStage } from './testing/story-stage.ts';

const ENTRY = join(import.meta.dirname, 'testing/story-site.ts');
const missing = chromiumMissing();

describe.skipIf(missing !== undefined)(`the chat in a browser${missing === undefined ? '' : ` (${missing})`}`, () => {
  const newStory = storyStage(ENTRY);

  test('shows every state of a conversation, its evidence and its questions, for everybody', async () => {
    const story = await newStory();
    const { app } = story;
    const { page } = app;
    await story.call('story', { language: 'en' });
    await page.getByRole('heading', { name: 'Chats', level: 1 }).waitFor();
    await app.inspect('chat-list');

    await story.openConversation('Grace');
    await page.getByText('No rush').last().waitFor();
    expect(await page.getByText('New messages').count()).toBe(1);
    // What is heard is the words, without the marks between them.
    await page.getByRole('article', { name: /Zero envelopes lost/ }).waitFor();
    await app.inspect('chat-grace');
    await page.getByRole('link', { name: /example\.org/ }).click();
    await page.getByRole('dialog', { name: 'Open this address?' }).waitFor();
    expect(await page.locator('.link-host').textContent()).toBe('example.org');
    await app.inspect('chat-link-question');
    await page.keyboard.press('Escape');

    await story.openConversation('Linus');
    await page.getByText('1 message is missing. It is being fetched.').waitFor();
    await page
      .getByRole('button', { name: /^In custody/ })
      .first()
      .click();
    await page.getByText('Held for it by mailboxes').waitFor();
    expect(await page.getByText('Signed receipt, held until').count()).toBe(3);
    await app.inspect('message-custody');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Failed/ }).click();
    await page.getByText('Reason: That is too large.').waitFor();
    await app.inspect('chat-evidence');
    await page.keyboard.press('Escape');

    await story.openConversation('Zoe Vogel');
    await app.inspect('chat-request');

    await story.openConversation('Noor');
    await page.getByText('A device of Noor seems to exist twice.').waitFor();
    expect(await page.getByRole('textbox').count()).toBe(0);
    await app.inspect('chat-keys-changed');
    await app.press('Compare safety numbers');
    await page.getByRole('dialog', { name: 'Verify Noor' }).waitFor();
    await page.locator('.qr svg').waitFor();
    await app.inspect('verify');
    await app.press('They are the same');
    await page.getByText('Verified: nobody is between you and Noor.').waitFor();
    await expect.poll(() => focusedText(story)).toBe('Done');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Write to Noor' }).waitFor();

    await story.openConversation('Zoe Vogel');
    await app.press('Accept');
    await page.getByRole('textbox', { name: 'Write to Zoe Vogel' }).waitFor();
    await page
      .getByRole('option', { name: 'Zoe Vogel' })
      .getByText('1', { exact: true })
      .waitFor({ state: 'detached' });

    await story.openConversation('Linus');
    await page.getByRole('button', { name: /^Failed/ }).click();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => page.getByRole('button', { name: /^Failed/ }).count()).toBe(0);
    expect(app.complaints).toEqual([]);
    expect(story.fetched).toEqual([]);
  });

  test('shows contacts, the own link, and the network with what can be done about it', async () => {
    const story = await newStory();
    const { app } = story;
    const { page } = app;
    await story.call('story', { language: 'en' });
    await story.goTo('#/contacts');
    await page.getByRole('img', { name: 'QR code of your contact link' }).locator('svg').waitFor();
    await app.inspect('contacts');
    const grace = String(await story.call('contact', { of: 'Ada', name: 'Grace' }));
    await story.goTo(`#/contacts/${grace}`);
    await page.getByRole('heading', { name: 'Grace', level: 1 }).waitFor();
    await app.inspect('contact');
    expect(await page.locator('.contacts-row[data-current="true"]').allTextContents()).toEqual([
      expect.stringContaining('Grace'),
    ]);
    await story.goTo('#/contacts/add');
    await page.getByRole('textbox', { name: 'Contact link' }).waitFor();
    expect(await page.locator('.contacts-row[data-current="true"]').count()).toBe(0);
    await app.press('Scan a code');
    await page.getByText('No camera was found.').waitFor();
    await app.inspect('contact-scan');
    const link = String(await story.call('link', 'Linus'));
    await story.call('camera', link.toUpperCase());
    await app.press('Try the camera again');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const field = page.getByRole('textbox', { name: 'Contact link' });
    for (const [text, fault] of [
      ['linus@example.org', /That is no contact link/],
      [link.slice(0, -3), /The link is not whole/],
      [String(await story.call('link', 'Ada')), /That is your own link/],
    ] as const) {
      await field.fill(text);
      await app.press('Add');
      await page.getByText(fault).waitFor();
      await field.fill(link);
      await page.getByText(fault).waitFor({ state: 'detached' });
    }
    expect((await field.inputValue()).toUpperCase()).toBe(link.toUpperCase());
    await story.goTo('#/network');
    await page.getByRole('img', { name: /3 mailboxes and 3 contacts/ }).waitFor();
    await app.inspect('network');
    await story.call('show', { name: 'Ada', language: 'de' });
    await page.getByRole('heading', { name: 'Wege der Nachrichten' }).waitFor();
    await app.inspect('network-de');

    await story.call('show', { name: 'Ada', language: 'en' });
    await story.goTo(`#/contacts/${grace}`);
    await app.press('Block');
    await page.getByRole('dialog', { name: 'Block Grace?' }).getByRole('button', { name: 'Block' }).click();
    await page.getByText('Blocked: what they send is dropped unread.').waitFor();
    await app.press('Unblock');
    await page.getByRole('button', { name: 'Block', exact: true }).waitFor();
    // The pages of tests are served without the permission for a camera.
    expect(app.complaints.filter((text) => !text.includes('camera is not allowed'))).toEqual([]);
  });

  test.each([
    ['draws', /\/qr-[^/]+\.js$/, '#/contacts', 'The code could not be drawn.'],
    ['reads', /\/decode-[^/]+\.js$/, '#/contacts/add', 'The part of the page that reads codes could not be loaded.'],
  ])('says that what %s codes could not be loaded', async (what, part, place, words) => {
    const story = await newStory();
    const { app } = story;
    const { page } = app;
    await page.route(part, (route) => route.abort());
    await story.call('story', { language: 'en' });
    await story.goTo(place);
    if (place === '#/contacts/add') {
      await story.call('camera', 'nothing that is a link');
      await app.press('Scan a code');
    }
    await page.getByText(words).waitFor();
    await app.isForEverybody(`without what ${what} codes`);
    expect(app.complaints.filter((text) => !text.includes('net::ERR_FAILED'))).toEqual([]);
  });

  test('is used by keyboard alone', async () => {
    const story = await newStory();
    const { page } = story.app;
    const { keyboard } = page;
    await story.call('friends');
    await page.getByRole('option', { name: 'Grace' }).focus();
    await keyboard.press('Enter');
    const field = page.getByRole('textbox', { name: 'Write to Grace' });
    await field.waitFor();
    for (let tabs = 0; tabs < 20 && !(await isFocused(story, 'textarea')); tabs++) await keyboard.press('Tab');
    await keyboard.type('first line');
    await keyboard.press('Shift+Enter');
    await keyboard.type('second line');
    await keyboard.press('Enter');
    await expect.poll(() => story.call('texts', { of: 'Grace', name: 'Ada' })).toEqual(['first line\nsecond line']);
    expect(await field.inputValue()).toBe('');
    await story.call('say', { from: 'Grace', to: 'Ada', text: 'an answer' });
    await page.getByRole('status').filter({ hasText: 'Grace' }).first().waitFor({ state: 'attached' });

    await keyboard.press('Alt+ArrowUp');
    await expect.poll(() => focusedText(story)).toContain('an answer');
    await keyboard.press('Control+C');
    await page.getByText('Copied').first().waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('an answer');
    await keyboard.press('ArrowUp');
    await expect.poll(() => focusedText(story)).toContain('first line');
    await keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Edit' }).waitFor();
    await keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await expect.poll(() => focusedText(story)).toContain('first line');
    await keyboard.press('ContextMenu');
    await page.getByRole('menuitem', { name: 'Reply' }).waitFor();
    await keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await expect.poll(() => focusedText(story)).toContain('first line');
    await keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys for messages' }).waitFor();
    await story.app.inspect('message-keys');
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => focusedText(story)).toContain('first line');
    await keyboard.press('i');
    await page.getByRole('dialog', { name: 'What became of this message' }).waitFor();
    await page.getByText('Devices: 1 of 1').waitFor();
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => focusedText(story)).toContain('first line');
    await keyboard.press('r');
    await page.getByText('Reply to yourself').waitFor();
    await expect.poll(() => isFocused(story, 'textarea')).toBe(true);
    await keyboard.press('Escape');
    await page.getByRole('article').first().focus();
    await keyboard.press('End');
    await expect.poll(() => focusedText(story)).toContain('an answer');
    await keyboard.press('ArrowDown');
    await expect.poll(() => isFocused(story, 'textarea')).toBe(true);
    await keyboard.press('Escape');
    await expect.poll(() => isFocused(story, 'textarea')).toBe(false);
    expect(story.app.complaints).toEqual([]);
  });

  test('counts what is unread until it was on the screen, and keeps what was begun', async () => {
    const story = await newStory();
    const { page } = story.app;
    await story.call('friends');
    await story.call('say', { from: 'Grace', to: 'Ada', text: 'one' });
    await story.call('say', { from: 'Grace', to: 'Ada', text: 'two' });
    await page.getByText('2 unread messages').waitFor({ state: 'attached' });
    // Of how many, and not of whom.
    expect(await page.title()).toBe('(1) Sotto');
    await story.openConversation('Grace');
    await page.getByRole('article').filter({ hasText: 'two' }).waitFor();
    await page.getByText('2 unread messages').waitFor({ state: 'detached' });
    expect(await page.title()).toBe('Sotto');
    await page.getByRole('textbox', { name: 'Write to Grace' }).fill('begun');
    await story.goTo('#/network');
    await page.getByRole('heading', { name: 'Network', level: 1 }).waitFor();
    await story.openConversation('Grace');
    expect(await page.getByRole('textbox', { name: 'Write to Grace' }).inputValue()).toBe('begun');
    expect(await page.getByText('New messages').count()).toBe(0);
  });

  test('stays at the newest message when there is less room, and elsewhere where the person reads', async () => {
    const story = await newStory();
    const { page } = story.app;
    await story.call('crowd', 200);
    await story.openConversation('Grace');
    await page.getByText('The newest.', { exact: true }).last().waitFor();
    const toEnd = () => page.evaluate(distanceToEnd);
    await expect.poll(toEnd).toBeLessThanOrEqual(1);
    for (const [width, height] of [
      [1280, 500],
      [1280, 360],
      [600, 360],
      [600, 800],
      [600, 420],
    ] as const) {
      await page.setViewportSize({ width, height });
      await expect.poll(toEnd, { message: `${width} x ${height}` }).toBeLessThanOrEqual(1);
    }
    await page.evaluate(growAndShrink);
    await expect.poll(toEnd, { message: 'more and less room within a frame' }).toBeLessThanOrEqual(1);
    await page.locator('.message-frame').evaluate((frame) => frame.removeAttribute('style'));
    await expect.poll(toEnd, { message: 'the room as it was' }).toBeLessThanOrEqual(1);
    await page.setViewportSize({ width: 600, height: 800 });
    await page.evaluate(twoFrames);
    await page.locator('.message-scroll').evaluate((element) => {
      element.scrollTop -= 900;
    });
    await page.getByRole('button', { name: 'Go to the newest message' }).waitFor();
    const before = await page.evaluate(firstVisible);
    await page.setViewportSize({ width: 600, height: 420 });
    await page.evaluate(twoFrames);
    expect(await page.evaluate(firstVisible)).toEqual(before);
    expect(story.app.complaints).toEqual([]);
  });

  test('G1: G5: G8: shows what hostile people send as text; nothing runs, nothing is fetched, nothing moves', async () => {
    const story = await newStory();
    const { page } = story.app;
    await story.call('friends');
    await story.call('hostility');
    await story.call('badName');
    await page.setViewportSize({ width: 360, height: 640 });
    await story.openConversation('Grace');
    await expectHarmless(page, hostileTexts().length);
    await page.keyboard.press('Control+Shift+F');
    await page.getByRole('search').getByRole('searchbox').fill('isBroken');
    const marks = page.locator('.message mark');
    await marks.first().waitFor();
    expect(new Set(await marks.allTextContents())).toEqual(new Set(['isBroken']));
    expect(await marks.locator('*').count()).toBe(0);
    expect(await page.evaluate(() => 'isBroken' in globalThis)).toBe(false);
    await story.goTo('#/contacts');
    await page.getByRole('option', { name: /onerror/ }).waitFor();
    expect(await page.getByText('\u202e').count()).toBe(0);
    expect(story.fetched).toEqual([]);
    expect(story.app.complaints).toEqual([]);
  });

  test('reads a long conversation by pages, both ways, and keeps its place meanwhile', async () => {
    const story = await newStory();
    const { page } = story.app;
    await story.call('crowd', 3_000);
    await story.openConversation('Grace');
    await page.getByText('The newest.', { exact: true }).last().waitFor();
    const scroll = page.locator('.message-scroll');
    for (let step = 0; step < 400; step++) {
      if ((await page.getByText('This is the beginning').count()) > 0) break;
      await scroll.evaluate((element) => {
        element.scrollTop -= 5 * element.clientHeight;
      });
      await page.evaluate(twoFrames);
    }
    await page.getByText('Message 1.', { exact: false }).first().waitFor();
    expect(await page.getByRole('article').count()).toBeLessThan(80);
    await scroll.evaluate((element) => {
      element.scrollTop += 600;
    });
    const before = await page.evaluate(firstVisible);
    await story.call('say', { from: 'Grace', to: 'Ada', text: 'Later still.' });
    await page.getByRole('button', { name: 'Go to 1 new message' }).waitFor();
    expect(await page.evaluate(firstVisible)).toEqual(before);
    await page.getByRole('button', { name: 'Go to 1 new message' }).click();
    await page.getByText('Later still.', { exact: true }).last().waitFor();
    expect(story.app.complaints).toEqual([]);
  });
});

async function focusedText(story: StoryPage): Promise<string> {
  return await story.app.page.evaluate(() =>
    document.activeElement === document.body ? '' : (document.activeElement?.textContent ?? ''),
  );
}

async function isFocused(story: StoryPage, selector: string): Promise<boolean> {
  return await story.app.page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector);
}

/** In the page: how much of the conversation is below what is in sight, in pixels. */
function distanceToEnd() {
  const list = document.querySelector('.message-scroll');
  return list === null ? Number.POSITIVE_INFINITY : list.scrollHeight - list.clientHeight - list.scrollTop;
}

/** In the page: more room for the list and then less again, before a frame is drawn. */
function growAndShrink() {
  const frame = document.querySelector<HTMLElement>('.message-frame');
  const list = document.querySelector('.message-scroll');
  if (frame === null || list === null) return;
  const height = frame.clientHeight;
  for (const extra of [400, 60]) {
    frame.style.flex = `0 0 ${height + extra}px`;
    list.scrollTop += 0;
  }
}

/** In the page: the first message that is in sight, and where. */
function firstVisible() {
  const list = document.querySelector('.message-scroll');
  const top = list?.getBoundingClientRect().top ?? 0;
  const found = [...(list?.querySelectorAll<HTMLElement>('[data-message]') ?? [])].find(
    (element) => element.getBoundingClientRect().bottom > top,
  );
  return { id: found?.dataset['message'], at: Math.round((found?.getBoundingClientRect().top ?? 0) - top) };
}
