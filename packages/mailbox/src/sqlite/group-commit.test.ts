import { SeededPrng } from '@sotto/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { AMPLE, someDeposit, someTopic } from '../../tests/archive-fixture.ts';
import { scratchFolder } from '../../tests/scratch-folder.ts';
import type { ArchiveReport, MailboxArchive } from '../archive.ts';
import { openInlineSqliteArchive, openSqliteArchive } from './sqlite-archive.ts';

const CONCURRENT = 400;

const folder = scratchFolder();
let archive: MailboxArchive | undefined;
afterEach(async () => {
  await archive?.close();
  folder.remove();
});

describe('group commit', () => {
  it.each([
    ['in its own thread', openSqliteArchive],
    ['in this thread', openInlineSqliteArchive],
  ])('%s shares a transaction among all puts that wait', async (_, open) => {
    const prng = new SeededPrng('group commit');
    const reports: ArchiveReport[] = [];
    const onReport = (report: ArchiveReport) => reports.push(report);
    archive = await open({ folder: folder.path, limits: AMPLE, ballastBytes: 65_536, onReport });
    const topics = Array.from({ length: 8 }, () => someTopic(prng));
    await Promise.all(topics.map((topic) => archive?.openTopic(topic)));
    reports.length = 0;
    const requests = Array.from({ length: CONCURRENT }, (_, i) => someDeposit(prng, topics[i % 8] ?? someTopic(prng)));
    const outcomes = await Promise.all(requests.map((request) => archive?.deposit(request)));
    expect(outcomes.every((outcome) => outcome?.kind === 'stored' && outcome.added)).toBe(true);
    const transactions = reports.flatMap(({ transaction }) => (transaction === undefined ? [] : [transaction]));
    expect(transactions.reduce((sum, { operations }) => sum + operations, 0)).toBe(CONCURRENT);
    expect(transactions.length).toBeLessThanOrEqual(2);
  });

  it('settles in the order of the calls', async () => {
    const prng = new SeededPrng('order');
    archive = await openSqliteArchive({ folder: folder.path, limits: AMPLE, ballastBytes: 65_536 });
    const topic = someTopic(prng);
    const order: string[] = [];
    const note = (name: string) => () => order.push(name);
    await Promise.all([
      archive.openTopic(topic).then(note('open')),
      archive.deposit(someDeposit(prng, topic)).then(note('deposit')),
      archive.findTopic(topic.topic).then(note('find')),
      archive.closeTopic(topic.topic).then(note('close')),
    ]);
    expect(order).toEqual(['open', 'deposit', 'find', 'close']);
  });

  it('refuses more than it can hold in memory, and goes on afterwards', async () => {
    const prng = new SeededPrng('too much');
    archive = await openSqliteArchive({ folder: folder.path, limits: AMPLE, ballastBytes: 65_536 });
    const topic = someTopic(prng);
    await archive.openTopic(topic);
    const large = { ...someDeposit(prng, topic), envelope: new Uint8Array(65_536) };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 1_100 }, (_, i) =>
        archive?.deposit({ ...large, envelopeId: someDeposit(prng, topic, i === 0 ? 1 : 0).envelopeId }),
      ),
    );
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBe(1_100 - 1_024);
    for (const outcome of refused) expect(outcome).toMatchObject({ reason: { code: 'rate', kind: 'limit' } });
    expect(await archive.findTopic(topic.topic)).toBeDefined();
  });
});
