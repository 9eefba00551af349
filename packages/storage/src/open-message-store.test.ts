import { describeMessageStore } from '@sotto/testkit';
import { openStoreInScratchFolder } from './testing/scratch-store.ts';

describeMessageStore('on node:sqlite', openStoreInScratchFolder);
