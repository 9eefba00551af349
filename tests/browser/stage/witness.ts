/** Watches every page of one browser context for what no page of ours may do. */
import type { BrowserContext, Page } from 'playwright-core';

const BINDING = 'tellViolation';
/** The browser itself tells of every connection that fails, and of what is written to one that just has; people lose their network. */
const LOST_CONNECTION =
  /net::ERR_|WebSocket connection to '|WebSocket is already in CLOSING or CLOSED state|Failed to load resource/;

export class Witness {
  readonly #hosts: ReadonlySet<string>;
  #seen: string[] = [];

  private constructor(hosts: readonly string[]) {
    this.#hosts = new Set(hosts);
  }

  /** `hosts`: origins that pages may ask. */
  static async of(context: BrowserContext, hosts: readonly string[]): Promise<Witness> {
    const witness = new Witness(hosts);
    await context.exposeBinding(BINDING, (_source, text: string) => witness.#see('policy', text));
    await context.addInitScript((name) => {
      addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
        const tell = (globalThis as unknown as Record<string, (text: string) => void>)[name];
        tell?.(`${effectiveDirective} ${blockedURI} ${sample}`);
      });
    }, BINDING);
    context.on('request', (request) => witness.#asked(request.url()));
    context.on('weberror', (error) => witness.#see('thrown', String(error.error())));
    context.on('console', (message) => {
      const isError = message.type() === 'error' || message.text().includes('Content Security');
      if (isError && !LOST_CONNECTION.test(message.text())) witness.#see('said', message.text());
    });
    context.on('page', (page) => witness.#watchSockets(page));
    return witness;
  }

  /** What was seen since the last call. */
  take(): readonly string[] {
    const seen = this.#seen;
    this.#seen = [];
    return seen;
  }

  #watchSockets(page: Page): void {
    page.on('websocket', (socket) => this.#asked(socket.url()));
  }

  #asked(url: string): void {
    const { origin, protocol } = new URL(url);
    if (protocol === 'blob:' || protocol === 'data:') return;
    if (!this.#hosts.has(origin)) this.#see('asked', url);
  }

  #see(kind: string, text: string): void {
    this.#seen.push(`${kind}: ${text}`);
  }
}
