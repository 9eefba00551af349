/** What a search index is made of on a platform: a SQLite in memory, a place for its snapshot, and turns to give away. */
import type { MemoryDatabase } from './memory-database.ts';
import type { SnapshotFile } from './snapshot-file.ts';

export interface SearchParts {
  /** Called when the index is needed first: a client that never searches has no database for it. */
  openDatabase(): Promise<MemoryDatabase>;
  readonly file: SnapshotFile;
  /** Lets everything else have its turn; called between pieces of long work. */
  pause(): Promise<void>;
}
