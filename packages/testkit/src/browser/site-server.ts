/**
 * Serves a bundled site under the strict headers, on 127.0.0.1; `localhost` reaches it too, as another origin.
 *
 * Owns: what a page can fetch. Workers and service workers are DOM sinks for Trusted Types, so one policy lets the
 * site's own files through and nothing else.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PAGE_HEADERS } from './page-headers.ts';
import type { SiteBundle } from './site-bundle.ts';

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  wasm: 'application/wasm',
  css: 'text/css; charset=utf-8',
};
const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Sotto test site</title>
<script type="module" src="/page.js"></script>
</html>
`;

const HEADERS = {
  ...PAGE_HEADERS,
  'content-security-policy': PAGE_HEADERS['content-security-policy']?.replace(
    "trusted-types 'none'",
    'trusted-types default',
  ),
};

export class SiteServer {
  readonly #server: Server;
  readonly #files: ReadonlyMap<string, Uint8Array>;

  private constructor(server: Server, { script, files }: SiteBundle) {
    this.#server = server;
    const page = new TextEncoder().encode(pageScript(script, [...files.keys()]));
    this.#files = new Map([...files, ['page.js', page]]);
  }

  static async listen(bundle: SiteBundle): Promise<SiteServer> {
    const server = createServer();
    const site = new SiteServer(server, bundle);
    server.on('request', ({ url }, response) => {
      const { pathname } = new URL(url ?? '/', 'http://localhost');
      const file = site.#files.get(decodeURIComponent(pathname.slice(1)));
      if (pathname === '/') response.writeHead(200, { ...HEADERS, 'content-type': 'text/html' }).end(PAGE);
      else if (file !== undefined) response.writeHead(200, fileHeaders(pathname)).end(file);
      else response.writeHead(pathname === '/favicon.ico' ? 204 : 404, HEADERS).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return site;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** Names of bundled files carry a hash of their contents, so a browser may keep them, and what it compiles from them. */
function fileHeaders(pathname: string) {
  const caching = pathname.startsWith('/assets/') ? { 'cache-control': 'max-age=31536000, immutable' } : {};
  return { ...HEADERS, ...caching, 'content-type': typeOf(pathname) };
}

function typeOf(pathname: string): string {
  return TYPES[pathname.slice(pathname.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
}

/** The entry's `actions`, by name, for the test to call. */
function pageScript(script: string, files: readonly string[]): string {
  return `import { actions } from './${script}';
const own = new Set(${JSON.stringify(files)}.map((name) => new URL(name, location.origin).href));
trustedTypes.createPolicy('default', { createScriptURL: (url) => (own.has(String(url)) ? url : null) });
globalThis.callAction = async (name, input) => (await actions[name](input)) ?? null;
`;
}
