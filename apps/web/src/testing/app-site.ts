/**
 * The built application on 127.0.0.1, as a server of the product would give it, with what a test wants to see of it.
 *
 * The network of the page is one in memory unless a test says otherwise; what serves the page offers nothing unless it is told to.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileHeaders, pageHeaders } from '@sotto/mailbox';
import { type AppBundle, type AppBundleOptions, bundleApp } from '../build/bundle-app.ts';
import { NO_SERVICES, type NodeServices } from '../node-services.ts';

const MEMORY_NETWORK = join(import.meta.dirname, 'memory-network.ts');

const withoutNetwork = {
  name: 'memory-network',
  enforce: 'pre' as const,
  resolveId: (source: string) => (source === '@sotto/network' ? MEMORY_NETWORK : null),
};

export function bundleTestApp(options: Pick<AppBundleOptions, 'version'> = {}): Promise<AppBundle> {
  return bundleApp({ ...options, plugins: [withoutNetwork] });
}

export class AppSite {
  readonly #server: Server;
  readonly #services: NodeServices;
  #files: ReadonlyMap<string, Uint8Array>;
  #isDown = false;

  private constructor(server: Server, files: ReadonlyMap<string, Uint8Array>, services: NodeServices) {
    this.#server = server;
    this.#files = files;
    this.#services = services;
  }

  /** `services`: what it tells pages that it offers. */
  static async listen({ files }: AppBundle, services: NodeServices = NO_SERVICES): Promise<AppSite> {
    const server = createServer();
    const site = new AppSite(server, files, services);
    server.on('request', ({ url }, response) => {
      if (site.#isDown) return void response.destroy();
      const name = new URL(url ?? '/', 'http://localhost').pathname.slice(1) || 'index.html';
      if (name === 'node.json')
        return void response.writeHead(200, fileHeaders(`/${name}`)).end(JSON.stringify(site.#services));
      const file = site.#files.get(name);
      if (file === undefined) response.writeHead(404, pageHeaders()).end();
      else response.writeHead(200, fileHeaders(`/${name}`)).end(file);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return site;
  }

  origin(host: '127.0.0.1' | 'localhost' = '127.0.0.1'): string {
    return `http://${host}:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Gives another bundle from now on. */
  serve({ files }: AppBundle): void {
    this.#files = files;
  }

  /** Answers nothing any more, or again. */
  setDown(isDown: boolean): void {
    this.#isDown = isDown;
    if (isDown) this.#server.closeAllConnections();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
