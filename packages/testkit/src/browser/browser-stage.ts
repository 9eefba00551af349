/**
 * A real browser that runs one bundled entry under the strict headers, as often as wanted.
 *
 * Owns: bundle, origin and browser of one test file, and that whatever the page complained about fails the run. Must not
 * know: what the entry does.
 */
import { UnavailableError, UsageError } from '@sotto/wire';
import type { Browser, Page } from 'playwright-core';
import type { Plugin } from 'vite';
import { bundleForBrowser } from './browser-bundle.ts';
import { launchChromium } from './chromium.ts';
import { PageServer } from './page-server.ts';

const DEFAULT_TIMEOUT_MS = 120_000;

export interface BrowserStageOptions {
  /** Absolute path of a module whose default export takes one JSON value and returns, or promises, another. */
  readonly entry: string;
  readonly plugins?: readonly Plugin[];
  /** What the page may read at `/files/<path>`. */
  readonly files?: (path: string) => Promise<string | undefined>;
}

export interface PageRunOptions {
  /** A JSON value for the entry. */
  readonly input?: unknown;
  readonly timeoutMs?: number;
}

export class BrowserStage implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #server: PageServer;

  private constructor(browser: Browser, server: PageServer) {
    this.#browser = browser;
    this.#server = server;
  }

  /** @throws {UnavailableError} `not-found` without a browser. @throws {UsageError} when the entry cannot be bundled */
  static async open({
    entry,
    plugins = [],
    files = async () => undefined,
  }: BrowserStageOptions): Promise<BrowserStage> {
    const script = await bundleForBrowser({ entry, plugins });
    const server = await PageServer.listen({ script, files });
    try {
      return new BrowserStage(await launchChromium(), server);
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  /** Name and version of the browser. */
  get version(): string {
    return `Chromium ${this.#browser.version()}`;
  }

  /** Where the page lives; a story that wants to click opens it in a page of its own. */
  get origin(): string {
    return this.#server.origin;
  }

  newPage(): Promise<Page> {
    return this.#browser.newPage();
  }

  /**
   * Runs the entry in a fresh page and gives back what it returned.
   * @throws {UsageError} `invalid-argument` with the text of what the page threw, or complained about on its console
   * @throws {UnavailableError} `timeout`
   */
  async run({ input, timeoutMs = DEFAULT_TIMEOUT_MS }: PageRunOptions = {}): Promise<unknown> {
    const { address, outcome, forget } = this.#server.expectRun(input);
    const page = await this.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    const { promise: broken, reject: fail } = Promise.withResolvers<never>();
    // An error before the entry runs would otherwise only be noticed by the time limit.
    page.on('pageerror', (error) => fail(pageFailure(String(error))));
    page.on('crash', () => fail(pageFailure('the page crashed')));
    const limit = setTimeout(
      () => fail(new UnavailableError('timeout', 'test page', { facts: { timeoutMs } })),
      timeoutMs,
    );
    try {
      await Promise.race([page.goto(address), broken]);
      const result = await Promise.race([outcome, broken]);
      // What the page wrote to its console before the outcome is known once it has answered this.
      await page.evaluate('0');
      if ('error' in result) throw pageFailure(result.error);
      if (complaints.length > 0) throw pageFailure(complaints.join('\n'));
      return result.value;
    } finally {
      clearTimeout(limit);
      forget();
      await page.close();
    }
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

function pageFailure(text: string): UsageError {
  return new UsageError('invalid-argument', `the page failed: ${text}`);
}
