import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromiumMissing } from '@sotto/testkit';
import { describe, expect, test } from 'vitest';
import { storyStage } from './testing/story-stage.ts';

const ENTRY = join(import.meta.dirname, 'testing/story-site.ts');
const missing = chromiumMissing();

const PATIENT = { timeout: 60_000 };

describe.skipIf(missing !== undefined)(
  `conversations in a browser${missing === undefined ? '' : ` (${missing})`}`,
  () => {
    const newStory = storyStage(ENTRY);

    test('are pinned, muted, archived, marked, and looked for in the list, for everybody', async () => {
      const story = await newStory();
      const { app } = story;
      const { page } = app;
      await story.call('story', { language: 'en' });
      const row = (name: string) => page.getByRole('option', { name });
      await row('Linus').getByRole('img', { name: '1 message is missing' }).waitFor();
      const choose = async (name: string, action: string) => {
        await row(name).click({ button: 'right' });
        await page.getByRole('menuitem', { name: action }).click();
      };
      await choose('Noor', 'Pin to the top');
      await row('Noor').getByRole('img', { name: 'Pinned' }).waitFor();
      expect(await page.getByRole('option').first().getAttribute('aria-label')).not.toBe('Grace');
      await expect.poll(() => page.getByRole('option').first().textContent()).toContain('Noor');
      await choose('Linus', 'Mute…');
      await page.getByRole('dialog', { name: 'Mute Linus' }).waitFor();
      await app.inspect('mute');
      await page.getByRole('radio', { name: 'Until I turn it on again' }).click({ force: true });
      await app.press('Mute');
      await row('Linus').getByRole('img', { name: 'Muted' }).waitFor();
      await choose('Linus', 'Mark as unread');
      await row('Linus').getByRole('img', { name: 'Marked as unread' }).waitFor();
      await app.inspect('list-signs');
      await row('Linus').evaluate(holdWithFinger);
      await page.getByRole('menuitem', { name: 'Stop muting' }).waitFor();
      await app.inspect('conversation-menu');
      await page.keyboard.press('Escape');
      await page.getByRole('menu').waitFor({ state: 'detached' });
      expect(await page.getByRole('region', { name: 'Conversation with Linus' }).count()).toBe(0);
      await choose('Linus', 'Move to archive');
      await row('Linus').waitFor({ state: 'detached' });

      await app.press('1 archived conversation');
      await row('Linus').waitFor();
      await app.inspect('archive');
      await choose('Linus', 'Stop muting');
      await row('Linus').getByRole('img', { name: 'Muted' }).waitFor({ state: 'detached' });
      await app.press('Back');
      await app.press('1 person wants to write to you');
      await row('Zoe Vogel').waitFor();
      await app.inspect('requests');
      await row('Zoe Vogel').click();
      await app.press('Accept');
      await page.getByRole('textbox', { name: 'Write to Zoe Vogel' }).waitFor();
      // The shelf has become empty and was left.
      await row('Grace').waitFor();
      await story.openConversation('Grace');
      await page.getByRole('article', { name: /No rush/ }).waitFor();
      await expect.poll(() => row('Grace').getByText('2 unread messages').count()).toBe(0);
      await row('Noor').click();
      await page.getByRole('region', { name: 'Conversation with Noor' }).waitFor();
      expect(app.complaints).toEqual([]);
    });

    test('are searched as somebody types, and are opened where it was found', async () => {
      const story = await newStory();
      const { app } = story;
      const { page } = app;
      const { keyboard } = page;
      await story.call('story', { language: 'en' });
      await page.getByRole('option', { name: 'Grace' }).waitFor();
      await keyboard.press('Control+K');
      const field = page.getByRole('searchbox', { name: 'Search', exact: true });
      await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
      await keyboard.type('lin');
      await page.getByRole('option', { name: /Ask Linus|ask Linus/ }).waitFor();
      expect(await page.getByRole('group', { name: 'Contacts' }).getByRole('option').allTextContents()).toHaveLength(1);
      await app.inspect('search');
      await field.fill('nothing like it');
      await page.getByText('Nothing found').waitFor();
      await app.inspect('search-nothing');
      await field.fill('mailbox sur');
      const hit = page.getByRole('option', { name: /Did the new mailbox survive/ });
      await hit.waitFor();
      expect(await hit.locator('mark').allTextContents()).toEqual(['mailbox', 'survive']);
      await field.press('ArrowDown');
      await keyboard.press('Enter');
      const found = page.getByRole('article', { name: /survive the night/ });
      await found.waitFor();
      await expect.poll(() => found.getAttribute('data-flash')).toBe('true');
      const marks = page.locator('.message mark');
      await expect.poll(() => marks.allTextContents()).toEqual(['mailbox', 'survive']);
      await page.locator('[data-flash=true]').waitFor({ state: 'detached' });
      await app.inspect('search-found');
      await field.fill('');
      await marks.first().waitFor({ state: 'detached' });

      const text = `${'On and on. '.repeat(150)}**Needle** ${'and so on. '.repeat(500)}`;
      await story.call('say', { from: 'Grace', to: 'Ada', text });
      await keyboard.press('Control+Shift+F');
      const here = page.getByRole('search').getByRole('searchbox');
      await here.fill('needle');
      await expect.poll(() => marks.evaluateAll(areInSight), PATIENT).toEqual([true]);
      await here.fill('the');
      await page.getByText(/^1 of \d+$/).waitFor();
      await page.locator('[data-flash=true]').first().waitFor({ state: 'detached' });
      await app.inspect('search-here');
      await keyboard.press('Enter');
      await page.getByText(/^2 of \d+$/).waitFor();
      await page.locator('[data-flash=true] mark').first().waitFor();
      expect(
        await page
          .getByRole('article')
          .filter({ has: page.locator('mark') })
          .count(),
      ).toBe(1);
      await keyboard.press('Shift+Enter');
      await page.getByText(/^1 of \d+$/).waitFor();
      await keyboard.press('Escape');
      await keyboard.press('Escape');
      await page.getByRole('search').waitFor({ state: 'detached' });
      expect(await marks.count()).toBe(0);

      await page.getByRole('button', { name: 'Actions for this conversation' }).click();
      await page.getByRole('menuitem', { name: 'Go to a date…' }).click();
      await page.getByRole('dialog', { name: 'Go to a date' }).getByRole('grid').waitFor();
      await app.inspect('jump-to-date');
      await page.getByRole('button', { name: /^Today/ }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await expect.poll(() => page.locator('[data-flash=true]').count()).toBe(1);
      expect(app.complaints).toEqual([]);
      expect(story.fetched).toEqual([]);
    });

    test('are drawn as far as somebody looks, also where there are hundreds', async () => {
      const story = await newStory();
      await story.call('acquaintances', 300);
      const { page } = story.app;
      const list = page.getByRole('listbox', { name: 'Conversations' });
      await list.getByRole('option').first().waitFor();
      expect(await list.getByRole('option').count()).toBeLessThan(200);
      const all = page.getByRole('option').filter({ hasText: 'Acquaintance' });
      await expect
        .poll(async () => {
          await list.getByRole('option').last().scrollIntoViewIfNeeded();
          return await all.count();
        }, PATIENT)
        .toBe(300);
    });

    test('are written to a file, and say that it is open to everybody', async () => {
      const story = await newStory();
      const { app } = story;
      const { page } = app;
      await story.call('crowd', 2_000);
      await page.evaluate(() => {
        // The question of the browser is not a page's to answer: as in a browser without streams.
        delete (globalThis as { showSaveFilePicker?: unknown }).showSaveFilePicker;
      });
      await story.openConversation('Grace');
      await page.getByRole('button', { name: 'Actions for this conversation' }).click();
      await page.getByRole('menuitem', { name: 'Export…' }).click();
      await page.getByText('The file is not encrypted').waitFor();
      await app.inspect('export');
      await page.getByRole('radio', { name: 'For programs (JSON)' }).click({ force: true });
      const [download] = await Promise.all([page.waitForEvent('download'), app.press('Write the file')]);
      expect(download.suggestedFilename()).toBe('sotto-Grace.json');
      const file = JSON.parse(await readFile(await download.path(), 'utf8')) as { readonly messages: unknown[] };
      expect(file.messages).toHaveLength(2_001);
      expect(app.complaints).toEqual([]);
    });

    test('are reached by keyboard alone, which says how', async () => {
      const story = await newStory();
      const { app } = story;
      const { page } = app;
      const { keyboard } = page;
      await story.call('story', { language: 'en' });
      await page.getByRole('option', { name: 'Grace' }).focus();
      await keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
      await app.inspect('shortcuts');
      await keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByRole('option', { name: 'Grace' }).focus();
      await keyboard.press('Enter');
      await page.getByRole('region', { name: 'Conversation with Grace' }).waitFor();
      await keyboard.press('Alt+PageDown');
      await page.getByRole('region', { name: 'Conversation with Grace' }).waitFor({ state: 'detached' });
      await page.getByRole('region', { name: /^Conversation with/ }).waitFor();
      await keyboard.press('Alt+PageUp');
      await page.getByRole('region', { name: 'Conversation with Grace' }).waitFor();
      await keyboard.press('Escape');
      await page.getByRole('heading', { name: 'Choose a conversation' }).waitFor();
      await expect.poll(() => page.getByRole('option', { name: 'Grace' }).evaluate(isFocused)).toBe(true);
      await keyboard.press('ContextMenu');
      await page.getByRole('menuitem', { name: 'Pin to the top' }).waitFor();
      await keyboard.press('Enter');
      await page.getByRole('img', { name: 'Pinned' }).waitFor();
      await keyboard.press('/');
      const field = page.getByRole('searchbox', { name: 'Search', exact: true });
      await expect.poll(() => field.evaluate(isFocused)).toBe(true);
      await field.press('Escape');
      await expect.poll(() => field.evaluate(isFocused)).toBe(false);

      await story.goTo('#/settings');
      await page.getByRole('switch', { name: /Single-key shortcuts/ }).press(' ');
      await page.getByRole('switch', { name: /^Typing/ }).press(' ');
      await app.inspect('settings');
      await expect
        .poll(() => story.call('preferences', 'Ada'))
        .toEqual({ receipts: true, typing: false, mailboxesOnly: false });
      await page.getByRole('heading', { name: 'Settings' }).click();
      await keyboard.press('?');
      expect(await page.getByRole('dialog').count()).toBe(0);
      await keyboard.press('Control+/');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
      expect(app.complaints).toEqual([]);
    });
  },
);

/** In the page: a finger stays on the element until a menu opens. */
async function holdWithFinger(element: Element): Promise<void> {
  const { left, top } = element.getBoundingClientRect();
  const at = {
    bubbles: true,
    cancelable: true,
    pointerType: 'touch',
    pointerId: 7,
    clientX: left + 9,
    clientY: top + 9,
  };
  element.dispatchEvent(new PointerEvent('pointerdown', at));
  for (let frame = 0; frame < 600 && document.querySelector('[role=menu]') === null; frame++) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  element.dispatchEvent(new PointerEvent('pointerup', at));
}

/** In the page, of each: whether somebody sees it in the list of messages. */
function areInSight(elements: readonly Element[]): readonly boolean[] {
  const room = document.querySelector('.message-scroll')?.getBoundingClientRect();
  return elements.map((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return room !== undefined && top >= room.top && bottom <= room.bottom;
  });
}

function isFocused(element: Element): boolean {
  return element === document.activeElement;
}
