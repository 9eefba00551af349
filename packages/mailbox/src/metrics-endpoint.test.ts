import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MetricsEndpoint, serveMetrics } from './metrics-endpoint.ts';

let endpoint: MetricsEndpoint;
let isReady = true;
let port: number;

beforeEach(async () => {
  isReady = true;
  endpoint = await serveMetrics({
    host: '127.0.0.1',
    port: 0,
    contentType: 'text/plain; version=0.0.4',
    render: async () => 'sotto_mailbox_up 1\n',
    isReady: () => isReady,
  });
  port = Number(new URL(endpoint.url).port);
});
afterEach(() => endpoint.close());

async function ask(path: string, options: { method?: string; host?: string } = {}) {
  const { method = 'GET', host = `127.0.0.1:${port}` } = options;
  return new Promise<{ status: number | undefined; body: string; headers: unknown }>((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers: { host } }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, body, headers: response.headers }));
    });
    asked.on('error', reject).end();
  });
}

describe('the endpoint of the figures', () => {
  it('serves figures, life and readiness', async () => {
    expect(await ask('/metrics')).toMatchObject({ status: 200, body: 'sotto_mailbox_up 1\n' });
    expect(await ask('/live')).toMatchObject({ status: 200 });
    expect(await ask('/ready')).toMatchObject({ status: 200, body: 'ready\n' });
    isReady = false;
    expect(await ask('/ready')).toMatchObject({ status: 503 });
    expect(await ask('/live')).toMatchObject({ status: 200 });
    expect(await ask('/')).toMatchObject({ status: 404 });
  });

  it('answers only under loopback names (attack G6)', async () => {
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1',
      `127.0.0.1:${port + 1}`,
      `10.0.0.1:${port}`,
    ]) {
      expect((await ask('/metrics', { host })).status, host).toBe(403);
    }
    for (const host of [`localhost:${port}`, `[::1]:${port}`])
      expect((await ask('/metrics', { host })).status).toBe(200);
  });

  it('only reads', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await ask('/metrics', { method })).status, method).toBe(405);
    }
  });

  it('says when its port is taken', async () => {
    const taken = serveMetrics({
      host: '127.0.0.1',
      port,
      contentType: '',
      render: async () => '',
      isReady: () => true,
    });
    await expect(taken).rejects.toMatchObject({ kind: 'unavailable', code: 'refused' });
  });
});
