/** Where a snapshot of the search index is kept. Knows bytes, sealed already. */

export interface SnapshotFile {
  /** A snapshot above this is not kept: the index is built anew instead. */
  readonly maxBytes: number;
  /** `undefined`: there is none, or it is too large. @throws {UnavailableError} `storage` */
  read(): Promise<Uint8Array | undefined>;
  /**
   * Replaces it as a whole: after a crash there is the old one, or the new one, or one that does not open.
   * @throws {UnavailableError} `storage` @throws {LimitError} `disk-full`; the old one is there then
   */
  write(sealed: AsyncIterable<Uint8Array>): Promise<void>;
  /** No error when there is none. */
  delete(): Promise<void>;
}
