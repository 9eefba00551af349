/**
 * The suite that every `MessageStore` passes (specs/09): every record kind and query, order, atomicity, bounds,
 * replacement, unique names, expiry, durability across reopening.
 *
 * It fixes what the port leaves open: lists of contacts and topics come by their time of creation, prekeys by id, devices
 * and streams by device id, unread messages oldest first; the outbox by creation and then by arrival; deleting what is
 * not there and setting the state of an unknown message do nothing; finished outbox rows are pruned when they expire.
 */
import { afterEach, beforeEach, describe } from 'vitest';
import { describeCommits } from './describe-commits.ts';
import { describeConversations } from './describe-conversations.ts';
import { describeEffects } from './describe-effects.ts';
import { describeExpiry } from './describe-expiry.ts';
import { describeLists } from './describe-lists.ts';
import { describeOutbox } from './describe-outbox.ts';
import { describeRecords } from './describe-records.ts';
import type { CurrentStore, OpenStore, StoreUnderTest } from './store-under-test.ts';

export function describeMessageStore(name: string, open: OpenStore): void {
  describe(`the message store ${name}`, () => {
    let opened: StoreUnderTest | undefined;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(async () => {
      await opened?.close();
    });
    const current: CurrentStore = () => opened as StoreUnderTest;
    describeRecords(current);
    describeLists(current);
    describeConversations(current);
    describeEffects(current);
    describeOutbox(current);
    describeCommits(current);
    describeExpiry(current);
  });
}
