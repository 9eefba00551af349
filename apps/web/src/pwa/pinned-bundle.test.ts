import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BundleList } from './bundle-list.ts';
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
  readonly keys = async () => [...this.stored.keys()];
  readonly delete = async (name: string) => this.stored.delete(name);
}

const textOf = (version: string, path: string) => `${path} of ${version}`;

function listOf(version: string): BundleList {
  const files = ['/index.html', '/assets/app.js'].map((path) => {
    const sha256 = createHash('sha256').update(textOf(version, path)).digest('hex');
    return { path, sha256 };
  });
  return { version, hash: `hash of ${version}`, files };
}

describe('a pinned bundle', () => {
  let caches: Caches;
  let served: string;
  beforeEach(() => {
    caches = new Caches();
    vi.stubGlobal('caches', caches);
    vi.stubGlobal('fetch', async (path: string) => new Response(textOf(served, path)));
  });
  afterEach(() => vi.unstubAllGlobals());

  async function installed(version: string): Promise<PinnedBundle> {
    served = version;
    const bundle = new PinnedBundle(listOf(version));
    await bundle.install();
    return bundle;
  }

  const page = async (bundle: PinnedBundle) => await (await bundle.respond('/index.html'))?.text();
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

  it('is refused when a file is not the one of its list', async () => {
    await installed('1');
    const second = new PinnedBundle(listOf('2'));
    await expect(second.install()).rejects.toMatchObject({ code: 'bad-tag' });
    expect(await page(second)).toBe('/index.html of 1');
  });
});
