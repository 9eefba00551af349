import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SeededPrng } from '@sotto/testkit';
import { formatHex, SottoError } from '@sotto/wire';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AMPLE, someDeposit, someTopic, wholePage } from '../../tests/archive-fixture.ts';
import { type ScratchFolder, scratchFolder } from '../../tests/scratch-folder.ts';
import type { ArchiveReport, MailboxArchive } from '../archive.ts';
import { openInlineSqliteArchive } from './sqlite-archive.ts';

const TOPICS = 4;
const ENVELOPES_PER_TOPIC = 12;
const RANDOM_FLIPS = 150;

const prng = new SeededPrng('corruption');
const topics = Array.from({ length: TOPICS }, () => someTopic(prng));
const deposits = topics.map((topic) => Array.from({ length: ENVELOPES_PER_TOPIC }, () => someDeposit(prng, topic)));

let sound: ScratchFolder;
let folder: ScratchFolder;
let archive: MailboxArchive | undefined;
let reports: ArchiveReport[] = [];
const open = (path: string) => {
  reports = [];
  const onReport = (report: ArchiveReport) => reports.push(report);
  return openInlineSqliteArchive({ folder: path, limits: AMPLE, ballastBytes: 65_536, onReport });
};

beforeAll(async () => {
  sound = scratchFolder();
  folder = scratchFolder();
  const writer = await open(sound.path);
  for (const topic of topics) await writer.openTopic(topic);
  for (const request of deposits.flat()) await writer.deposit(request);
  await writer.close();
});
afterEach(async () => {
  await archive?.close();
  archive = undefined;
});
afterAll(() => {
  sound.remove();
  folder.remove();
});

/** Opens a copy of the sound file with one bit flipped. */
async function openFlipped(offset: number, bit: number): Promise<MailboxArchive> {
  const path = join(folder.path, 'archive.db');
  copyFileSync(join(sound.path, 'archive.db'), path);
  const bytes = readFileSync(path);
  bytes[offset] = (bytes[offset] ?? 0) ^ (1 << bit);
  writeFileSync(path, bytes);
  archive = await open(folder.path);
  return archive;
}

const corruptRecords = () => reports.reduce((sum, report) => sum + report.corruptRecords, 0);
const file = () => readFileSync(join(sound.path, 'archive.db'));

describe('one flipped bit in a record (attack E3)', () => {
  it('is reported, is not served, and harms no other record', async () => {
    const victim = deposits[1]?.[5];
    if (victim === undefined) return expect.unreachable();
    const offset = file().indexOf(Buffer.from(victim.envelope.subarray(0, 64)));
    expect(offset).toBeGreaterThan(0);
    const damaged = await openFlipped(offset + 17, 3);
    for (const [i, topic] of topics.entries()) {
      const served = (await damaged.page(wholePage(topic))).envelopes.map(({ envelope }) => envelope);
      const expected = (deposits[i] ?? []).filter((request) => request !== victim).map(({ envelope }) => envelope);
      expect(served).toEqual(expected);
    }
    expect(corruptRecords()).toBe(1);
    expect(damaged.state()).toBe('ready');
  });

  it('is never receipted again: the same envelope is stored anew', async () => {
    const victim = deposits[2]?.[0];
    const topic = topics[2];
    if (victim === undefined || topic === undefined) return expect.unreachable();
    const offset = file().indexOf(Buffer.from(victim.envelope.subarray(0, 64)));
    const damaged = await openFlipped(offset, 0);
    expect(await damaged.deposit(victim)).toMatchObject({ kind: 'stored', added: true });
    const served = (await damaged.page(wholePage(topic))).envelopes.map(({ envelope }) => formatHex(envelope));
    expect(served).toHaveLength(ENVELOPES_PER_TOPIC);
    expect(served).toContain(formatHex(victim.envelope));
    expect((await damaged.totals()).envelopes).toBe(TOPICS * ENVELOPES_PER_TOPIC);
  });

  it('of a topic makes it unknown until its owner opens it again', async () => {
    const topic = topics[0];
    if (topic === undefined) return expect.unreachable();
    const damaged = await openFlipped(file().indexOf(Buffer.from(topic.writeKey)) + 9, 2);
    expect(await damaged.findTopic(topic.topic)).toBeUndefined();
    expect(await damaged.openTopic(topic)).toBe('opened');
    expect(await damaged.findTopic(topic.topic)).toMatchObject({ writeKey: topic.writeKey });
    expect((await damaged.page(wholePage(topic))).envelopes).toHaveLength(ENVELOPES_PER_TOPIC);
  });

  it('can be acknowledged and expires like any other', async () => {
    const victim = deposits[3]?.[3];
    const topic = topics[3];
    if (victim === undefined || topic === undefined) return expect.unreachable();
    const offset = file().indexOf(Buffer.from(victim.envelope.subarray(0, 64)));
    const damaged = await openFlipped(offset, 7);
    expect(await damaged.acknowledge({ topic: topic.topic, envelopeIds: [victim.envelopeId] })).toBe(1);
    while ((await damaged.maintain({ nowMs: victim.expiresAtMs })).more);
    expect(await damaged.totals()).toMatchObject({ envelopes: 0, envelopeBytes: 0 });
  });
});

describe('one flipped bit anywhere in the file (attack E3)', () => {
  it('never makes the mailbox serve what nobody put, or fail in any way but a typed one', async () => {
    const known = new Set(deposits.flat().map(({ envelope }) => formatHex(envelope)));
    const length = file().length;
    let served = 0;
    for (let flip = 0; flip < RANDOM_FLIPS; flip++) {
      const [offset, bit] = [prng.integer(0, length - 1), prng.integer(0, 7)];
      served += await serveAll(offset, bit, known);
      await archive?.close();
      archive = undefined;
    }
    // Most flips hit one record or none.
    expect(served).toBeGreaterThan(RANDOM_FLIPS * TOPICS * ENVELOPES_PER_TOPIC * 0.8);
  });
});

/** Envelopes that a file with this bit flipped serves. */
async function serveAll(offset: number, bit: number, known: ReadonlySet<string>): Promise<number> {
  let served = 0;
  try {
    const damaged = await openFlipped(offset, bit);
    for (const topic of topics) {
      const { envelopes } = await damaged.page(wholePage(topic));
      for (const { envelope } of envelopes) expect(known.has(formatHex(envelope)), `offset ${offset}`).toBe(true);
      served += envelopes.length;
    }
  } catch (error) {
    expect(error, `offset ${offset} bit ${bit}`).toBeInstanceOf(SottoError);
  }
  return served;
}
