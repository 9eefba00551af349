/**
 * The web app on this machine: its files, and what the node offers, on one loopback origin (attacks G1, G3, G6).
 *
 * Listens on loopback only and answers only under the exact names `localhost` and `127.0.0.1` with its port, so that a name
 * that somebody points at this machine gets nothing. The page itself is under `localhost` alone (ADR 0018). Must not know what
 * is in the files.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UnavailableError } from '@sotto/wire';
import type { AppFile, AppFiles } from './app-files.ts';
import { pageHeaders } from './page-headers.ts';

const MAX_CONNECTIONS = 256;
const REQUEST_TIMEOUT_MS = 10_000;
const MAX_HEADER_BYTES = 8_192;
const NODE_PATH = '/node.json';
/** What a person opens. Compared as a whole, so a redirection leads nowhere else. */
const PAGE_PATHS = new Set(['/', '/index.html']);
/** A browser takes `localhost` for either; what we left free, another program could answer in our name. */
const LOOPBACK = ['127.0.0.1', '::1'] as const;
/** Of a machine without IPv6. */
const NO_SUCH_ADDRESS = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);
/** What a browser says of a request that a page of ours, or the person, made. */
const OWN_SITES = new Set(['same-origin', 'none']);

export interface AppEndpointOptions {
  /** 0: any free one. An origin keeps its data under its port, so a person's node has a fixed one. */
  readonly port: number;
  readonly files: AppFiles;
  /** What the page is told about the node at `/node.json`: a JSON value. */
  readonly node: unknown;
  /** Where the page may connect to, as sources of CSP. Default: its origin and any WebSocket. */
  readonly connect?: readonly string[];
}

export interface AppEndpoint {
  /** `http://localhost:7070`: browsers know passkeys under names, and under no address. */
  readonly origin: string;
  close(): Promise<void>;
}

/** @throws {UnavailableError} `refused` when the port is taken */
export async function serveApp(options: AppEndpointOptions): Promise<AppEndpoint> {
  const headers = pageHeaders(options.connect === undefined ? {} : { connect: options.connect });
  const node = JSON.stringify(options.node);
  const { servers, port } = await listenOnLoopback(options.port);
  const names = new Set([`localhost:${port}`, `127.0.0.1:${port}`]);
  for (const server of servers) {
    server.on('request', (request, response) => {
      const answered = answer(request, { port, names, files: options.files, node });
      send({ request, response, ...answered, headers });
    });
  }
  return { origin: `http://localhost:${port}`, close: () => closeAll(servers) };
}

interface Served {
  readonly port: number;
  /** As in the header `host`. */
  readonly names: ReadonlySet<string>;
  readonly files: AppFiles;
  readonly node: string;
}

interface Answer {
  readonly status: number;
  readonly file: AppFile;
  /** Of a redirection. */
  readonly location?: string;
}

/** What is made for one answer, and kept by nobody. */
function fresh(text: string, type: string): AppFile {
  return { bytes: Buffer.from(text), type: `${type}; charset=utf-8`, caching: 'no-store', tag: '' };
}

function text(status: number, words: string): Answer {
  return { status, file: fresh(`${words}\n`, 'text/plain') };
}

function answer({ method, url = '', headers }: IncomingMessage, { port, names, files, node }: Served): Answer {
  const { host = '' } = headers;
  if (!names.has(host)) return text(403, 'wrong host');
  if (headers.origin !== undefined && headers.origin !== `http://${host}`) return text(403, 'wrong origin');
  if (method !== 'GET' && method !== 'HEAD') return text(405, 'only GET');
  const [path = ''] = url.split('?', 1);
  if (path === NODE_PATH) {
    const site = headers['sec-fetch-site'];
    if (site !== undefined && !OWN_SITES.has(String(site))) return text(403, 'not for other sites');
    return { status: 200, file: fresh(node, 'application/json') };
  }
  // Two names would be two origins, and an account at one of them is not seen at the other.
  if (PAGE_PATHS.has(path) && host !== `localhost:${port}`) {
    return { ...text(307, 'the app is at localhost'), location: `http://localhost:${port}${url}` };
  }
  const file = files.get(path);
  if (file === undefined) return text(404, 'not found');
  return { status: headers['if-none-match'] === file.tag ? 304 : 200, file };
}

interface Sending extends Answer {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly headers: Readonly<Record<string, string>>;
}

function send({ request, response, status, file, location, headers }: Sending): void {
  response.writeHead(status, {
    ...headers,
    'cache-control': file.caching,
    ...(location === undefined ? {} : { location }),
    ...(file.tag === '' ? {} : { etag: file.tag }),
    ...(status === 304 ? {} : { 'content-type': file.type, 'content-length': file.bytes.length }),
  });
  response.end(request.method === 'HEAD' || status === 304 ? undefined : file.bytes);
}

/** Nothing listens any more when it throws. */
async function listenOnLoopback(
  wanted: number,
): Promise<{ readonly servers: readonly Server[]; readonly port: number }> {
  const servers: Server[] = [];
  let port = wanted;
  try {
    for (const host of LOOPBACK) {
      const server = await listen(host, port);
      if (server === undefined) continue;
      servers.push(server);
      port = (server.address() as AddressInfo).port;
    }
    return { servers, port };
  } catch (cause) {
    await closeAll(servers);
    throw new UnavailableError('refused', 'cannot listen for the web app', {
      cause,
      facts: { port },
      hint: 'Another program uses this port; end it, or choose another port. The app keeps its data under its port.',
    });
  }
}

/** `undefined` on a machine without this address. */
async function listen(host: (typeof LOOPBACK)[number], port: number): Promise<Server | undefined> {
  const server = createServer({
    requestTimeout: REQUEST_TIMEOUT_MS,
    headersTimeout: REQUEST_TIMEOUT_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
  });
  server.maxConnections = MAX_CONNECTIONS;
  const listening = once(server, 'listening');
  server.listen(port, host);
  try {
    await listening;
    return server;
  } catch (error) {
    if (host === '::1' && NO_SUCH_ADDRESS.has((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map(async (server) => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    }),
  );
}
