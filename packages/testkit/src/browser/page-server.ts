/**
 * The origin of a test page: http on 127.0.0.1, which browsers take for a secure context.
 *
 * Owns: what a page can fetch. A page asks `/input?run=N` what to do and posts to `/outcome?run=N` what came of it, so
 * that nothing has to be evaluated inside of it, which the strict policy would refuse.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PAGE_HEADERS } from './page-headers.ts';

const MAX_OUTCOME_BYTES = 16 * 1024 * 1024;
const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Sotto test page</title>
<script type="module" src="/page.js"></script>
</html>
`;
// The error travels as text: its stack names the bundle's lines.
const PAGE_SCRIPT = `import run from '/entry.js';
const { search } = location;
const post = (outcome) => fetch('/outcome' + search, { method: 'POST', body: JSON.stringify(outcome) });
try {
  const input = await (await fetch('/input' + search)).json();
  await post({ value: (await run(input)) ?? null });
} catch (error) {
  await post({ error: error instanceof Error ? String(error.stack) : String(error) });
}
`;

/** What a page reports: a value, or the text of the error that ended it. */
export type PageOutcome = { readonly value: unknown } | { readonly error: string };

export interface PageServerOptions {
  /** The bundled entry; its default export is what the page runs. */
  readonly script: string;
  /** Answers `/files/<path>`; `undefined` is a 404. */
  readonly files: (path: string) => Promise<string | undefined>;
}

interface PageRun {
  readonly input: unknown;
  readonly finish: (outcome: PageOutcome) => void;
}

export class PageServer {
  readonly #server: Server;
  readonly #options: PageServerOptions;
  readonly #runs = new Map<string, PageRun>();
  #lastRun = 0;

  private constructor(server: Server, options: PageServerOptions) {
    this.#server = server;
    this.#options = options;
  }

  static async listen(options: PageServerOptions): Promise<PageServer> {
    const server = createServer();
    const pages = new PageServer(server, options);
    server.on('request', (request, response) => {
      pages.#answer(request, response).catch(() => response.writeHead(500, PAGE_HEADERS).end());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return pages;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The address of a page that gets `input`, what it reports, and how to stop waiting for it. */
  expectRun(input: unknown): {
    readonly address: string;
    readonly outcome: Promise<PageOutcome>;
    readonly forget: () => void;
  } {
    const id = String(++this.#lastRun);
    const { promise, resolve } = Promise.withResolvers<PageOutcome>();
    this.#runs.set(id, { input, finish: resolve });
    const forget = () => void this.#runs.delete(id);
    return { address: `${this.origin}/?run=${id}`, outcome: promise, forget };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.origin);
    const send = (type: string, body: string) =>
      response.writeHead(200, { ...PAGE_HEADERS, 'content-type': `${type}; charset=utf-8` }).end(body);
    const run = this.#runs.get(searchParams.get('run') ?? '');
    if (request.method === 'POST' && pathname === '/outcome') {
      run?.finish(await readOutcome(request));
      send('text/plain', '');
    } else if (pathname === '/') send('text/html', PAGE);
    else if (pathname === '/page.js') send('text/javascript', PAGE_SCRIPT);
    else if (pathname === '/entry.js') send('text/javascript', this.#options.script);
    else if (pathname === '/input' && run) send('application/json', JSON.stringify(run.input ?? null));
    else if (pathname === '/favicon.ico') response.writeHead(204, PAGE_HEADERS).end();
    else {
      const file = pathname.startsWith('/files/')
        ? await this.#options.files(decodeURIComponent(pathname.slice('/files/'.length)))
        : undefined;
      if (file === undefined) response.writeHead(404, PAGE_HEADERS).end();
      else send('text/plain', file);
    }
  }
}

async function readOutcome(request: IncomingMessage): Promise<PageOutcome> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_OUTCOME_BYTES) return { error: `the outcome of the page is larger than ${MAX_OUTCOME_BYTES} bytes` };
    chunks.push(chunk);
  }
  return JSON.parse(new TextDecoder().decode(Buffer.concat(chunks))) as PageOutcome;
}
