/** Reads a conversation from its beginning to its end and looks whether anything in it is more than text (attack G1). */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { twoFrames } from '../../testing/frames.ts';

/** Far more than it takes to scroll through a conversation of a test. */
const MAX_STEPS = 400;
/** Nothing of the messages, but how many are new elsewhere. */
const TITLE = /^(?:\(\d+\) )?Sotto$/;

/** The conversation is open; it has `count` messages. */
export async function expectHarmless(page: Page, count: number): Promise<void> {
  const seen = new Set<string>();
  for (let step = 0; step < MAX_STEPS; step++) {
    const state = await page.evaluate(inspectMessages);
    expect(state).toMatchObject({ foreign: [], tooWide: [], excess: 0, isBroken: false });
    expect(state.title).toMatch(TITLE);
    for (const id of state.ids) seen.add(id);
    if (seen.size === count && state.isAtEnd) break;
    await page.locator('.message-scroll').evaluate((element) => {
      element.scrollTop += element.clientHeight / 2;
    });
    await page.evaluate(twoFrames);
  }
  expect(seen.size).toBe(count);
}

/** In the page: what should not be there. */
function inspectMessages() {
  const list = document.querySelector('.message-scroll');
  const allowed =
    'div, article, p, span, time, button, svg, path, bdi, strong, em, s, code, pre, blockquote, ul, ol, li, mark, [role=link]';
  const elements = [...(list?.querySelectorAll('*') ?? [])];
  const edge = list?.getBoundingClientRect();
  return {
    ids: [...(list?.querySelectorAll<HTMLElement>('[data-message]') ?? [])].map(
      (element) => element.dataset['message'] ?? '',
    ),
    foreign: elements
      .filter((element) => !element.matches(allowed) || element.hasAttribute('href') || element.hasAttribute('src'))
      .map((element) => element.outerHTML.slice(0, 200)),
    tooWide: [...(list?.querySelectorAll('.bubble') ?? [])]
      .map((element) => element.getBoundingClientRect())
      .filter(({ left, right }) => edge !== undefined && (left < edge.left || right > edge.right))
      .map(({ width }) => width),
    excess: Math.max(0, document.documentElement.scrollWidth - innerWidth),
    isBroken: 'isBroken' in globalThis,
    title: document.title,
    isAtEnd: (list?.scrollHeight ?? 0) - (list?.scrollTop ?? 0) - (list?.clientHeight ?? 0) <= 1,
  };
}
