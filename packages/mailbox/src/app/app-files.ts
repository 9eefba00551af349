/**
 * The files of the web app, read once and kept: what is served is what was there at the start (attack G3).
 *
 * A request names a key of a map, never a path, so there is nothing to traverse and no link to follow.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LimitError, UsageError } from '@sotto/wire';
import { cacheControl, mediaType } from './page-headers.ts';

const MAX_FILES = 1_024;
const MAX_TOTAL_BYTES = 67_108_864;
const PAGE = '/index.html';

export interface AppFile {
  readonly bytes: Uint8Array;
  readonly type: string;
  /** `cache-control`. */
  readonly caching: string;
  /** A quoted ETag: the SHA-256 of the bytes. */
  readonly tag: string;
}

/** By the path of a URL: `/`, `/index.html`, `/assets/app.js`. */
export type AppFiles = ReadonlyMap<string, AppFile>;

/**
 * Every file of the folder and below that has a type we serve; links and names that begin with a dot are left out.
 * @throws {UsageError} `invalid-argument` for a folder without a page @throws {LimitError} `too-many`, `too-large`
 */
export function readAppFiles(folder: string): AppFiles {
  const files = new Map<string, AppFile>();
  let totalBytes = 0;
  for (const path of filesBelow(folder)) {
    const type = mediaType(path);
    if (type === undefined) continue;
    if (files.size >= MAX_FILES) throw new LimitError('too-many', 'the web app has too many files');
    const bytes = readFileSync(join(folder, path));
    totalBytes += bytes.length;
    if (totalBytes > MAX_TOTAL_BYTES) throw new LimitError('too-large', 'the web app is too large');
    const tag = `"${createHash('sha256').update(bytes).digest('base64url')}"`;
    files.set(encodeURI(path), { bytes, type, caching: cacheControl(path), tag });
  }
  const page = files.get(PAGE);
  if (page === undefined) {
    throw new UsageError('invalid-argument', 'there is no web app in this folder', {
      hint: 'It must hold an index.html; build the app first.',
    });
  }
  return files.set('/', page);
}

/** Paths from the folder, with a slash first. */
function* filesBelow(folder: string, below = ''): Generator<string> {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = `${below}/${entry.name}`;
    if (entry.isFile()) yield path;
    else if (entry.isDirectory()) yield* filesBelow(join(folder, entry.name), path);
  }
}
