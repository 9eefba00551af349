/**
 * `/metrics`, `/ready` and `/live` for the operator's own machine (attack G6).
 *
 * Listens on loopback only, and answers only when asked by that name: a page in a browser on the same machine cannot
 * read it by pointing a name of its own at it.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UnavailableError } from '@sotto/wire';

const MAX_CONNECTIONS = 16;
const REQUEST_TIMEOUT_MS = 5_000;

export interface MetricsEndpointOptions {
  readonly host: '127.0.0.1' | '::1';
  /** 0: any free one. */
  readonly port: number;
  readonly contentType: string;
  render(): Promise<string>;
  /** Whether deposits and reads are served. */
  isReady(): boolean;
}

export interface MetricsEndpoint {
  /** `http://127.0.0.1:9464` */
  readonly url: string;
  close(): Promise<void>;
}

/** @throws {UnavailableError} `refused` when the port is taken */
export async function serveMetrics(options: MetricsEndpointOptions): Promise<MetricsEndpoint> {
  const { host } = options;
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS });
  server.maxConnections = MAX_CONNECTIONS;
  const port = await listen(server, options);
  const names = new Set([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]);
  server.on('request', (request, response) => {
    void answer(options, request, names).then(({ status, type, body }) => send(response, status, type, body));
  });
  return {
    url: host === '::1' ? `http://[::1]:${port}` : `http://${host}:${port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const text = (status: number, body: string): Answer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: `${body}\n`,
});

async function answer(
  options: MetricsEndpointOptions,
  { method, url, headers }: IncomingMessage,
  names: ReadonlySet<string>,
): Promise<Answer> {
  if (headers.host === undefined || !names.has(headers.host)) return text(403, 'wrong host');
  if (method !== 'GET') return text(405, 'only GET');
  switch (url) {
    case '/live':
      return text(200, 'live');
    case '/ready':
      return options.isReady() ? text(200, 'ready') : text(503, 'not ready');
    case '/metrics':
      try {
        return { status: 200, type: options.contentType, body: await options.render() };
      } catch {
        return text(500, 'no figures');
      }
    default:
      return text(404, 'not found');
  }
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}

async function listen(server: Server, { host, port }: MetricsEndpointOptions): Promise<number> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    throw new UnavailableError('refused', 'cannot listen for metrics', {
      cause,
      facts: { port },
      hint: 'Another program uses this port; choose another one.',
    });
  }
  return (server.address() as AddressInfo).port;
}
