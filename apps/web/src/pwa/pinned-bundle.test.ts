import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BundleList } from './bundle-list.ts';
import { answerPage } from './page-requests.ts';
import { PinnedBundle } from './pinned-bundle.ts';

/** What a service worker sees of the caches of a browser, as far as ours uses it. */
class Caches {
  readonly stored = new Map<string, Map<string, Response>>();
  readonly open = async (name: string) => {
    const entries = this.stored.get(name) ?? new Map<string, Response>();
    this.stored.set(name, entries);
    return {
      match: async (path: string) => entries.get(path)?.clone(),
      put: async (path: string, response: Response) => void entries.set(path, response),
    };
  };
  readonly has = async (name: string) => this.stored.has(name);
  readonly keys = async () => [...this.stored.keys()];
  readonly delete = async (name: string) => this.stored.delete(name);
}

const textOf = (version: string, path: string) => `${path} of ${version}`;

/** The same names but for one chunk, which each version names anew. */
function listOf(version: string): BundleList {
  const files = ['/index.html', '/assets/app.js', `/assets/chunk-${version}.js`].map((path) => {
    const sha256 = createHash('sha256').update(textOf(version, path)).digest('hex');
    return { path, sha256 };
  });
  return { version, hash: `hash of ${version}`, files };
}

describe('a pinned bundle', () => {
  let caches: Caches;
  let served: string;
  let fetched: string[];
  beforeEach(() => {
    caches = new Caches();
    vi.stubGlobal('caches', caches);
    fetched = [];
    vi.stubGlobal('fetch', async (path: string) => {
      fetched.push(path);
      return new Response(textOf(served, path));
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  async function installed(version: string): Promise<PinnedBundle> {
    served = version;
    const bundle = new PinnedBundle(listOf(version));
    await bundle.install();
    return bundle;
  }

  const page = async (bundle: PinnedBundle) => await (await bundle.respond('/index.html')).text();
  const kept = () => [...caches.stored.keys()].filter((name) => name.startsWith('sotto bundle'));

  it('serves what came first, however many versions come after it, and keeps the last one of them', async () => {
    const first = await installed('1');
    for (const version of ['2', '3', '4']) await installed(version);
    expect(await page(first)).toBe('/index.html of 1');
    expect(kept()).toEqual(['sotto bundle hash of 1', 'sotto bundle hash of 4']);
  });

  it('is another one once that is taken, and then only that one', async () => {
    await installed('1');
    const second = await installed('2');
    expect(await page(second)).toBe('/index.html of 1');
    await second.apply();
    expect(await page(second)).toBe('/index.html of 2');
    expect(kept()).toEqual(['sotto bundle hash of 2']);
  });

  it('stays what it was when not all of another one can be had any more', async () => {
    await installed('1');
    const second = await installed('2');
    await installed('3');
    await expect(second.apply()).rejects.toMatchObject({ code: 'bad-tag' });
    expect(await page(second)).toBe('/index.html of 1');
  });

  it('never is the network: a file of another bundle is a constant failure, before and after that one is taken', async () => {
    const first = await installed('1');
    const second = await installed('2');
    fetched = [];
    const text = async (bundle: PinnedBundle, path: string) => {
      const response = await bundle.respond(path);
      return response.ok ? await response.text() : `${response.status} ${await response.text()}`;
    };
    const [old, next] = ['/assets/chunk-1.js', '/assets/chunk-2.js'];
    for (const worker of [first, second]) {
      expect(await text(worker, old)).toBe(textOf('1', old));
      expect(await text(worker, next)).toBe('404 ');
    }
    await second.apply();
    // The worker before may still be the active one.
    for (const worker of [first, second]) {
      expect(await text(worker, old)).toBe('404 ');
      expect(await text(worker, next)).toBe(textOf('2', next));
      expect(await text(worker, '/service-worker.js')).toBe('404 ');
      expect(await (await worker.respond('/bundle.json')).json()).toEqual(listOf('2'));
    }
    expect(fetched).toEqual([]);
  });

  it('has a file that was lost fetched again, which must be the same one', async () => {
    const bundle = await installed('1');
    const lose = () => caches.stored.get('sotto bundle hash of 1')?.delete('/index.html');
    lose();
    expect(await page(bundle)).toBe('/index.html of 1');
    lose();
    served = '2';
    await expect(page(bundle)).rejects.toMatchObject({ code: 'bad-tag' });
  });

  it('is taken for a page that asks, which the worker before serves as well', async () => {
    const first = await installed('1');
    const second = await installed('2');
    const [one, two] = [listOf('1'), listOf('2')].map(({ version, hash }) => ({ version, hash }));
    expect(await answerPage('describe', second)).toEqual({ pinned: one, brought: two });
    expect(await answerPage('apply', second)).toEqual({ pinned: two, brought: two });
    expect(await page(first)).toBe('/index.html of 2');
    expect(await answerPage('describe', first)).toEqual({ pinned: two, brought: two });
    await installed('3');
    expect(await answerPage('apply', new PinnedBundle(listOf('4')))).toBeUndefined();
  });

  it('is refused when a file is not the one of its list', async () => {
    await installed('1');
    const second = new PinnedBundle(listOf('2'));
    await expect(second.install()).rejects.toMatchObject({ code: 'bad-tag' });
    expect(await page(second)).toBe('/index.html of 1');
  });
});
