import { once } from 'node:events';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { PAGE_HEADERS } from '@sotto/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ScratchFolder, scratchFolder } from '../../tests/scratch-folder.ts';
import { type AppEndpoint, serveApp } from './app-endpoint.ts';
import { readAppFiles } from './app-files.ts';

let folder: ScratchFolder;
let endpoint: AppEndpoint;
let port: number;

beforeEach(async () => {
  folder = scratchFolder();
  const app = join(folder.path, 'app');
  mkdirSync(join(app, 'assets'), { recursive: true });
  writeFileSync(join(folder.path, 'secret.txt'), 'secret');
  writeFileSync(join(app, 'index.html'), '<!doctype html>');
  writeFileSync(join(app, 'assets', 'app.js'), 'export {};');
  writeFileSync(join(app, 'assets', 'app-DWd3_a-9.js'), 'export {};');
  writeFileSync(join(app, '.env.txt'), 'secret');
  writeFileSync(join(app, 'notes.md'), 'secret');
  symlinkSync(join(folder.path, 'secret.txt'), join(app, 'link.txt'));
  symlinkSync(folder.path, join(app, 'up'));
  const node = { mailboxes: ['/ip4/127.0.0.1/tcp/4002/ws'] };
  endpoint = await serveApp({ port: 0, files: readAppFiles(app), node });
  port = Number(new URL(endpoint.origin).port);
});
afterEach(async () => {
  await endpoint.close();
  folder.remove();
});

const hasIPv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));

async function listenOn(host: string, at = 0): Promise<Server> {
  const server = createServer();
  const listening = once(server, 'listening');
  server.listen(at, host);
  await listening;
  return server;
}

type Headers = Readonly<Record<string, string>>;

async function ask(path: string, { method = 'GET', ...more }: { method?: string } & Headers = {}) {
  const headers = { host: `localhost:${port}`, ...more };
  return new Promise<{ status?: number | undefined; body: string; headers: Headers }>((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, body, headers: response.headers as Headers }));
    });
    asked.on('error', reject).end();
  });
}

/** A request line as it is, which `node:http` would not send. */
async function rawStatus(target: string, name = 'localhost'): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`GET ${target} HTTP/1.1\r\nHost: ${name}:${port}\r\nConnection: close\r\n\r\n`, 'latin1');
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text.slice(9, 12);
}

describe('the endpoint of the web app', () => {
  it('serves the files that were there at the start, and what the node offers', async () => {
    expect(await ask('/')).toMatchObject({ status: 200, body: '<!doctype html>' });
    expect(await ask('/index.html?contact=x')).toMatchObject({ status: 200, body: '<!doctype html>' });
    const script = await ask('/assets/app.js');
    expect(script).toMatchObject({ status: 200, body: 'export {};' });
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(JSON.parse((await ask('/node.json')).body)).toEqual({ mailboxes: ['/ip4/127.0.0.1/tcp/4002/ws'] });
    expect(await ask('/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });

  it('sends unchanged files once', async () => {
    const { headers } = await ask('/assets/app.js');
    expect(headers['cache-control']).toBe('no-cache');
    const again = await ask('/assets/app.js', { 'if-none-match': String(headers['etag']) });
    expect(again).toMatchObject({ status: 304, body: '' });
    expect(again.headers['content-security-policy']).toBeDefined();
  });

  it('lets a browser keep what has a hash in its name without asking again', async () => {
    expect((await ask('/assets/app-DWd3_a-9.js')).headers['cache-control']).toContain('immutable');
    for (const path of ['/', '/index.html']) expect((await ask(path)).headers['cache-control']).toBe('no-cache');
    for (const path of ['/node.json', '/missing']) expect((await ask(path)).headers['cache-control']).toBe('no-store');
  });

  it('leads a page that is opened by the number of this machine to its name, and nowhere else', async () => {
    const host = `127.0.0.1:${port}`;
    for (const path of ['/', '/index.html', '/?text=a%20b', '/?/../evil.example']) {
      const { status, headers } = await ask(path, { host });
      expect([status, headers['location']]).toEqual([307, `${endpoint.origin}${path}`]);
      expect(headers['cache-control']).toBe('no-store');
    }
    expect((await ask('/assets/app.js', { host })).status).toBe(200);
    for (const path of ['//evil.example', '//evil.example/index.html', '/missing']) {
      expect(await ask(path, { host })).toMatchObject({ status: 404 });
    }
    // Whatever bytes come, somebody answers the next one.
    for (const bytes of ['\xff', '\x7f', '\x01', '\t', '\x80\r', `${'a'.repeat(9_000)}`]) {
      expect(await rawStatus(`/?${bytes}`, '127.0.0.1')).toMatch(/^(307|4\d\d)$/);
    }
    expect((await ask('/')).status).toBe(200);
  });

  it('G3: serves nothing else, whatever the path', async () => {
    const targets = [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/assets/../../secret.txt',
      '/assets/..\\..\\secret.txt',
      '/up/secret.txt',
      '/link.txt',
      '/.env.txt',
      '/notes.md',
      '/assets',
      '/assets/',
      '/%00',
      '//etc/passwd',
      'http://127.0.0.1/secret.txt',
      '/__proto__',
    ];
    const statuses = await Promise.all(targets.map((target) => rawStatus(target)));
    expect(targets.filter((_, i) => statuses[i] !== '404')).toEqual([]);
  });

  it('G6: answers under its own names only, to its own page only, and takes nothing', async () => {
    expect(endpoint.origin).toBe(`http://localhost:${port}`);
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`]) {
      const own = await ask('/node.json', { host, origin: `http://${host}` });
      expect([host, own.status]).toEqual([host, 200]);
    }
    const crossing = { host: `127.0.0.1:${port}`, origin: `http://localhost:${port}` };
    expect((await ask('/node.json', crossing)).status).toBe(403);
    const others = ['localhost', 'localhost:1', `localhost.:${port}`, `a.localhost:${port}`, `[::1]:${port}`];
    for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', '127.0.0.1:1', ...others]) {
      expect([host, (await ask('/', { host })).status]).toEqual([host, 403]);
      expect([host, (await ask('/node.json', { host })).status]).toEqual([host, 403]);
    }
    for (const origin of ['http://evil.example', 'null', `https://127.0.0.1:${port}`]) {
      expect([origin, (await ask('/node.json', { origin })).status]).toEqual([origin, 403]);
    }
    expect((await ask('/node.json', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await ask('/node.json', { 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    expect((await ask('/', { method: 'POST' })).status).toBe(405);
  });

  it('G1: every answer has the headers under which our browser tests run, but for sockets, the camera and its workers', async () => {
    const widened = (name: string, value: string) => {
      if (name === 'permissions-policy') return value.replace('camera=()', 'camera=(self)');
      if (name !== 'content-security-policy') return value;
      return value
        .replace("connect-src 'self'", "connect-src 'self' ws: wss:")
        .replace("worker-src 'self'", "worker-src 'self'; manifest-src 'self'")
        .replace("trusted-types 'none'", 'trusted-types default');
    };
    for (const path of ['/', '/assets/app.js', '/node.json', '/missing']) {
      const { headers } = await ask(path);
      for (const [name, value] of Object.entries(PAGE_HEADERS)) {
        if (name !== 'cache-control') expect(headers[name]).toBe(widened(name, value));
      }
    }
  });

  it.skipIf(!hasIPv6)('G6: leaves neither address of localhost to others', async () => {
    const files = readAppFiles(join(folder.path, 'app'));
    const other = await listenOn('::1');
    const taken = (other.address() as AddressInfo).port;
    try {
      await expect(serveApp({ port: taken, files, node: {} })).rejects.toMatchObject({ code: 'refused' });
      const again = await listenOn('127.0.0.1', taken);
      again.close();
    } finally {
      other.close();
    }
    await expect(listenOn('::1', port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('says so when the port is taken, or there is no app', async () => {
    const files = readAppFiles(join(folder.path, 'app'));
    await expect(serveApp({ port, files, node: {} })).rejects.toMatchObject({ code: 'refused' });
    expect(() => readAppFiles(join(folder.path, 'nowhere'))).toThrow(
      expect.objectContaining({ code: 'invalid-argument' }),
    );
  });
});
