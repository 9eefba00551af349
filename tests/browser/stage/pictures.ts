/**
 * The pictures of the documentation: taken by the test that tells the story in them, from the real application.
 *
 * They are taken in every run, so that the story cannot go stale, and written only when `SOTTO_PICTURES` names a folder
 * (`npm run screenshots`).
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { Page } from 'playwright-core';

/** A file each, as `<name>.png`. */
export const PICTURES = [
  'conversation',
  'conversation-dark',
  'phone',
  'contact-link',
  'evidence',
  'safety-number',
  'network',
] as const;
export type PictureName = (typeof PICTURES)[number];

/** Of one file: a page of the documentation is to be quick. */
export const MAX_PICTURE_BYTES = 150_000;

const SIZES = {
  wide: { width: 1_120, height: 720 },
  narrow: { width: 900, height: 720 },
  phone: { width: 390, height: 760 },
} as const;

export interface PictureOptions {
  readonly size?: keyof typeof SIZES;
  readonly theme?: 'light' | 'dark';
}

export class PictureBook {
  readonly #folder: string | undefined;
  /** Size in bytes of what was taken. */
  readonly taken = new Map<PictureName, number>();

  constructor(folder = process.env['SOTTO_PICTURES']) {
    this.#folder = folder;
  }

  /** The usual size and theme, from the beginning: a list that was read to its end stays there. */
  async prepare(page: Page): Promise<void> {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.setViewportSize(SIZES.wide);
  }

  /** Leaves the page at that size, in that theme. */
  async take(page: Page, name: PictureName, { size = 'wide', theme = 'light' }: PictureOptions = {}): Promise<void> {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.setViewportSize(SIZES[size]);
    // What is loaded late belongs in the picture; a cursor that blinks does not.
    await page.evaluate(() => document.fonts.ready.then(() => {}));
    // Nor does the ring around a field that nobody is about to use.
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    const png = await page.screenshot({ caret: 'hide', animations: 'disabled' });
    this.taken.set(name, png.length);
    if (this.#folder === undefined) return;
    await mkdir(this.#folder, { recursive: true });
    await writeFile(join(this.#folder, `${name}.png`), png);
  }
}
