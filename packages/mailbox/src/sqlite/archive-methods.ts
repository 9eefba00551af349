/** What each operation of the archive does to the tables. The caller opens the transaction. */
import type { DatabaseSync } from 'node:sqlite';
import type { ArchiveLimits } from '../archive.ts';
import { AccountsTable } from './accounts-table.ts';
import type { ArchiveMethods } from './archive-operation.ts';
import { EnvelopesTable } from './envelopes-table.ts';
import type { FileSpace } from './file-space.ts';
import { PrekeysTable } from './prekeys-table.ts';
import type { TopicRooms } from './topic-rooms.ts';
import { TopicsTable } from './topics-table.ts';
import { TotalsTable } from './totals-table.ts';

/** Deletions per maintenance step and kind: about 5 ms, so that puts hardly wait. */
const MAINTENANCE_STEP = 256;

export interface ArchiveMethodsOptions {
  readonly database: DatabaseSync;
  readonly limits: ArchiveLimits;
  readonly space: FileSpace;
  /** What is written before each commit. */
  readonly rooms: TopicRooms;
  /** Called for every damaged record that is met. */
  readonly onCorrupt: () => void;
}

export function archiveMethods({ database, limits, space, rooms, onCorrupt }: ArchiveMethodsOptions): ArchiveMethods {
  const totals = new TotalsTable(database);
  const topics = new TopicsTable(database, { limits, totals, rooms });
  const envelopes = new EnvelopesTable(database, { topics, rooms, onCorrupt });
  const prekeys = new PrekeysTable(database, limits, onCorrupt);
  const accounts = new AccountsTable(database, { limits, totals, prekeys, onCorrupt });
  return {
    openTopic: (request) => (topics.find(request.topic) ? 'already-open' : topics.open(request)),
    findTopic: (topic) => topics.find(topic),
    noteOwner: ({ topic, nowMs }) => topics.noteOwner(topic, nowMs),
    forgetTopic: (topic) => topics.close(topic),
    purge: () => envelopes.purge(MAINTENANCE_STEP) > 0,
    deposit: (request) => envelopes.deposit(request),
    page: (query) => envelopes.page(query),
    acknowledge: ({ topic, envelopeIds }) => envelopes.acknowledge(topic, envelopeIds),
    findAccount: (accountId) => accounts.find(accountId),
    publishAccount: (publication) => accounts.publish(publication),
    addPrekeys: ({ accountId, deviceId, prekeys: added }) => {
      const account = accounts.number(accountId);
      return account === undefined ? 'full' : prekeys.add(account, deviceId, added);
    },
    takePrekey: ({ accountId, deviceId }) => {
      const account = accounts.number(accountId);
      return account === undefined ? undefined : prekeys.take(account, deviceId);
    },
    countPrekeys: ({ accountId, deviceId }) => {
      const account = accounts.number(accountId);
      return account === undefined ? 0 : prekeys.count(account, deviceId);
    },
    maintain: ({ nowMs }) => {
      const idleSinceMs = nowMs - limits.idleSeconds * 1_000;
      const steps = [
        envelopes.expire(nowMs, MAINTENANCE_STEP),
        topics.closeIdle(idleSinceMs, MAINTENANCE_STEP),
        accounts.expire(idleSinceMs, MAINTENANCE_STEP),
        envelopes.purge(MAINTENANCE_STEP),
      ];
      space.giveBack();
      const deleted = steps.reduce((sum, step) => sum + step, 0);
      return { deleted, more: steps.some((step) => step >= MAINTENANCE_STEP) };
    },
    totals: () => {
      const held = rooms.held();
      return {
        topics: totals.value('topics'),
        envelopes: held.envelopes,
        envelopeBytes: held.bytes,
        accounts: totals.value('accounts'),
        prekeys: prekeys.total(),
      };
    },
  };
}
