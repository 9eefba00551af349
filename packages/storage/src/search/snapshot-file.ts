/** Where a snapshot of the search index is kept. Knows bytes, sealed already. */
export interface SnapshotFile {
  /** `undefined`: there is none. @throws {UnavailableError} `storage` */
  read(): Promise<Uint8Array | undefined>;
  /** Replaces it as a whole; durable when it resolves. @throws {UnavailableError} `storage` @throws {LimitError} `disk-full` */
  write(sealed: Uint8Array): Promise<void>;
  /** No error when there is none. */
  delete(): Promise<void>;
}
