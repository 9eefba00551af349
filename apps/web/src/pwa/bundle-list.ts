/**
 * The list of an application's files: what the build writes, the service worker pins and the person can compare.
 *
 * The fingerprint of a bundle is the SHA-256 of its lines: its version, then hash and path of every file, sorted by path.
 * The list and the service worker, which has it inside, are the only files that it does not name.
 */
export interface BundleList {
  readonly version: string;
  /** Hexadecimal SHA-256 of the lines. */
  readonly hash: string;
  readonly files: readonly BundleFile[];
}

export interface BundleFile {
  /** From the root of the site, beginning with `/`. */
  readonly path: string;
  /** Hexadecimal SHA-256. */
  readonly sha256: string;
}

export const BUNDLE_LIST_PATH = '/bundle.json';
export const PAGE_PATH = '/index.html';
export const SERVICE_WORKER_PATH = '/service-worker.js';
/** What the node that serves the page says of itself: data that changes, and a file of no bundle. */
export const NODE_SERVICES_PATH = '/node.json';

/** The text whose hash is the fingerprint. */
export function bundleLines({ version, files }: Omit<BundleList, 'hash'>): string {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return [version, ...sorted.map(({ path, sha256 }) => `${sha256}  ${path}`)].map((line) => `${line}\n`).join('');
}

/** As people compare it: groups of four. */
export function shortHash(hash: string): string {
  return hash.slice(0, 16).match(/.{4}/g)?.join(' ') ?? hash;
}
