import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SeededPrng } from '@sotto/testkit';
import type { LimitError } from '@sotto/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AMPLE, NOW_MS, someDeposit, someTopic, wholePage } from '../../tests/archive-fixture.ts';
import { type ScratchFolder, scratchFolder } from '../../tests/scratch-folder.ts';
import type { ArchiveReport, DepositRequest, MailboxArchive } from '../archive.ts';
import { Ballast } from './ballast.ts';
import { openInlineSqliteArchive } from './sqlite-archive.ts';

const BALLAST_BYTES = 131_072;
/** SQLite reports the end of this file like the end of a disk. */
const limits = { ...AMPLE, maxTotalBytes: 4 * 2 ** 20 };

let folder: ScratchFolder;
let archive: MailboxArchive;
const reports: ArchiveReport[] = [];
const prng = new SeededPrng('full disk');
const topic = someTopic(prng);
const open = () =>
  openInlineSqliteArchive({
    folder: folder.path,
    limits,
    ballastBytes: BALLAST_BYTES,
    onReport: (report) => reports.push(report),
  });

beforeEach(async () => {
  folder = scratchFolder();
  archive = await open();
  await archive.openTopic(topic);
});
afterEach(async () => {
  await archive.close();
  folder.remove();
});

/** Puts until the disk is full; returns what was acknowledged. */
async function fill(): Promise<DepositRequest[]> {
  const stored: DepositRequest[] = [];
  for (;;) {
    const group = Array.from({ length: 64 }, () => someDeposit(prng, topic));
    const outcomes = await Promise.allSettled(group.map((request) => archive.deposit(request)));
    outcomes.forEach((outcome, i) => {
      const request = group[i];
      if (outcome.status === 'fulfilled' && request) stored.push(request);
      else expect((outcome as PromiseRejectedResult).reason).toMatchObject({ code: 'disk-full' } as LimitError);
    });
    if (outcomes.some(({ status }) => status === 'rejected')) return stored;
  }
}

const ballast = () => statSync(join(folder.path, 'ballast'), { throwIfNoEntry: false })?.size;

describe('a full disk (attack E2)', () => {
  it('refuses what needs space, keeps what it has acknowledged, and still reads, acknowledges and deletes', async () => {
    expect(ballast()).toBe(BALLAST_BYTES);
    const stored = await fill();
    expect(archive.state()).toBe('disk-full');
    expect(existsSync(join(folder.path, 'ballast'))).toBe(false);
    const { envelopes } = await archive.page(wholePage(topic));
    expect(envelopes.map(({ envelope }) => envelope)).toEqual(stored.map(({ envelope }) => envelope));
    await expect(archive.deposit(someDeposit(prng, topic))).rejects.toMatchObject({ code: 'disk-full' });
    await expect(archive.openTopic(someTopic(prng))).rejects.toMatchObject({ code: 'disk-full' });
    expect(await archive.openTopic(topic)).toBe('already-open');
    const [first] = stored;
    if (first === undefined) return expect.unreachable();
    expect(await archive.acknowledge({ topic: topic.topic, envelopeIds: [first.envelopeId] })).toBe(1);
    expect(await archive.closeTopic(topic.topic)).toBe(true);
    expect((await archive.totals()).envelopes).toBe(0);
  });

  it('takes deposits again once there is space, without a restart, and has its ballast back', async () => {
    const stored = await fill();
    await archive.maintain({ nowMs: NOW_MS });
    expect(archive.state()).toBe('disk-full');
    for (let i = 0; i < stored.length; i += 256) {
      const envelopeIds = stored.slice(i, i + 256).map(({ envelopeId }) => envelopeId);
      await archive.acknowledge({ topic: topic.topic, envelopeIds });
    }
    await archive.maintain({ nowMs: NOW_MS });
    expect(archive.state()).toBe('ready');
    expect(ballast()).toBe(BALLAST_BYTES);
    expect(await archive.deposit(someDeposit(prng, topic))).toMatchObject({ kind: 'stored', added: true });
  });

  it('deletes what has expired', async () => {
    await fill();
    const nowMs = NOW_MS + 3_600_000;
    while ((await archive.maintain({ nowMs })).more);
    await archive.maintain({ nowMs });
    expect(archive.state()).toBe('ready');
    expect((await archive.totals()).envelopes).toBe(0);
  });

  it('harms nobody in the same group: those that need no space go through', async () => {
    const stored = await fill();
    await archive.maintain({ nowMs: NOW_MS });
    const [first] = stored;
    if (first === undefined) return expect.unreachable();
    const [refused, deleted, page] = await Promise.allSettled([
      archive.deposit(someDeposit(prng, topic)),
      archive.acknowledge({ topic: topic.topic, envelopeIds: [first.envelopeId] }),
      archive.page(wholePage(topic)),
    ]);
    expect(refused.status).toBe('rejected');
    expect(deleted).toMatchObject({ status: 'fulfilled', value: 1 });
    expect(page.status).toBe('fulfilled');
  });

  it('is still one after a restart', async () => {
    const stored = await fill();
    await archive.close();
    archive = await open();
    expect((await archive.page(wholePage(topic))).envelopes).toHaveLength(stored.length);
    await expect(archive.deposit(someDeposit(prng, topic, 60_000))).rejects.toMatchObject({ code: 'disk-full' });
  });

  it('tells the operator', async () => {
    reports.length = 0;
    await fill();
    expect(reports.map(({ state }) => state)).toContain('disk-full');
  });
});

describe('the ballast', () => {
  it('holds its space, gives it up, and is not taken when that would fill the disk', () => {
    const path = join(folder.path, 'weight');
    const small = new Ballast(path, 70_000);
    expect(small.restore()).toBe(true);
    expect(statSync(path).size).toBe(70_000);
    expect(statSync(path).blocks * 512).toBeGreaterThanOrEqual(70_000);
    small.release();
    small.release();
    expect(existsSync(path)).toBe(false);
    expect(new Ballast(path, 2 ** 52).restore()).toBe(false);
    expect(existsSync(path)).toBe(false);
  });
});
