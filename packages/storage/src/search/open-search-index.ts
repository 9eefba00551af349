/** The search index of a person's database, where this platform has one. */

import { type CryptoProvider, platformProvider, type Secret } from '@sotto/crypto';
import type { Random, SearchIndex } from '@sotto/ports';
import { searchParts } from '#platform';
import { SealedSearchIndex } from './sealed-search-index.ts';
import type { SearchParts } from './search-parts.ts';
import { SnapshotSeal } from './snapshot-seal.ts';

export interface SearchIndexOptions {
  /** 32 bytes: the one of the database. Not kept, and not wiped. */
  readonly storeKey: Uint8Array | Secret;
  readonly random: Random;
  readonly provider?: CryptoProvider;
}

export interface OpenSearchIndexOptions extends SearchIndexOptions {
  /** The file of the snapshot, for its owner only. Its folder must exist. */
  readonly path: string;
}

/** An empty index that may load the snapshot of this file; `undefined` on a platform without one. */
export async function openSearchIndex({ path, ...options }: OpenSearchIndexOptions): Promise<SearchIndex | undefined> {
  const parts = searchParts(path);
  return parts && (await createSearchIndex(parts, options));
}

/** The same on any SQLite in memory and any place for the snapshot. */
export async function createSearchIndex(
  parts: SearchParts,
  { storeKey, random, provider = platformProvider }: SearchIndexOptions,
): Promise<SearchIndex> {
  return await SealedSearchIndex.create({ ...parts, seal: new SnapshotSeal(provider, storeKey, random) });
}
