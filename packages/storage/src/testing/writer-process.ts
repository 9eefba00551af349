/**
 * Commits messages until it is killed, and prints the number of each one once its commit has resolved.
 *
 * Parameters: the database, the first number, a seed. What is committed follows from the number alone, so that the
 * parent knows it too.
 */
import { writeSync } from 'node:fs';
import process from 'node:process';
import { fakeClock, SeededPrng, seededRandom } from '@sotto/testkit';
import { openMessageStore } from '../open-message-store.ts';
import { STORE_KEY } from './scratch-store.ts';
import { writtenChanges } from './written-message.ts';

const [path = '', first = '0', seed = ''] = process.argv.slice(2);
const clock = fakeClock();
const prng = new SeededPrng(seed);
const store = await openMessageStore({ path, storeKey: STORE_KEY, random: seededRandom(`${seed} nonces`), clock });

for (let next = Number(first); ; ) {
  const together = prng.integer(1, 4);
  // A kill takes back neither: a relaxed commit is only not safe from a power cut.
  const durability = prng.pick(['full', 'relaxed'] as const);
  const commits = Array.from({ length: together }, async (_, index) => {
    await store.commit(writtenChanges(next + index), durability);
    // Not buffered: what is printed has been acknowledged, even if the next instruction never runs.
    writeSync(1, `${next + index}\n`);
  });
  await Promise.all(commits);
  next += together;
  // Now and then the log is emptied, so that a kill can fall into a checkpoint as well.
  if (prng.chance(0.2)) await clock.advanceAsync(5_000);
}
