/** What a search index is made of on a platform: a SQLite in memory and a place for its snapshot. */
import type { MemoryDatabase } from './memory-database.ts';
import type { SnapshotFile } from './snapshot-file.ts';

export interface SearchParts {
  readonly database: MemoryDatabase;
  readonly file: SnapshotFile;
}
