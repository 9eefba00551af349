/** The page of the network in a browser: what works, what does not, and messages that pass. */
import { join } from 'node:path';
import { chromiumMissing } from '@sotto/testkit';
import { describe, expect, test } from 'vitest';
import { storyStage } from '../chat/testing/story-stage.ts';

const ENTRY = join(import.meta.dirname, 'testing/network-story.ts');
const missing = chromiumMissing();

describe.skipIf(missing !== undefined)(`the network page${missing === undefined ? '' : ` (${missing})`}`, () => {
  const newStory = storyStage(ENTRY);

  test('says what works and what does not, with a fix, a picture, a chart, and the same in words', async () => {
    const story = await newStory();
    const { app } = story;
    const { page } = app;
    await story.call('well');
    await story.goTo('#/network');
    await page.getByText('Everything works.').waitFor();
    const picture = page.getByRole('img', { name: /3 mailboxes and 3 contacts/ });
    await picture.waitFor();
    const described = await picture.getAttribute('aria-describedby');
    const words = await page.locator(`[id="${described}"]`).innerText();
    expect(words).toContain('Grace: connected directly');
    expect(words).toContain('Linus: reached through mailboxes');
    expect(words).toContain('Relay 1: keeps a place for you');
    expect(await page.getByText('1 envelope').count()).toBe(3);
    await app.inspect('network-well');

    await page.setViewportSize({ width: 1280, height: 800 });
    const chart = page.getByRole('img', { name: /^Received .* sent / });
    await chart.waitFor();
    await page.getByText('The same as a table').click();
    const table = page.getByRole('table');
    // Seventeen hours back from this one, and the hour in which the counting began.
    expect(await table.getByRole('row').count()).toBe(1 + 18);
    await table.getByRole('columnheader', { name: 'WebRTC' }).waitFor();
    await table.scrollIntoViewIfNeeded();
    await app.inspect('network-table');

    await story.goTo('#/settings');
    const only = page.getByRole('switch', { name: /^Only through mailboxes/ });
    await only.press(' ');
    await expect.poll(() => only.isChecked()).toBe(true);
    await app.inspect('settings-mailboxes-only');
    await story.goTo('#/network');
    await page.getByText('Off, as you chose in the settings.').waitFor();
    await page.getByText('Everything works.').waitFor();
    const off = page.getByRole('img', { name: /3 mailboxes and 3 contacts\. Direct connections: 0/ });
    expect(await page.locator(`[id="${await off.getAttribute('aria-describedby')}"]`).innerText()).not.toContain(
      'Relay',
    );
    await app.inspect('network-mailboxes-only');
    await story.goTo('#/settings');
    await only.press(' ');
    await expect.poll(() => only.isChecked()).toBe(false);
    await story.goTo('#/network');
    await page.getByText('Relay 1: keeps a place for you').waitFor({ state: 'attached' });

    await story.call('oneAway');
    await page.getByText('Messages get through. One thing below wants a look.').waitFor();
    await page.getByText('2 of 3 mailboxes can be reached. That is enough.').waitFor();
    await page.getByText(/^Not reachable since/).waitFor();
    await app.inspect('network-look');

    await story.call('allAway');
    await page.getByRole('status').getByText('None of your mailboxes can be reached.').waitFor();
    await page.getByText(/No answer, since/).waitFor();
    await app.inspect('network-problem');
    await story.call('show', 'de');
    await page.getByRole('status').getByText('Keiner deiner Briefkästen ist erreichbar.').waitFor();
    await app.inspect('network-problem-de');
    await story.call('show', 'en');

    await story.call('back');
    await page.getByText('Everything works.').waitFor();
    expect(app.complaints).toEqual([]);
    expect(story.fetched).toEqual([]);
  });

  test('lights the path of every message, and stands still for whoever wants no motion', async () => {
    const story = await newStory();
    const { page } = story.app;
    await story.call('well');
    await story.goTo('#/network');
    await page.getByRole('img', { name: /3 mailboxes and 3 contacts/ }).waitFor();
    const pulse = page.locator('.pulse');
    const seen = async (from: string, to: string, direction: string) => {
      const shown = pulse
        .and(page.locator(`[data-direction="${direction}"]`))
        .first()
        .waitFor({ state: 'attached' });
      await Promise.all([shown, story.call('say', { from, to, text: 'on its way' })]);
      const name = await pulse.first().evaluate((path) => getComputedStyle(path).animationName);
      await pulse.first().waitFor({ state: 'detached' });
      return name;
    };
    expect(await seen('Ada', 'Grace', 'out')).toBe('none');
    expect(await seen('Grace', 'Ada', 'in')).toBe('none');
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    expect(await seen('Ada', 'Linus', 'out')).toBe('path-pulse');
    expect(story.app.complaints).toEqual([]);
  });
});
