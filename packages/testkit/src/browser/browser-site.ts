/**
 * A bundled site in a real browser, with pages that a test drives by calling what the entry exports as `actions`.
 *
 * Owns: bundle, server and the calls. Must not know: what the actions do. Whoever opens a browser closes it.
 */
import { UsageError } from '@sotto/wire';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { bundleSite, type SiteBundleOptions } from './site-bundle.ts';
import { SiteServer } from './site-server.ts';

export interface SitePageOptions {
  /** Default: 127.0.0.1. `localhost` is another origin, and one that may have passkeys. */
  readonly host?: '127.0.0.1' | 'localhost';
  /** Runs before anything of the page, every time it loads. */
  readonly initScript?: string;
}

/** A page of the site. */
export interface SitePage {
  readonly page: Page;
  readonly devTools: CDPSession;
  /** Errors on the console and uncaught ones, as text. */
  readonly complaints: readonly string[];
  /** Runs an action with a JSON value. @throws {UsageError} `invalid-argument` with the text of what the action threw */
  call(action: string, input?: unknown): Promise<unknown>;
}

export class BrowserSite {
  readonly #server: SiteServer;

  private constructor(server: SiteServer) {
    this.#server = server;
  }

  static async open(options: SiteBundleOptions): Promise<BrowserSite> {
    return new BrowserSite(await SiteServer.listen(await bundleSite(options)));
  }

  origin(host: '127.0.0.1' | 'localhost' = '127.0.0.1'): string {
    return `http://${host}:${this.#server.port}`;
  }

  async newPage(context: BrowserContext, { host, initScript }: SitePageOptions = {}): Promise<SitePage> {
    const page = await context.newPage();
    if (initScript !== undefined) await page.addInitScript(initScript);
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`${this.origin(host)}/`);
    const devTools = await context.newCDPSession(page);
    return { page, devTools, complaints, call: (action, input) => callAction(devTools, action, input) };
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}

/** By the protocol of the developer tools, to which the policy of the page does not apply. */
async function callAction(devTools: CDPSession, action: string, input: unknown = null): Promise<unknown> {
  const { result, exceptionDetails } = await devTools.send('Runtime.evaluate', {
    expression: `callAction(${JSON.stringify(action)}, ${JSON.stringify(input)})`,
    awaitPromise: true,
    returnByValue: true,
    userGesture: true,
    // By default code from strings is allowed meanwhile, which it is not in the page.
    allowUnsafeEvalBlockedByCSP: false,
  });
  if (exceptionDetails === undefined) return result.value;
  const text = exceptionDetails.exception?.description ?? exceptionDetails.text;
  throw new UsageError('invalid-argument', `the page failed: ${text}`);
}
