/**
 * Ends connections of a page as a lost network does: the emulation of the browser refuses new ones and leaves open ones, and
 * those of WebRTC, alone.
 */
import type { BrowserContext, Page } from 'playwright-core';

interface Following {
  /** Everything that the page has opened. */
  readonly openedConnections: Set<{ close(): void }>;
}

/** Before the page is loaded. */
export async function followConnections(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const opened = new Set<{ close(): void }>();
    Object.assign(globalThis, { openedConnections: opened });
    const following = <Kind extends typeof WebSocket | typeof RTCPeerConnection>(kind: Kind): Kind =>
      new Proxy(kind, {
        construct(target, args) {
          const connection: { close(): void } = Reflect.construct(target, args);
          opened.add(connection);
          return connection;
        },
      });
    globalThis.WebSocket = following(WebSocket);
    globalThis.RTCPeerConnection = following(RTCPeerConnection);
  });
}

export async function cutConnections(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { openedConnections } = globalThis as unknown as Following;
    for (const connection of openedConnections) connection.close();
    openedConnections.clear();
  });
}
