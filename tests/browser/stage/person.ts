/** A person with the web app in a browser of their own, as a story speaks of them. */
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { AppPage } from '../../../apps/web/src/testing/app-page.ts';
import type { AppStage } from './app-stage.ts';
import { cutConnections, followConnections } from './connections.ts';

const PASSPHRASE = 'valley timber brave morning ship';
/** High enough that a conversation of a story is shown as a whole. */
export const TALL = { width: 1280, height: 3_200 };

export type Place = 'Chats' | 'Contacts' | 'Network' | 'Settings';

export class Person {
  readonly name: string;
  readonly context: BrowserContext;
  /** As shown when the account was made, or typed when somebody came back. */
  words: readonly string[] = [];
  readonly #origin: string;
  #app: AppPage;

  private constructor(name: string, app: AppPage, origin: string) {
    this.name = name;
    this.#app = app;
    this.#origin = origin;
    this.context = app.page.context();
  }

  /** Somebody who makes an account. `origin`: what serves the app; by default that with all mailboxes. */
  static async settle(stage: AppStage, name: string, origin: string = stage.site.origin()): Promise<Person> {
    const context = await stage.newContext();
    await followConnections(context);
    const app = await AppPage.open(context, `${origin}/`);
    const person = new Person(name, app, origin);
    await app.press('Make an account');
    await app.type('Your name', name);
    await app.type('Passphrase', PASSPHRASE);
    await app.press('Make the account');
    await app.shows('Your recovery words');
    person.words = await app.page.getByRole('list', { name: 'Recovery words' }).getByRole('listitem').allTextContents();
    await app.press('Later');
    await person.page.setViewportSize(TALL);
    await person.isOpen();
    return person;
  }

  /** A browser of somebody who has nothing but the app before them, and perhaps a paper with words. */
  static async arrive(stage: AppStage, name: string): Promise<Person> {
    const context = await stage.newContext();
    await followConnections(context);
    const origin = stage.site.origin();
    return new Person(name, await AppPage.open(context, `${origin}/`), origin);
  }

  /** Types the recovery words, and what else is asked for; the account is open then. */
  async recover(words: readonly string[], fate: RegExp): Promise<void> {
    this.words = words;
    await this.app.press('I have recovery words');
    await this.app.shows('Coming back with your words');
    await this.typeWord(1, words.join(' '));
    await this.app.press('Go on');
    await this.app.shows('A new device of your account');
    await this.app.type('Your name', this.name);
    await this.page.getByRole('radio', { name: fate }).check({ force: true });
    await this.app.type('Passphrase', PASSPHRASE);
    await this.app.press('Come back');
    await this.page.setViewportSize(TALL);
    await this.isOpen();
  }

  /** Types, or pastes, at the place of a recovery word. */
  async typeWord(number: number, text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: `Word ${number}`, exact: true }).fill(text);
  }

  /** Looks at the recovery words again, and types those that are asked for. */
  async confirmWords(): Promise<void> {
    await this.app.press('Show them');
    await this.app.press('I have written them down');
    await this.app.shows('Do you have them?');
    for (const [place, word] of this.words.entries()) {
      const field = this.page.getByRole('textbox', { name: `Word ${place + 1}`, exact: true });
      if ((await field.count()) > 0) await field.fill(word);
    }
    await this.app.press('Confirm');
    await this.isOpen();
  }

  get app(): AppPage {
    return this.#app;
  }

  get page(): Page {
    return this.#app.page;
  }

  /** The debugging protocol of the tab. */
  async devTools(): Promise<CDPSession> {
    return await this.context.newCDPSession(this.page);
  }

  /** The account is open, and the application is there. */
  async isOpen(): Promise<void> {
    await this.page.getByRole('link', { name: /Chats$/ }).waitFor();
  }

  async visit(place: Place): Promise<void> {
    // What is new is told in front of the name.
    await this.page.getByRole('link', { name: new RegExp(`${place}$`) }).click();
  }

  async closeTab(): Promise<void> {
    await this.page.close();
  }

  /** The tab ends without a word. */
  async crash(): Promise<void> {
    const crashed = this.page.waitForEvent('crash');
    // The protocol gives no answer from a tab that is gone.
    (await this.devTools()).send('Page.crash').catch(() => undefined);
    await crashed;
    await this.page.close();
  }

  /** Bytes that the browser still grants the app; absent: as many as it usually does. */
  async leaveRoom(bytes: number | undefined): Promise<void> {
    const devTools = await this.devTools();
    const { usage } = await devTools.send('Storage.getUsageAndQuota', { origin: this.#origin });
    const quota = bytes === undefined ? {} : { quotaSize: usage + bytes };
    await devTools.send('Storage.overrideQuotaForOrigin', { origin: this.#origin, ...quota });
  }

  /** The browser makes room for others, as it may at any time. */
  async evict(): Promise<void> {
    const storageTypes = 'file_systems,indexeddb,cache_storage,service_workers';
    await (await this.devTools()).send('Storage.clearDataForOrigin', { origin: this.#origin, storageTypes });
  }

  async reload(): Promise<void> {
    await this.page.reload();
  }

  /** Goes on in a tab that was opened before. */
  use(app: AppPage): void {
    this.#app = app;
  }

  /** As when a cable is pulled: what is open ends, what is new fails. */
  async setNetwork(isThere: boolean): Promise<void> {
    await this.context.setOffline(!isThere);
    if (!isThere) await cutConnections(this.page);
  }

  /** Another tab of the same browser. */
  async newTab(path = '/'): Promise<AppPage> {
    this.#app = await AppPage.open(this.context, `${this.#origin}${path}`);
    await this.page.setViewportSize(TALL);
    return this.#app;
  }

  /** A tab after the one before has ended, and the account open in it. */
  async comeBack(): Promise<void> {
    await this.newTab();
    await this.unlock();
  }

  async unlock(): Promise<void> {
    await this.app.shows('Welcome back');
    await this.app.type('Passphrase', PASSPHRASE);
    await this.page.keyboard.press('Enter');
    await this.isOpen();
  }

  async link(): Promise<string> {
    await this.visit('Contacts');
    return (await this.page.getByText(/^sotto:/).textContent()) ?? '';
  }

  /** Adds a contact; their conversation is open then. */
  async add(link: string): Promise<void> {
    await this.page.goto(`${this.#origin}/#/contacts/add`);
    await this.app.type('Contact link', link);
    await this.app.press('Add');
    await this.#field.waitFor();
  }

  async openConversation(name: string): Promise<void> {
    await this.visit('Chats');
    await this.page.getByRole('option').filter({ hasText: name }).click();
    await this.page.getByRole('region', { name: `Conversation with ${name}` }).waitFor();
  }

  /** A stranger has written; they are a contact from now on, and their conversation is open. */
  async accept(name: string): Promise<void> {
    await this.visit('Contacts');
    await this.page.getByRole('option').filter({ hasText: name }).click();
    await this.app.press('Accept');
    await this.#field.waitFor();
  }

  async write(text: string): Promise<void> {
    await this.#field.fill(text);
    await this.#field.press('Enter');
  }

  /** How the one in the open conversation can be reached, among other things. */
  async shows(text: string): Promise<void> {
    await this.page.locator('.conversation-status').filter({ hasText: text }).waitFor();
  }

  /** What is begun and not sent. */
  async draft(): Promise<string> {
    return await this.#field.inputValue();
  }

  /** How many texts were sent off and are not in the store yet. */
  async unkept(): Promise<number> {
    return Number(await this.page.locator('.composer').getAttribute('data-unkept'));
  }

  /** A message is shown in the conversation. */
  async reads(text: string): Promise<void> {
    await this.#bubbles.filter({ hasText: text }).first().waitFor();
  }

  /** A message of ours has come so far. */
  async sees(text: string, state: string): Promise<void> {
    const article = this.page.getByRole('article').filter({ hasText: text });
    await article.getByRole('button', { name: new RegExp(`^${state}`) }).waitFor();
  }

  /** What the open conversation shows that begins with a word, oldest first. */
  async texts(beginning: string): Promise<readonly string[]> {
    const all = await this.page.locator('[data-message] .message-text').allInnerTexts();
    return all.filter((text) => text.startsWith(beginning));
  }

  /** What proves how far a message of ours came. */
  async evidence(text: string): Promise<string> {
    const article = this.page.getByRole('article').filter({ hasText: text });
    await article.getByRole('button', { name: /Show what proves it/ }).click();
    const dialog = this.page.getByRole('dialog', { name: 'What became of this message' });
    const words = await dialog.innerText();
    await this.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    return words;
  }

  /** Lines between the messages that tell of something suspicious or missing. */
  async notices(): Promise<readonly string[]> {
    return await this.page.locator('.notice, .gap').allInnerTexts();
  }

  get #field() {
    return this.page.getByRole('textbox', { name: /^Write to / });
  }

  get #bubbles() {
    return this.page.locator('.bubble');
  }
}
