/**
 * The application in a page of a real browser, as a test sees it: what it complains about, whether everybody can use
 * it, and how it looks.
 *
 * With SOTTO_SCREENS set, pictures of every screen are written to `.screens/`, for people to look at. Without it none is
 * taken: they are most of what looking at a screen costs.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { rest } from './frames.ts';

const PICTURES = process.env['SOTTO_SCREENS'] === undefined ? undefined : join(import.meta.dirname, '../../.screens');
const WIDTHS = [360, 800, 1280] as const;
const HEIGHT = 800;
/** Far more than anything takes on a machine that is busy. */
const PATIENCE_MS = 60_000;
const THEMES = ['light', 'dark'] as const;
const SERIOUS = ['serious', 'critical'];
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
}

export interface AppPageOptions {
  /** Runs before anything of the page, every time it loads. */
  readonly initScript?: string;
}

export class AppPage {
  readonly page: Page;
  /** Errors on the console, violations of the policy among them, and uncaught ones, as text. */
  readonly complaints: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('console', (message) => {
      // The browser itself tells of every request without an answer; the page goes on without this one.
      if (message.location().url.endsWith('/node.json')) return;
      if (message.type() === 'error' || message.text().includes('Content Security'))
        this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  static async open(context: BrowserContext, address: string, { initScript }: AppPageOptions = {}): Promise<AppPage> {
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 1280, height: HEIGHT });
    if (initScript !== undefined) await page.addInitScript(initScript);
    const app = new AppPage(page);
    await page.goto(address);
    return app;
  }

  /** The screen with this heading is there. */
  async shows(heading: string | RegExp): Promise<void> {
    await this.page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  async type(label: string, text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: label }).fill(text);
  }

  /**
   * Looks at the screen in both themes and three widths: no serious fault for people who use it in another way, nothing
   * wider than the window, and a picture of each where they are asked for.
   */
  async inspect(name: string): Promise<void> {
    if (PICTURES !== undefined) await mkdir(PICTURES, { recursive: true });
    for (const theme of THEMES) {
      await this.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      for (const width of WIDTHS) {
        await this.page.setViewportSize({ width, height: HEIGHT });
        await this.page.evaluate(rest);
        const excess = await this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(excess, `${name} is too wide at ${width}`).toBeLessThanOrEqual(0);
        if (PICTURES === undefined) continue;
        await this.page.screenshot({ path: join(PICTURES, `${name}-${theme}-${width}.png`) });
      }
      expect(await this.#faults(), `${name}, ${theme}`).toEqual([]);
    }
    await this.page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  }

  /** No serious fault for people who use the screen in another way, in either theme. */
  async isForEverybody(name: string): Promise<void> {
    for (const colorScheme of THEMES) {
      await this.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // Colours are those of the theme, and what opened beside something has moved with it.
      await this.page.evaluate(rest);
      expect(await this.#faults(), `${name}, ${colorScheme}`).toEqual([]);
    }
    await this.page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  }

  async #faults(): Promise<readonly string[]> {
    if (!(await this.page.evaluate(() => 'axe' in globalThis))) await this.page.evaluate(axeSource);
    const { violations } = (await this.page.evaluate(
      `axe.run(document, { runOnly: ${JSON.stringify(WCAG)}, resultTypes: ['violations'] })`,
    )) as AxeResult;
    return violations
      .filter(({ impact }) => SERIOUS.includes(impact))
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
  }
}
