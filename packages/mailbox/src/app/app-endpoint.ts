/**
 * The web app on this machine: its files, and what the node offers, on one loopback origin (attacks G1, G3, G6).
 *
 * Listens on loopback only and answers only under the exact name that it prints, so that a name that somebody points at
 * this machine gets nothing. Must not know what is in the files.
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
/** What a browser says of a request that a page of ours, or the person, made. */
const OWN_SITES = new Set(['same-origin', 'none']);

export interface AppEndpointOptions {
  readonly host: '127.0.0.1' | '::1';
  /** 0: any free one. An origin keeps its data under its port, so a person's node has a fixed one. */
  readonly port: number;
  readonly files: AppFiles;
  /** What the page is told about the node at `/node.json`: a JSON value. */
  readonly node: unknown;
  /** Where the page may connect to, as sources of CSP. Default: its origin and any WebSocket. */
  readonly connect?: readonly string[];
}

export interface AppEndpoint {
  /** `http://127.0.0.1:7070` */
  readonly origin: string;
  close(): Promise<void>;
}

/** @throws {UnavailableError} `refused` when the port is taken */
export async function serveApp(options: AppEndpointOptions): Promise<AppEndpoint> {
  const server = createServer({
    requestTimeout: REQUEST_TIMEOUT_MS,
    headersTimeout: REQUEST_TIMEOUT_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
  });
  server.maxConnections = MAX_CONNECTIONS;
  const port = await listen(server, options);
  const name = `${options.host === '::1' ? '[::1]' : options.host}:${port}`;
  const headers = pageHeaders(options.connect === undefined ? {} : { connect: options.connect });
  const node = JSON.stringify(options.node);
  server.on('request', (request, response) => {
    const { status, file } = answer(request, { name, files: options.files, node });
    send({ request, response, status, file, headers });
  });
  return {
    origin: `http://${name}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Served {
  readonly name: string;
  readonly files: AppFiles;
  readonly node: string;
}

interface Answer {
  readonly status: number;
  readonly file: AppFile;
}

function text(status: number, words: string): Answer {
  return { status, file: { bytes: Buffer.from(`${words}\n`), type: 'text/plain; charset=utf-8', tag: '' } };
}

function answer({ method, url = '', headers }: IncomingMessage, { name, files, node }: Served): Answer {
  if (headers.host !== name) return text(403, 'wrong host');
  if (headers.origin !== undefined && headers.origin !== `http://${name}`) return text(403, 'wrong origin');
  if (method !== 'GET' && method !== 'HEAD') return text(405, 'only GET');
  const [path = ''] = url.split('?', 1);
  if (path === NODE_PATH) {
    const site = headers['sec-fetch-site'];
    if (site !== undefined && !OWN_SITES.has(String(site))) return text(403, 'not for other sites');
    return { status: 200, file: { bytes: Buffer.from(node), type: 'application/json; charset=utf-8', tag: '' } };
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

function send({ request, response, status, file, headers }: Sending): void {
  response.writeHead(status, {
    ...headers,
    // The browser asks every time and gets the bytes only when they have changed.
    'cache-control': file.tag === '' ? 'no-store' : 'no-cache',
    ...(file.tag === '' ? {} : { etag: file.tag }),
    ...(status === 304 ? {} : { 'content-type': file.type, 'content-length': file.bytes.length }),
  });
  response.end(request.method === 'HEAD' || status === 304 ? undefined : file.bytes);
}

async function listen(server: Server, { host, port }: AppEndpointOptions): Promise<number> {
  try {
    const listening = once(server, 'listening');
    server.listen(port, host);
    await listening;
  } catch (cause) {
    throw new UnavailableError('refused', 'cannot listen for the web app', {
      cause,
      facts: { port },
      hint: 'Another program uses this port; end it, or choose another port. The app keeps its data under its port.',
    });
  }
  return (server.address() as AddressInfo).port;
}
