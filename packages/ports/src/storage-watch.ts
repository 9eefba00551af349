/** What the place where the account is kept says of itself (specs/08 §14): how safe it is, and how much room is left. */

export interface StorageCondition {
  /** `memory`: nothing is kept when the program ends. */
  readonly medium: 'disk' | 'memory';
  /** Whether somebody else than the person may delete it to make room. */
  readonly isEvictable: boolean;
  /** Bytes that can still be written; absent where nobody says. */
  readonly availableBytes?: number;
}

export interface StorageWatch {
  /** Looks now. @throws {UnavailableError} storage */
  condition(): Promise<StorageCondition>;
}
