/** The page of a story in a real browser, with its actions to call. */
import type { BrowserContext } from 'playwright-core';
import { AppPage } from '../../testing/app-page.ts';

export class StoryPage {
  readonly app: AppPage;
  /** Addresses outside of the page's own origin that were asked for. */
  readonly fetched: string[] = [];

  private constructor(app: AppPage, origin: string) {
    this.app = app;
    app.page.on('request', (request) => {
      if (!request.url().startsWith(`${origin}/`)) this.fetched.push(request.url());
    });
  }

  static async open(context: BrowserContext, origin: string): Promise<StoryPage> {
    return new StoryPage(await AppPage.open(context, `${origin}/`), origin);
  }

  /** What an action of the page returns. */
  async call(name: string, input: unknown = null): Promise<unknown> {
    return await this.app.page.evaluate(
      ([action, value]) =>
        (globalThis as unknown as { callAction(name: string, input: unknown): Promise<unknown> }).callAction(
          String(action),
          value,
        ),
      [name, input] as const,
    );
  }

  async goTo(hash: string): Promise<void> {
    await this.app.page.evaluate((next) => {
      location.hash = next;
    }, hash);
  }

  /** Opens Ada's conversation with somebody, and gives their account id. */
  async openConversation(name: string): Promise<string> {
    const id = String(await this.call('contact', { of: 'Ada', name }));
    await this.goTo(`#/chats/${id}`);
    await this.app.page.getByRole('region', { name: `Conversation with ${name}` }).waitFor();
    return id;
  }
}
