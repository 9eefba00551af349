import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { bundleLines, shortHash } from '../pwa/bundle-list.ts';
import { type AppBundle, bundleApp } from './bundle-app.ts';
import { FIRST_SCREEN_BUDGET_KB, firstScreenKb } from './bundle-report.ts';

/** The whole application is built. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe('the bundle of the application', () => {
  let app: AppBundle;
  beforeAll(async () => {
    app = await bundleApp();
  });
  const text = (name: string) => new TextDecoder().decode(app.files.get(name));

  test('is named by the hash of every file but the list and the service worker', () => {
    const others = ['bundle.json', 'service-worker.js'];
    const names = [...app.files.keys()].filter((name) => !others.includes(name)).map((name) => `/${name}`);
    expect(app.list.files.map(({ path }) => path)).toEqual(names.toSorted());
    for (const { path, sha256 } of app.list.files) expect(hash(app.files.get(path.slice(1)))).toBe(sha256);
    expect(app.list.hash).toBe(hash(new TextEncoder().encode(bundleLines(app.list))));
    expect(text('service-worker.js')).toContain(app.list.hash);
    expect(shortHash(app.list.hash)).toMatch(/^[0-9a-f]{4}( [0-9a-f]{4}){3}$/);
  });

  test('G1: has nothing inline, and names what it may start as a worker', () => {
    const page = text('index.html');
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
    const listed = /name="sotto:workers" content="([^"]*)"/.exec(page)?.[1]?.split(' ') ?? [];
    expect(listed).toHaveLength(3);
    for (const path of listed) expect(app.files.has(path.slice(1))).toBe(true);
  });

  test('is within the budget of the first screen', () => {
    const kb = firstScreenKb(app);
    expect(kb).toBeLessThanOrEqual(FIRST_SCREEN_BUDGET_KB);
    // A page without its SDK would be small too.
    expect(kb).toBeGreaterThan(FIRST_SCREEN_BUDGET_KB / 3);
  });

  test('has icons that are pictures of their size', () => {
    for (const size of [180, 192, 512]) {
      const png = Buffer.from(app.files.get(`icons/app-${size}.png`) ?? []);
      expect(png.subarray(1, 4).toString()).toBe('PNG');
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
      const data = png.subarray(41, 41 + png.readUInt32BE(33));
      expect(inflateSync(data)).toHaveLength(size * (size * 4 + 1));
    }
  });

  test('has the colours of its page in its manifest, and every icon that it names', () => {
    const manifest = JSON.parse(text('manifest.webmanifest')) as { background_color: string; icons: { src: string }[] };
    expect(text('index.html')).toContain(manifest.background_color);
    for (const { src } of manifest.icons) expect(app.files.has(src.slice(1)), src).toBe(true);
  });
});

function hash(contents: Uint8Array | undefined): string {
  return createHash('sha256')
    .update(contents ?? '')
    .digest('hex');
}
