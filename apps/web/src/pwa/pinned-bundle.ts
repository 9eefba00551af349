/**
 * The bundle that pages of this browser run: pinned when it was first installed, and changed only when the person says
 * so. Whatever a later service worker brings waits in a cache of its own.
 *
 * Owns the caches, of which there are never more than two bundles'. Every file is compared with its hash before it is kept,
 * and what is kept is served; a file that was lost is fetched again and must be the same one. A file that is not on the
 * pinned list is none, and never the network's: a page of a bundle that was pinned before may ask for one. Limits: the browser takes
 * another code of the service worker by itself, and that code need not keep to any of this; reloading past the service
 * worker runs what the host serves.
 */
import { UnavailableError, VerifyError } from '@sotto/wire';
import { BUNDLE_LIST_PATH, type BundleFile, type BundleList } from './bundle-list.ts';

const PIN_CACHE = 'sotto pin';
const PIN_KEY = '/pinned-bundle';
const BUNDLE_CACHE = 'sotto bundle ';
const FETCHES_AT_ONCE = 6;
const NOT_FOUND = 404;

export class PinnedBundle {
  readonly #brought: BundleList;

  /** `brought`: the list that this service worker has inside. */
  constructor(brought: BundleList) {
    this.#brought = brought;
  }

  get brought(): BundleList {
    return this.#brought;
  }

  /** Whether all of the brought bundle is here; not of one that another was taken in place of. */
  async isKept(): Promise<boolean> {
    const name = BUNDLE_CACHE + this.#brought.hash;
    if (!(await caches.has(name))) return false;
    return (await (await caches.open(name)).match(BUNDLE_LIST_PATH)) !== undefined;
  }

  /** Keeps all files of the brought bundle; pins it when nothing is pinned. @throws {VerifyError} `bad-tag` for a file that is another one */
  async install(): Promise<void> {
    await this.#keepAll();
    const pinned = await readPin();
    if (pinned === undefined) await this.apply();
    else await forgetAllBut([pinned.hash, this.#brought.hash]);
  }

  /** The list that pages run; read anew each time, since the service worker after this one may have changed it. */
  async pinned(): Promise<BundleList> {
    return (await readPin()) ?? this.#brought;
  }

  /** Pages run the brought bundle from now on, once all of it is here; others are deleted. @throws as `install` */
  async apply(): Promise<void> {
    await this.#keepAll();
    const pins = await caches.open(PIN_CACHE);
    await pins.put(PIN_KEY, listResponse(this.#brought));
    await forgetAllBut([this.#brought.hash]);
  }

  /** A file of the pinned bundle; 404 when it has none there. @throws {VerifyError} @throws {UnavailableError} */
  async respond(path: string): Promise<Response> {
    const pinned = await this.pinned();
    const file = pinned.files.find((candidate) => candidate.path === path);
    if (file === undefined) {
      return path === BUNDLE_LIST_PATH ? listResponse(pinned) : new Response(null, { status: NOT_FOUND });
    }
    const cache = await caches.open(BUNDLE_CACHE + pinned.hash);
    return (await cache.match(path)) ?? (await keep(cache, file));
  }

  /** Every file of the brought bundle that is not here yet. */
  async #keepAll(): Promise<void> {
    const cache = await caches.open(BUNDLE_CACHE + this.#brought.hash);
    const waiting = [...this.#brought.files];
    const keepSome = async () => {
      for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
        if ((await cache.match(file.path)) === undefined) await keep(cache, file);
      }
    };
    await Promise.all(Array.from({ length: FETCHES_AT_ONCE }, keepSome));
    await cache.put(BUNDLE_LIST_PATH, listResponse(this.#brought));
  }
}

/** A host that has another version every hour fills no disk with them. */
async function forgetAllBut(hashes: readonly string[]): Promise<void> {
  const kept = new Set(hashes.map((hash) => BUNDLE_CACHE + hash));
  for (const name of await caches.keys()) {
    if (name.startsWith(BUNDLE_CACHE) && !kept.has(name)) await caches.delete(name);
  }
}

async function readPin(): Promise<BundleList | undefined> {
  const pin = await (await caches.open(PIN_CACHE)).match(PIN_KEY);
  return pin === undefined ? undefined : ((await pin.json()) as BundleList);
}

/** Fetches a file, compares it, keeps it. */
async function keep(cache: Cache, { path, sha256 }: BundleFile): Promise<Response> {
  const response = await fetch(path, { cache: 'no-cache', redirect: 'error' });
  if (!response.ok) throw new UnavailableError('not-found', 'a file of the application is missing');
  const bytes = await response.clone().arrayBuffer();
  if (hex(await crypto.subtle.digest('SHA-256', bytes)) !== sha256) {
    throw new VerifyError('bad-tag', 'a file of the application is not the one of its list');
  }
  await cache.put(path, response.clone());
  return response;
}

function hex(digest: ArrayBuffer): string {
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function listResponse(list: BundleList): Response {
  return Response.json(list);
}
