/** A browser and the site of a story, for all tests of a file. Call it within `describe`; it owns both, and every page. */
import { BrowserSite, launchChromium } from '@sotto/testkit';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, vi } from 'vitest';
import { nodeTimers } from './node-timers.ts';
import { StoryPage } from './story-driver.ts';

type Browser = Awaited<ReturnType<typeof launchChromium>>;

/** A browser is started, and people do real cryptography in it, on machines that may be busy. */
const TIMEOUT_MS = 120_000;

/** `entry`: a path of what runs in the page. Returns what opens a story in a profile of its own. */
export function storyStage(entry: string): (options?: BrowserContextOptions) => Promise<StoryPage> {
  let site: BrowserSite;
  let browser: Browser;
  vi.setConfig({ testTimeout: TIMEOUT_MS, hookTimeout: TIMEOUT_MS });
  beforeAll(async () => {
    [site, browser] = await Promise.all([BrowserSite.open({ entry, plugins: [nodeTimers()] }), launchChromium()]);
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });
  return async (options = {}) => {
    const permissions = ['clipboard-read', 'clipboard-write'];
    return StoryPage.open(await browser.newContext({ permissions, ...options }), site.origin());
  };
}
