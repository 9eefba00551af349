/** What a suite needs of a store: a fresh one, and the same one after it was closed and opened again. */
import type { MessageStore } from '@sotto/ports';

export interface StoreUnderTest {
  readonly store: MessageStore;
  /** Closes the store and opens the same data again. */
  reopen(): Promise<MessageStore>;
  /** Closes what is open and removes the data. */
  close(): Promise<void>;
}

/** Opens an empty store. */
export type OpenStore = () => Promise<StoreUnderTest>;

/** The store of the test that runs now. */
export type CurrentStore = () => StoreUnderTest;
