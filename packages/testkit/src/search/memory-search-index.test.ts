import { describeSearchIndex } from '../testing/search-index/describe-search-index.ts';
import { MemorySearchIndex, MemorySnapshots } from './memory-search-index.ts';

describeSearchIndex('in memory', async () => {
  const snapshots = new MemorySnapshots();
  let index = new MemorySearchIndex(snapshots);
  return {
    get index() {
      return index;
    },
    async reopen() {
      await index.close();
      index = new MemorySearchIndex(snapshots);
      return index;
    },
    close: () => index.close(),
  };
});
