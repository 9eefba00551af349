/** One page in a profile of its own, driven over the debugging protocol, which the strict policy does not concern. */
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import type { peer } from './network-page.ts';

type Peer = typeof peer;
type Methods = {
  [Name in keyof Peer]: Peer[Name] extends (...args: infer Args) => infer Result ? [Args, Result] : never;
};

export class PageDriver {
  readonly #context: BrowserContext;
  readonly #page: Page;
  readonly #session: CDPSession;
  /** Every address that the page asked for, over HTTP and WebSocket. */
  readonly requested: string[] = [];
  readonly complaints: string[] = [];

  private constructor(context: BrowserContext, page: Page, session: CDPSession) {
    this.#context = context;
    this.#page = page;
    this.#session = session;
    session.on('Network.requestWillBeSent', ({ request }) => this.requested.push(request.url));
    session.on('Network.webSocketCreated', ({ url }) => this.requested.push(url));
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  static async open(browser: Browser, origin: string): Promise<PageDriver> {
    const context = await browser.newContext();
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    const driver = new PageDriver(context, page, session);
    await session.send('Network.enable');
    await page.goto(origin);
    return driver;
  }

  /** Calls a function of `peer` in the page. */
  async call<Name extends keyof Methods>(name: Name, ...args: Methods[Name][0]): Promise<Awaited<Methods[Name][1]>> {
    const list = args.map((arg) => JSON.stringify(arg)).join(', ');
    return await this.evaluate(`peer.${name}(${list})`);
  }

  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.#session.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) {
      const { text, exception } = exceptionDetails;
      throw new TypeError(`${expression}: ${exception?.description ?? text}`);
    }
    return result.value as T;
  }

  /** As a person closes a tab. */
  async closeTab(): Promise<void> {
    await this.#page.close({ runBeforeUnload: true });
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}
