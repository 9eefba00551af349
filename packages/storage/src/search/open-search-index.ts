/** The search index of a person's database in a folder. */
import { type CryptoProvider, platformProvider, type Secret } from '@sotto/crypto';
import type { Random, SearchIndex } from '@sotto/ports';
import type { MemoryDatabase } from './memory-database.ts';
import { NodeMemoryDatabase } from './node-memory-database.ts';
import { privateSnapshotFile } from './private-snapshot-file.ts';
import { SealedSearchIndex } from './sealed-search-index.ts';
import type { SnapshotFile } from './snapshot-file.ts';
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

/** An empty index that may load the snapshot of this file. */
export async function openSearchIndex({ path, ...options }: OpenSearchIndexOptions): Promise<SearchIndex> {
  return await createSearchIndex({ database: new NodeMemoryDatabase(), file: privateSnapshotFile(path) }, options);
}

/** The same on any SQLite in memory and any place for the snapshot. */
export async function createSearchIndex(
  parts: { readonly database: MemoryDatabase; readonly file: SnapshotFile },
  { storeKey, random, provider = platformProvider }: SearchIndexOptions,
): Promise<SearchIndex> {
  return await SealedSearchIndex.create({ ...parts, seal: new SnapshotSeal(provider, storeKey, random) });
}
