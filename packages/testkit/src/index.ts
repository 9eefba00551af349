/** The public names of `@sotto/testkit`. Nothing here is for a product. */
export { FakeClock, fakeClock } from './fake-clock.ts';
export { SeededPrng, seededRandom } from './seeded-random.ts';
export type { CommitFault } from './store/commit-faults.ts';
export { MemoryMessageStore, type StoreSnapshot } from './store/memory-message-store.ts';
