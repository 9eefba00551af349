/** The search index of a person's database. */

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
  /** The file of the snapshot, for its owner only. In Node its folder must exist; `:memory:` in a browser: none is kept. */
  readonly path: string;
}

/** An empty index that may load the snapshot of this file. */
export function openSearchIndex({ path, ...options }: OpenSearchIndexOptions): SearchIndex {
  return createSearchIndex(searchParts(path), options);
}

/** The same on any SQLite in memory and any place for the snapshot. */
export function createSearchIndex(
  parts: SearchParts,
  { storeKey, random, provider = platformProvider }: SearchIndexOptions,
): SearchIndex {
  const seal = new SnapshotSeal({ provider, storeKey, random, pause: () => parts.pause() });
  return new SealedSearchIndex({ ...parts, seal });
}
