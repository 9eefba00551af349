import { join } from 'node:path';
import { chromiumMissing } from '@sotto/testkit';
import { describe, expect, test } from 'vitest';
import type { StoryPage } from './testing/story-driver.ts';
import { storyStage } from './testing/story-stage.ts';

const ENTRY = join(import.meta.dirname, 'testing/story-site.ts');
const missing = chromiumMissing();

describe.skipIf(missing !== undefined)(`messages in a browser${missing === undefined ? '' : ` (${missing})`}`, () => {
  const newStory = storyStage(ENTRY);
  /** What the two of them see, in short. */
  const seenBy = async (story: StoryPage, of: string, name: string) =>
    (await story.call('seen', { of, name })) as Seen[];

  test('shows everything that can happen to a message, and what is known of it, for everybody', async () => {
    const story = await newStory();
    const { app } = story;
    const { page } = app;
    await story.call('rich', { language: 'en' });
    await story.openConversation('Grace');
    await page.getByText('Are you still on the train?').last().waitFor();
    await page.getByText('Grace set disappearing messages: 1 week').waitFor();
    await app.inspect('messages-newest');
    expect(await page.getByRole('img', { name: /^Disappears in/ }).count()).toBe(4);
    await page.getByRole('button', { name: /^Failed/ }).click();
    await page.getByText('Reason: That is too large.').waitFor();
    await page.getByText('Disappears', { exact: true }).waitFor();
    await app.inspect('message-info');
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: /^Answers: You I will tag it at eleven/ }).click();
    const changed = page.getByRole('article', { name: /I will tag it at eleven/ });
    await expect.poll(() => changed.getAttribute('data-flash')).toBe('true');
    await expect.poll(() => isFocused(story, '[data-message]')).toBe(true);
    await changed.getByRole('button', { name: 'Edited. Show earlier versions.' }).click();
    await page.getByRole('dialog', { name: 'Earlier versions' }).getByText('I will tag it at nine.').waitFor();
    await app.inspect('message-versions');
    await page.keyboard.press('Escape');

    await page.getByText('A deleted message').waitFor();
    await page.getByText('You deleted this message.').waitFor();
    await page.getByRole('button', { name: /^👍.*from you and Grace/ }).waitFor();
    await page.locator('.message-scroll').evaluate((element) => {
      element.scrollTop = 0;
    });
    await app.inspect('messages-oldest');
    await page.getByRole('article').first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Reply' }).waitFor();
    await app.inspect('message-menu');
    await page.getByRole('button', { name: 'Choose an emoji' }).click();
    await page.getByRole('searchbox', { name: 'Search emoji' }).waitFor();
    await app.inspect('emoji');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Disappearing messages: 1 week' }).click();
    await page.getByRole('radio', { name: 'Another time' }).click({ force: true });
    await app.inspect('timer');
    await page.keyboard.press('Escape');
    await story.call('show', { name: 'Ada', language: 'de' });
    await page.getByText('Du hast diese Nachricht gelöscht.').waitFor();
    await app.inspect('messages-de');
    expect(app.complaints).toEqual([]);
    expect(story.fetched).toEqual([]);
  });

  test('answers, reacts, changes, deletes and takes back, and the other side sees the same', async () => {
    const story = await newStory();
    const { page } = story.app;
    const { keyboard } = page;
    await story.call('friends');
    await story.call('say', { from: 'Grace', to: 'Ada', text: 'Tea at *four*?' });
    await story.openConversation('Grace');
    const field = page.getByRole('textbox', { name: 'Write to Grace' });
    const asked = page.getByRole('article', { name: /Tea at/ });

    await asked.hover();
    await asked.getByRole('button', { name: 'Reply' }).click();
    await page.getByText('Reply to Grace').waitFor();
    await expect.poll(() => isFocused(story, 'textarea')).toBe(true);
    await keyboard.press('Escape');
    await page.getByText('Reply to Grace').waitFor({ state: 'detached' });
    await asked.hover();
    await asked.getByRole('button', { name: 'Reply' }).click();
    await field.fill('Five is better');
    await keyboard.press('Enter');
    await expect.poll(() => seenBy(story, 'Grace', 'Ada')).toMatchObject([{}, { answers: 'Tea at *four*?' }]);

    await asked.hover();
    await asked.getByRole('button', { name: 'React' }).click();
    await page.getByRole('searchbox', { name: 'Search emoji' }).fill('tea');
    await page.getByRole('button', { name: '☕' }).waitFor({ state: 'detached' });
    await keyboard.press('Enter');
    await expect.poll(() => seenBy(story, 'Grace', 'Ada')).toMatchObject([{ reactions: '🍵' }, {}]);
    await page.getByRole('button', { name: /^🍵.*from you\. Take it back/ }).click();
    await expect.poll(() => seenBy(story, 'Grace', 'Ada')).toMatchObject([{ reactions: '' }, {}]);

    await field.focus();
    await keyboard.press('ArrowUp');
    const change = page.getByRole('textbox', { name: 'Change your message to Grace' });
    await change.fill('Half past four');
    await story.app.inspect('compose-edit');
    await keyboard.press('Enter');
    await expect
      .poll(() => seenBy(story, 'Grace', 'Ada'))
      .toMatchObject([{}, { text: 'Half past four', versions: 1, answers: 'Tea at *four*?' }]);
    await field.waitFor();

    await keyboard.press('Alt+ArrowUp');
    await expect.poll(() => focusedName(story)).toContain('Half past four');
    await keyboard.press('Delete');
    await page.getByText('Nobody can make sure that they do').waitFor();
    await story.app.inspect('message-delete');
    await page.getByRole('button', { name: 'Delete for everyone' }).click();
    await page.getByRole('article', { name: /You deleted this message/ }).waitFor();
    await expect.poll(() => seenBy(story, 'Grace', 'Ada')).toMatchObject([{}, { isDeleted: true, text: '' }]);

    await story.call('say', { from: 'Ada', to: 'Grace', text: 'Soon gone' });
    await story.call('refuse', { away: 'Grace', isOver: false });
    await asked.click({ button: 'right' });
    await page.getByRole('button', { name: 'React with ⁨❤️⁩' }).click();
    await story.call('pass', 1_000);
    await page.getByText('A reaction could not be sent.').waitFor();
    await story.call('remove', { of: 'Ada', on: 'Soon gone' });
    const unsent = page.getByRole('button', { name: /not sent\. Show what can be done\./ });
    await expect.poll(() => unsent.allTextContents()).toEqual(['Reaction not sent', 'Deletion not sent']);
    await story.app.inspect('message-effect-failed');
    await asked.getByRole('button', { name: /^Reaction not sent/ }).click();
    const info = page.getByRole('dialog', { name: 'Message info' });
    await info.getByText('Reason: That is too large.').waitFor();
    await story.app.inspect('message-effect-info');
    await story.call('refuse', { away: 'Grace', isOver: true });
    await info.getByRole('button', { name: 'Try again' }).click();
    await info.getByRole('button', { name: 'Try again' }).waitFor({ state: 'detached' });
    await keyboard.press('Escape');
    await page.getByText('The request to delete a message could not be sent.').waitFor();
    expect(await unsent.allTextContents()).toEqual(['Deletion not sent']);
    await page.getByRole('button', { name: 'Try again' }).click();
    await unsent.waitFor({ state: 'detached' });
    await story.call('pass', 60_000);
    await expect.poll(() => seenBy(story, 'Grace', 'Ada')).toMatchObject([{ reactions: '❤️' }, {}, { isDeleted: true }]);

    await asked.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    expect(await page.getByRole('button', { name: 'Delete for everyone' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Delete for me' }).click();
    await asked.waitFor({ state: 'detached' });
    expect(await seenBy(story, 'Grace', 'Ada')).toHaveLength(3);
    expect(story.app.complaints).toEqual([]);
  });

  test('keeps drafts with what they answer, tells who types, lets messages go, and finds what was lost', async () => {
    const story = await newStory();
    const { page } = story.app;
    await story.call('friends');
    await story.call('say', { from: 'Grace', to: 'Ada', text: 'Are you there?' });
    await story.openConversation('Grace');
    const field = page.getByRole('textbox', { name: 'Write to Grace' });
    await page.getByRole('article', { name: /Are you there/ }).hover();
    await page.getByRole('button', { name: 'Reply' }).click();
    await field.fill('Almost');
    await expect.poll(() => story.call('isTyping', { of: 'Grace', name: 'Ada' })).toBe(true);
    await expect.poll(() => story.call('draft', { of: 'Ada', name: 'Grace' })).toBe('Almost');
    await story.call('show', { name: 'Ada', language: 'en' });
    await page.getByText('Reply to Grace').waitFor();
    expect(await field.inputValue()).toBe('Almost');
    await story.app.inspect('compose-reply');
    await page.getByRole('button', { name: 'Insert an emoji' }).click();
    await page.getByRole('button', { name: '😀' }).click();
    await expect.poll(() => field.inputValue()).toBe('Almost😀');
    await field.fill('x'.repeat(33_000));
    await page.getByText('Too long to send: 232 bytes too many.').waitFor();
    await field.fill('Here.');
    await page.keyboard.press('Enter');
    await expect.poll(() => story.call('draft', { of: 'Ada', name: 'Grace' })).toBe(null);

    await story.call('types', { of: 'Grace', to: 'Ada' });
    await page.locator('.conversation-head').getByText('types…').waitFor();
    await page.locator('.conversations').getByText('types…').waitFor();
    await story.call('pass', 11_000);
    await page.getByText('types…').first().waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Actions for this conversation' }).click();
    await page.getByRole('menuitem', { name: 'Disappearing messages…' }).click();
    await page.getByRole('radio', { name: '5 minutes' }).click({ force: true });
    await page.getByRole('button', { name: 'Set' }).click();
    await page.getByRole('article', { name: /You set disappearing messages: 5 minutes/ }).waitFor();
    await story.call('say', { from: 'Grace', to: 'Ada', text: 'Soon forgotten' });
    await page.getByRole('img', { name: /^Disappears in/ }).waitFor();
    await story.call('pass', 301_000);
    await page.getByRole('article', { name: /Soon forgotten/ }).waitFor({ state: 'detached' });
    await page.getByRole('article', { name: /You set disappearing messages: 5 minutes/ }).waitFor();

    await story.call('lose', { between: ['Grace', 'Ada'], isLosing: true });
    await story.call('say', { from: 'Grace', to: 'Ada', text: 'Lost at first' });
    await story.call('lose', { between: ['Grace', 'Ada'], isLosing: false });
    await story.call('say', { from: 'Grace', to: 'Ada', text: 'Later' });
    await page.getByText('1 message is missing. It is being fetched.').waitFor();
    await story.call('pass', 120_000);
    await page.getByText('1 message is missing. It is being fetched.').waitFor({ state: 'detached' });
    await page.getByRole('article', { name: /Lost at first/ }).waitFor();
    expect(story.app.complaints).toEqual([]);
  });

  test('G1: quotes and reactions of hostile people are text; a touch that stays opens the menu', async () => {
    const story = await newStory({ hasTouch: true });
    const { page } = story.app;
    await story.call('friends');
    const text = '<img src=x onerror="window.isBroken=1">\u202egnp.exe';
    await story.call('say', { from: 'Grace', to: 'Ada', text });
    await story.call('answer', { of: 'Grace', to: 'Ada', on: '<img', text: 'see above' });
    await story.call('react', { of: 'Grace', on: 'see above', emoji: `Z${'\u0310'.repeat(25)}` });
    await page.setViewportSize({ width: 360, height: 640 });
    await story.openConversation('Grace');
    const quote = page.getByRole('button', { name: /^Answers: Grace/ });
    expect(await quote.textContent()).toContain('Grace<img src=x onerror="window.isBroken=1">gnp.exe');
    const reaction = page.getByRole('button', { name: /Give it too/ });
    expect(await reaction.locator('bdi').textContent()).toBe(`Z${'\u0310'.repeat(8)}`);
    const tall = await reaction.evaluate((element) => element.getBoundingClientRect().height);
    expect(tall).toBeLessThan(40);
    const box = await page.locator('.bubble').last().locator('.message-text').boundingBox();
    const touch = await page.context().newCDPSession(page);
    const touchPoints = [{ x: (box?.x ?? 0) + 5, y: (box?.y ?? 0) + 5 }];
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
    await page.getByRole('menuitem', { name: 'Reply' }).waitFor();
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await page.getByRole('menuitem', { name: 'Reply' }).tap();
    await page.getByText('Reply to Grace').waitFor();
    expect(await page.evaluate(() => 'isBroken' in globalThis)).toBe(false);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    expect(story.fetched).toEqual([]);
    expect(story.app.complaints).toEqual([]);
  });

  test('goes to a message far away and back to the newest', async () => {
    const story = await newStory();
    const { page } = story.app;
    await story.call('crowd', 3_000);
    await story.call('answer', { of: 'Ada', to: 'Grace', on: 'Message 7.', text: 'You wrote that long ago.' });
    await story.openConversation('Grace');
    await page.getByRole('button', { name: /^Answers: Grace Message 7\./ }).click();
    await page.getByRole('article', { name: /: Message 7\./ }).waitFor();
    await page.getByText('This is the beginning').waitFor({ state: 'attached' });
    await expect.poll(() => focusedName(story)).toContain('Message 7.');
    await story.call('say', { from: 'Grace', to: 'Ada', text: 'Meanwhile.' });
    await page.getByRole('button', { name: 'Go to 1 new message' }).click();
    await page.getByRole('article', { name: /Meanwhile\./ }).waitFor();
    await page.getByRole('button', { name: /new message/ }).waitFor({ state: 'detached' });
    expect(story.app.complaints).toEqual([]);
  });
});

interface Seen {
  readonly text: string;
  readonly isDeleted: boolean;
  readonly reactions: string;
  readonly answers: string | null;
  readonly timer: number | null;
  readonly versions: number;
}

async function focusedName(story: StoryPage): Promise<string> {
  return await story.app.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
}

async function isFocused(story: StoryPage, selector: string): Promise<boolean> {
  return await story.app.page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector);
}
