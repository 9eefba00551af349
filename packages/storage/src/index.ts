/** The public names of `@sotto/storage`. */
export { lockHome, prepareMessageStore } from '#platform';
export type { HomeLock, HomeLockOptions } from './home-lock.ts';
export {
  createMessageStore,
  type MessageStoreOptions,
  type OpenMessageStoreOptions,
  openMessageStore,
} from './open-message-store.ts';
export type { SealedMessageStore } from './sealed-message-store.ts';
export type { MemoryDatabase } from './search/memory-database.ts';
export {
  createSearchIndex,
  type OpenSearchIndexOptions,
  openSearchIndex,
  type SearchIndexOptions,
} from './search/open-search-index.ts';
export type { SnapshotFile } from './search/snapshot-file.ts';
export type { SqlDriver, SqlFault, SqlOutcome, SqlRow, SqlStatement, SqlValue } from './sql-driver.ts';
