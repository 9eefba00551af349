/** The public names of `@sotto/testkit` that run in a browser: all but those that start one. */
export { runSuite, type SuiteResult } from './browser/page-suite.ts';
export { FakeClock, fakeClock } from './fake-clock.ts';
export { MAILBOX_LIES, type MailboxLie } from './network/mailbox-lie.ts';
export type { MemoryMailbox } from './network/memory-mailbox.ts';
export { MemoryNetwork, type MemoryNetworkOptions, type Node, type PeerOptions } from './network/memory-network.ts';
export type { MemoryPeer } from './network/memory-peer.ts';
export { type NetworkFaults, NO_FAULTS } from './network/network-faults.ts';
export { MemorySearchIndex, MemorySnapshots } from './search/memory-search-index.ts';
export { SeededPrng, seededRandom } from './seeded-random.ts';
export type { CommitFault } from './store/commit-faults.ts';
export { MemoryMessageStore, type StoreSnapshot } from './store/memory-message-store.ts';
export { describeMessageStore } from './testing/message-store/describe-message-store.ts';
export { RecordFactory } from './testing/message-store/record-factory.ts';
export type { OpenStore, StoreUnderTest } from './testing/message-store/store-under-test.ts';
export { describeSearchIndex, type SearchIndexUnderTest } from './testing/search-index/describe-search-index.ts';
