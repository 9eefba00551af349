import { SeededPrng } from '@sotto/testkit';
import { describe, expect, test } from 'vitest';
import type { SealedMessageStore } from './sealed-message-store.ts';
import { startChild } from './testing/child-process.ts';
import { databasePath, openScratch, type ScratchFolder, scratchFolder } from './testing/scratch-store.ts';
import { writtenMessage, writtenPeer } from './testing/written-message.ts';

const KILLS = 6;
/** Six processes are started one after the other, on a machine that may be busy. */
const TIMEOUT_MS = 120_000;

/** Lets a writer run until it has acknowledged a number of commits, kills it, and returns all that it acknowledged. */
async function killWriter(folder: ScratchFolder, first: number, prng: SeededPrng): Promise<number[]> {
  const child = startChild('writer-process.ts', [databasePath(folder), String(first), prng.fork(`run ${first}`).seed]);
  const acknowledged: number[] = [];
  for (let left = prng.integer(1, 60); left > 0; left--) acknowledged.push(Number(await child.nextLine()));
  return [...acknowledged, ...(await child.kill()).map(Number)];
}

/** Checks that commits `first` … `last` are wholly there, and that the newest is the last in everything. */
async function expectCommits(store: SealedMessageStore, first: number, last: number): Promise<void> {
  const { accountId, deviceId, sessionId } = writtenPeer();
  for (let number = first; number <= last; number++) {
    const { message, outbox } = writtenMessage(number);
    expect(await store.message(accountId, message.messageId)).toStrictEqual(message);
    expect(await store.outboxEntry(outbox.envelopeId)).toStrictEqual(outbox);
  }
  const { session, stream } = writtenMessage(last);
  expect(await store.session(sessionId)).toStrictEqual(session);
  expect(await store.stream(accountId, deviceId)).toStrictEqual(stream);
  expect(await store.outboxCount()).toEqual({ pending: last + 1, custody: 0 });
}

describe('a writer that is killed', () => {
  test(
    'B8, E1: loses nothing acknowledged and leaves no commit half done, however often it happens',
    async () => {
      const seed = 'killed writer 1';
      const prng = new SeededPrng(seed);
      const folder = await scratchFolder();
      let written = 0;
      for (let kill = 0; kill < KILLS; kill++) {
        const acknowledged = await killWriter(folder, written, prng);
        const store = await openScratch(folder);
        const { accountId } = writtenPeer();
        const [newest] = await store.messages(accountId, { limit: 1 });
        const last = newest?.clock ?? -1;
        expect(last, `kill ${kill} of seed ${seed}`).toBeGreaterThanOrEqual(Math.max(...acknowledged));
        expect(await store.isIntact()).toBe(true);
        await expectCommits(store, Math.max(0, written - 5), last);
        const everything = await store.messages(accountId, { limit: last + 10 });
        expect(everything.map(({ clock }) => clock)).toEqual(
          Array.from({ length: last + 1 }, (_, index) => last - index),
        );
        await store.close();
        written = last + 1;
      }
      expect(written).toBeGreaterThan(KILLS * 5);
      await folder.remove();
    },
    TIMEOUT_MS,
  );
});
