import { SeededPrng } from '@sotto/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AMPLE, NOW_MS, someDeposit, someTopic, wholePage } from '../../tests/archive-fixture.ts';
import { FailingDatabase } from '../../tests/failing-database.ts';
import { type ScratchFolder, scratchFolder } from '../../tests/scratch-folder.ts';
import type { ArchiveReport, MailboxArchive } from '../archive.ts';
import { openInlineSqliteArchive } from './sqlite-archive.ts';

const SQLITE_IOERR_FSYNC = 1_034;
const SQLITE_IOERR_READ = 266;
const SQLITE_FULL = 13;

let folder: ScratchFolder;
let archive: MailboxArchive;
let database: FailingDatabase;
let reports: ArchiveReport[];
const prng = new SeededPrng('broken disk');
const topic = someTopic(prng);

async function open(): Promise<MailboxArchive> {
  reports = [];
  return openInlineSqliteArchive({
    folder: folder.path,
    limits: AMPLE,
    ballastBytes: 65_536,
    onReport: (report) => reports.push(report),
    openFile: (path) => {
      database = new FailingDatabase(path);
      return database;
    },
  });
}

beforeEach(async () => {
  folder = scratchFolder();
  archive = await open();
  await archive.openTopic(topic);
});
afterEach(async () => {
  database.failures = [];
  await archive.close();
  folder.remove();
});

describe('a disk that fails on fsync (fault row 11)', () => {
  beforeEach(() => {
    database.failures = [{ on: 'COMMIT', errcode: SQLITE_IOERR_FSYNC }];
  });

  it('acknowledges nothing of that commit and nothing after it', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, () => archive.deposit(someDeposit(prng, topic))),
    );
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'storage', kind: 'unavailable' } });
    }
    await expect(archive.deposit(someDeposit(prng, topic))).rejects.toMatchObject({ code: 'storage' });
    await expect(archive.acknowledge({ topic: topic.topic, envelopeIds: [] })).rejects.toMatchObject({
      code: 'storage',
    });
    expect(archive.state()).toBe('failed');
    expect(reports.at(-1)?.state).toBe('failed');
  });

  it('still reads, and serves again after a restart', async () => {
    await expect(archive.deposit(someDeposit(prng, topic))).rejects.toMatchObject({ code: 'storage' });
    expect(await archive.findTopic(topic.topic)).toBeDefined();
    await archive.close();
    archive = await open();
    const request = someDeposit(prng, topic);
    expect(await archive.deposit(request)).toMatchObject({ kind: 'stored' });
    expect((await archive.page(wholePage(topic))).envelopes).toMatchObject([{ envelope: request.envelope }]);
  });
});

describe('a failure that is not the end', () => {
  it('of one commit for want of space is tried again with the ballast, and then refuses what grows', async () => {
    database.failures = [{ on: 'COMMIT', errcode: SQLITE_FULL }];
    const [deposit, note] = await Promise.allSettled([
      archive.deposit(someDeposit(prng, topic)),
      archive.noteOwner({ topic: topic.topic, nowMs: NOW_MS + 5 }),
    ]);
    expect(deposit).toMatchObject({ status: 'rejected', reason: { code: 'disk-full' } });
    expect(note.status).toBe('fulfilled');
    expect(await archive.findTopic(topic.topic)).toMatchObject({ ownerSeenMs: NOW_MS + 5 });
    await archive.maintain({ nowMs: NOW_MS });
    expect(archive.state()).toBe('ready');
  });

  it('of one operation leaves the others of its group alone', async () => {
    database.failures = [{ on: 'COMMIT', errcode: SQLITE_IOERR_READ }];
    const requests = Array.from({ length: 4 }, () => someDeposit(prng, topic));
    const outcomes = await Promise.all(requests.map((request) => archive.deposit(request)));
    expect(outcomes).toMatchObject(requests.map(() => ({ kind: 'stored', added: true })));
    expect(archive.state()).toBe('ready');
  });

  it('when a transaction cannot begin is told, and the next one begins', async () => {
    database.failures = [
      { on: 'BEGIN IMMEDIATE', errcode: 1 },
      { on: 'BEGIN IMMEDIATE', errcode: 1 },
    ];
    await expect(archive.deposit(someDeposit(prng, topic))).rejects.toMatchObject({ code: 'storage' });
    expect(await archive.deposit(someDeposit(prng, topic))).toMatchObject({ kind: 'stored' });
  });
});
