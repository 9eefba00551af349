/**
 * What the stories of the web app share: one build of it, what serves it, mailboxes as processes, one browser.
 *
 * Owns what must be true of every page in every story: nobody but the site and the mailboxes is asked for anything, the
 * policy is never violated, nothing is thrown that nobody catches.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { launchChromium } from '@sotto/testkit';
import type { Browser, BrowserContext } from 'playwright-core';
import { type AppBundle, bundleApp } from '../../../apps/web/src/build/bundle-app.ts';
import { AppSite } from '../../../apps/web/src/testing/app-site.ts';
import { NodeProcess } from './node-process.ts';
import { Witness } from './witness.ts';

const PICTURES = join(import.meta.dirname, '../../../apps/web/.screens');

export class AppStage {
  readonly folder: string;
  readonly bundle: AppBundle;
  readonly site: AppSite;
  readonly browser: Browser;
  /** Each has a mailbox, a relay and a STUN server, and serves the app for people of its own. */
  readonly nodes: NodeProcess[];
  readonly #witnesses: Witness[] = [];

  private constructor(parts: Pick<AppStage, 'folder' | 'bundle' | 'site' | 'browser' | 'nodes'>) {
    this.folder = parts.folder;
    this.bundle = parts.bundle;
    this.site = parts.site;
    this.browser = parts.browser;
    this.nodes = parts.nodes;
  }

  static async open({ mailboxes }: { readonly mailboxes: number }): Promise<AppStage> {
    const folder = mkdtempSync(join(tmpdir(), 'sotto-web-'));
    const [bundle, browser] = await Promise.all([bundleApp(), launchChromium()]);
    const app = join(folder, 'app');
    for (const [name, contents] of bundle.files) {
      mkdirSync(dirname(join(app, name)), { recursive: true });
      writeFileSync(join(app, name), contents);
    }
    const places = Array.from({ length: mailboxes }, (_, index) => ({ folder: join(folder, `node-${index}`), app }));
    const nodes = await Promise.all(places.map((place) => NodeProcess.start(place)));
    const [first] = nodes;
    const site = await AppSite.listen(bundle, {
      mailboxes: nodes.map(({ mailbox }) => mailbox),
      relays: first?.line.relays ?? [],
      stunServers: first?.line.stunServers ?? [],
    });
    return new AppStage({ folder, bundle, site, browser, nodes });
  }

  /** Another person's browser. */
  async newContext(): Promise<BrowserContext> {
    const context = await this.browser.newContext({ reducedMotion: 'reduce' });
    const hosts = [
      this.site.origin(),
      ...this.nodes.flatMap(({ line, mailbox, relay }) => [line.origin ?? '', ...[mailbox, relay].map(originOf)]),
    ];
    this.#witnesses.push(await Witness.of(context, hosts));
    return context;
  }

  /** The processes that a browser starts for what `work` opens, while nobody else opens anything. */
  async processesOf(work: () => Promise<unknown>): Promise<readonly number[]> {
    const before = new Set(await this.#renderers());
    await work();
    return (await this.#renderers()).filter((id) => !before.has(id));
  }

  /** Ends a mailbox as a power cut does. */
  async killNode(index: number): Promise<void> {
    await this.nodes[index]?.end('SIGKILL');
  }

  /** Starts it again in its place. */
  async restartNode(index: number): Promise<void> {
    const before = this.nodes[index];
    if (before === undefined) return;
    const place = { folder: join(this.folder, `node-${index}`), app: join(this.folder, 'app') };
    this.nodes[index] = await NodeProcess.start({ ...place, ports: before.ports });
  }

  /** What pages have done since the last call that they must never do. */
  complaints(): readonly string[] {
    return this.#witnesses.flatMap((witness) => witness.take());
  }

  /** What every open page shows now, for whoever looks for the reason of a failure. */
  async depict(name: string): Promise<void> {
    const pages = this.browser.contexts().flatMap((context) => context.pages());
    const path = (number: number) => join(PICTURES, `failed-${name}-${number}.png`);
    await Promise.all(pages.map((page, number) => page.screenshot({ path: path(number) }).catch(() => undefined)));
  }

  async #renderers(): Promise<readonly number[]> {
    const devTools = await this.browser.newBrowserCDPSession();
    const { processInfo } = await devTools.send('SystemInfo.getProcessInfo');
    await devTools.detach();
    return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.site.close();
    await Promise.all(this.nodes.map((node) => node.end()));
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** Of a WebSocket address. */
function originOf(address: string): string {
  const [, host, port] = /^\/ip4\/([^/]+)\/tcp\/(\d+)\/ws/.exec(address) ?? [];
  return `ws://${host}:${port}`;
}
