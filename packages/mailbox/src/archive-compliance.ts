/**
 * What every `MailboxArchive` must do, as tests (specs/06 §5). A driver calls `describeMailboxArchive` in a test file
 * of its own.
 */
import { createHash } from 'node:crypto';
import { asAccountId, asDeviceId, asEnvelopeId, asTopic, type EnvelopeId, type Topic, TopicKind } from '@sotto/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountPublication, ArchivedTopic, ArchiveLimits, DepositRequest, MailboxArchive } from './archive.ts';

/** Opens an archive on storage of its own. */
export interface ArchiveFactory {
  open(limits: ArchiveLimits): Promise<MailboxArchive>;
  /** Closes the archive and opens another one on the same storage. */
  reopen(archive: MailboxArchive, limits: ArchiveLimits): Promise<MailboxArchive>;
  dispose(): Promise<void>;
}

const LIMITS: ArchiveLimits = {
  maxTotalBytes: 2 ** 30,
  maxTopics: 3,
  maxEnvelopesPerTopic: 4,
  maxBytesPerTopic: 4_000,
  maxAccounts: 2,
  maxDirectoryBytes: 1_000,
  maxPrekeysPerDevice: 5,
  idleSeconds: 100,
};
const NOW = Date.UTC(2030, 0, 1);
const HOUR = 3_600_000;

function bytes(seed: string, length: number): Uint8Array {
  const out = new Uint8Array(length);
  for (let offset = 0, i = 0; offset < length; offset += 32, i++) {
    out.set(
      createHash('sha256')
        .update(`${seed}/${i}`)
        .digest()
        .subarray(0, length - offset),
      offset,
    );
  }
  return out;
}

const topicOf = (name: string): Topic => asTopic(bytes(`topic ${name}`, 32));
const idOf = (name: string): EnvelopeId => asEnvelopeId(bytes(`id ${name}`, 32));
const accountOf = (name: string) => asAccountId(bytes(`account ${name}`, 32));
const deviceOf = (name: string) => asDeviceId(bytes(`device ${name}`, 16));

function archivedTopic(name: string): ArchivedTopic {
  return {
    topic: topicOf(name),
    kind: TopicKind.QUEUE,
    readKey: bytes(`read ${name}`, 32),
    writeKey: bytes(`write ${name}`, 32),
  };
}

function deposit(topic: string, name: string, more: Partial<DepositRequest> = {}): DepositRequest {
  return {
    topic: topicOf(topic),
    envelopeId: idOf(name),
    envelope: bytes(`envelope ${name}`, 600),
    receivedAtMs: NOW,
    expiresAtMs: NOW + HOUR,
    ...more,
  };
}

function publication(name: string, replaces: number, more: Partial<AccountPublication> = {}): AccountPublication {
  return {
    accountId: accountOf(name),
    replaces,
    accountLog: bytes(`log ${name} ${replaces}`, 200),
    bundles: [{ deviceId: deviceOf(name), number: replaces + 1, bundle: bytes(`bundle ${name}`, 100) }],
    devices: [deviceOf(name)],
    nowMs: NOW,
    ...more,
  };
}

export function describeMailboxArchive(name: string, factory: () => ArchiveFactory): void {
  describe(`${name} as an archive`, () => {
    let storage: ArchiveFactory;
    let archive: MailboxArchive;
    const open = (topic: string) => archive.openTopic({ ...archivedTopic(topic), nowMs: NOW });
    const page = async (
      topic: string,
      more: { after?: number; limit?: number; maxBytes?: number; nowMs?: number } = {},
    ) => archive.page({ topic: topicOf(topic), after: 0, limit: 50, maxBytes: 100_000, nowMs: NOW, ...more });

    beforeEach(async () => {
      storage = factory();
      archive = await storage.open(LIMITS);
    });
    afterEach(async () => {
      await archive.close();
      await storage.dispose();
    });

    describe('topics', () => {
      it('opens a topic once and finds it, also after a restart', async () => {
        expect(await open('a')).toBe('opened');
        expect(await open('a')).toBe('already-open');
        archive = await storage.reopen(archive, LIMITS);
        expect(await archive.findTopic(topicOf('a'))).toEqual({ ...archivedTopic('a'), ownerSeenMs: NOW });
        expect(await archive.findTopic(topicOf('b'))).toBeUndefined();
      });

      it('refuses more topics than it has room for, and has room again after a close', async () => {
        for (const topic of ['a', 'b', 'c']) expect(await open(topic)).toBe('opened');
        expect(await open('d')).toBe('full');
        expect(await open('a')).toBe('already-open');
        expect(await archive.closeTopic(topicOf('b'))).toBe(true);
        expect(await open('d')).toBe('opened');
      });

      it('deletes everything on close and knows nothing of it after reopening', async () => {
        await open('a');
        await archive.deposit(deposit('a', '1'));
        expect(await archive.closeTopic(topicOf('a'))).toBe(true);
        expect(await archive.closeTopic(topicOf('a'))).toBe(false);
        expect(await archive.deposit(deposit('a', '2'))).toEqual({ kind: 'unknown-topic' });
        await open('a');
        expect((await page('a')).envelopes).toEqual([]);
        expect((await archive.totals()).envelopes).toBe(0);
      });

      it('deletes topics whose owner stays away, and keeps those whose owner was noted', async () => {
        await open('a');
        await open('b');
        await archive.deposit(deposit('a', '1'));
        const later = NOW + LIMITS.idleSeconds * 1_000 + 1;
        await archive.noteOwner({ topic: topicOf('b'), nowMs: later });
        while ((await archive.maintain({ nowMs: later })).more);
        expect(await archive.findTopic(topicOf('a'))).toBeUndefined();
        expect(await archive.findTopic(topicOf('b'))).toMatchObject({ ownerSeenMs: later });
        expect(await archive.totals()).toMatchObject({ topics: 1, envelopes: 0, envelopeBytes: 0 });
      });
    });

    describe('envelopes', () => {
      it('serves what was put, oldest first, byte for byte, also after a restart', async () => {
        await open('a');
        for (const id of ['1', '2', '3']) {
          expect(await archive.deposit(deposit('a', id))).toMatchObject({ kind: 'stored', added: true });
        }
        archive = await storage.reopen(archive, LIMITS);
        const { envelopes, more } = await page('a');
        expect(envelopes.map(({ envelope }) => envelope)).toEqual(
          ['1', '2', '3'].map((id) => deposit('a', id).envelope),
        );
        expect(more).toBe(false);
      });

      it('gives positions that only grow, across deletion, restart and a clock that goes back (attack E8)', async () => {
        await open('a');
        const cursors: number[] = [];
        const put = async (id: string, receivedAtMs: number) => {
          const outcome = await archive.deposit(deposit('a', id, { receivedAtMs }));
          if (outcome.kind === 'stored') cursors.push(outcome.cursor);
        };
        await put('1', NOW);
        await put('2', NOW);
        await archive.acknowledge({ topic: topicOf('a'), envelopeIds: [idOf('1'), idOf('2')] });
        archive = await storage.reopen(archive, LIMITS);
        await put('3', NOW - 5 * HOUR);
        await put('4', NOW + 5 * HOUR);
        expect(cursors).toHaveLength(4);
        expect(cursors[0]).toBeGreaterThan(0);
        expect(cursors).toEqual([...new Set(cursors)].sort((x, y) => x - y));
      });

      it('stores a repeated deposit once and repeats what it said the first time', async () => {
        await open('a');
        const first = await archive.deposit(deposit('a', '1'));
        const again = await archive.deposit(deposit('a', '1', { receivedAtMs: NOW + 5, expiresAtMs: NOW + 9 * HOUR }));
        expect(again).toEqual({ ...first, added: false });
        expect((await page('a')).envelopes).toHaveLength(1);
        expect(await archive.totals()).toMatchObject({ envelopes: 1, envelopeBytes: 600 });
      });

      it('stores concurrent deposits of one envelope once', async () => {
        await open('a');
        const outcomes = await Promise.all(Array.from({ length: 4 }, () => archive.deposit(deposit('a', '1'))));
        expect(outcomes.filter((outcome) => outcome.kind === 'stored' && outcome.added)).toHaveLength(1);
        expect((await page('a')).envelopes).toHaveLength(1);
      });

      it('keeps topics apart', async () => {
        await open('a');
        await open('b');
        await archive.deposit(deposit('a', '1'));
        await archive.deposit(deposit('b', '1'));
        expect(await archive.acknowledge({ topic: topicOf('b'), envelopeIds: [idOf('1')] })).toBe(1);
        expect((await page('a')).envelopes).toHaveLength(1);
        expect((await page('b')).envelopes).toHaveLength(0);
      });

      it('pages by position, count and bytes', async () => {
        await open('a');
        for (const id of ['1', '2', '3', '4']) await archive.deposit(deposit('a', id));
        const first = await page('a', { limit: 3 });
        expect(first.envelopes).toHaveLength(3);
        expect(first.more).toBe(true);
        const rest = await page('a', { after: first.envelopes[2]?.cursor ?? 0 });
        expect(rest.envelopes.map(({ envelope }) => envelope)).toEqual([deposit('a', '4').envelope]);
        expect((await page('a', { maxBytes: 1_200 })).envelopes).toHaveLength(2);
        expect(await page('a', { maxBytes: 10 })).toMatchObject({ envelopes: [{}], more: true });
      });

      it('refuses more envelopes or bytes than a topic may hold, and has room again after an acknowledgement', async () => {
        await open('a');
        for (const id of ['1', '2', '3', '4']) await archive.deposit(deposit('a', id));
        expect(await archive.deposit(deposit('a', '5'))).toEqual({ kind: 'quota' });
        expect(await archive.deposit(deposit('a', '4'))).toMatchObject({ kind: 'stored', added: false });
        await archive.acknowledge({ topic: topicOf('a'), envelopeIds: [idOf('1'), idOf('2')] });
        const large = deposit('a', '6', { envelope: bytes('large', 2_801) });
        expect(await archive.deposit(large)).toEqual({ kind: 'quota' });
        expect(await archive.deposit({ ...large, envelope: bytes('large', 2_800) })).toMatchObject({ kind: 'stored' });
      });

      it('deletes on acknowledgement, once and for all, and passes over unknown ids', async () => {
        await open('a');
        await archive.deposit(deposit('a', '1'));
        const request = { topic: topicOf('a'), envelopeIds: [idOf('1'), idOf('unknown')] };
        expect(await archive.acknowledge(request)).toBe(1);
        expect(await archive.acknowledge(request)).toBe(0);
        archive = await storage.reopen(archive, LIMITS);
        expect((await page('a')).envelopes).toEqual([]);
      });

      it('does not serve what has expired, deletes it later, and takes it anew', async () => {
        await open('a');
        await archive.deposit(deposit('a', '1'));
        await archive.deposit(deposit('a', '2', { expiresAtMs: NOW + 3 * HOUR }));
        const later = NOW + HOUR;
        expect((await page('a', { nowMs: later })).envelopes).toHaveLength(1);
        const again = deposit('a', '1', { receivedAtMs: later, expiresAtMs: later + HOUR });
        expect(await archive.deposit(again)).toMatchObject({ added: true, receivedAtMs: later });
        await archive.noteOwner({ topic: topicOf('a'), nowMs: later + HOUR });
        while ((await archive.maintain({ nowMs: later + HOUR })).more);
        expect(await archive.totals()).toMatchObject({ envelopes: 1, envelopeBytes: 600 });
      });
    });

    describe('accounts', () => {
      it('keeps the last publication, also after a restart', async () => {
        expect(await archive.publishAccount(publication('a', 0))).toBe('published');
        expect(await archive.publishAccount(publication('a', 1))).toBe('published');
        archive = await storage.reopen(archive, LIMITS);
        const { accountLog, bundles } = publication('a', 1);
        expect(await archive.findAccount(accountOf('a'))).toEqual({
          accountLog,
          bundles,
          revision: 2,
          publishedAtMs: NOW,
        });
        expect(await archive.findAccount(accountOf('b'))).toBeUndefined();
      });

      it('refuses a publication that was checked against another state', async () => {
        await archive.publishAccount(publication('a', 0));
        expect(await archive.publishAccount(publication('a', 0))).toBe('conflict');
        expect(await archive.publishAccount(publication('b', 1))).toBe('conflict');
      });

      it('is bounded in accounts and bytes', async () => {
        expect(await archive.publishAccount(publication('a', 0))).toBe('published');
        expect(await archive.publishAccount(publication('a', 1, { accountLog: bytes('large', 901) }))).toBe('full');
        expect(await archive.publishAccount(publication('b', 0))).toBe('published');
        expect(await archive.publishAccount(publication('c', 0))).toBe('full');
        expect(await archive.publishAccount(publication('a', 1, { accountLog: bytes('large', 600) }))).toBe(
          'published',
        );
      });

      it('deletes accounts that are no longer published', async () => {
        await archive.publishAccount(publication('a', 0));
        await archive.addPrekeys({ ...device('a'), prekeys: prekeys(1) });
        await archive.maintain({ nowMs: NOW + LIMITS.idleSeconds * 1_000 + 1 });
        expect(await archive.findAccount(accountOf('a'))).toBeUndefined();
        expect(await archive.totals()).toMatchObject({ accounts: 0, prekeys: 0 });
        expect(await archive.publishAccount(publication('a', 0))).toBe('published');
      });
    });

    describe('one-time prekeys', () => {
      beforeEach(async () => {
        await archive.publishAccount(publication('a', 0));
      });

      it('hands out each once, oldest first, also across a restart', async () => {
        await archive.addPrekeys({ ...device('a'), prekeys: prekeys(1, 2, 3) });
        expect(await archive.takePrekey(device('a'))).toEqual(prekeys(1)[0]?.prekey);
        archive = await storage.reopen(archive, LIMITS);
        expect(await archive.takePrekey(device('a'))).toEqual(prekeys(2)[0]?.prekey);
        expect(await archive.countPrekeys(device('a'))).toBe(1);
      });

      it('gives no prekey twice to those who ask at once', async () => {
        await archive.addPrekeys({ ...device('a'), prekeys: prekeys(1, 2, 3) });
        const taken = await Promise.all(Array.from({ length: 5 }, () => archive.takePrekey(device('a'))));
        const found = taken
          .filter((prekey) => prekey !== undefined)
          .map((prekey) => Buffer.from(prekey).toString('hex'));
        expect(new Set(found).size).toBe(3);
        expect(taken.filter((prekey) => prekey === undefined)).toHaveLength(2);
      });

      it('takes no prekey back after a repeated upload', async () => {
        await archive.addPrekeys({ ...device('a'), prekeys: prekeys(1, 2) });
        await archive.takePrekey(device('a'));
        expect(await archive.addPrekeys({ ...device('a'), prekeys: prekeys(1, 2, 3) })).toBe('added');
        expect(await archive.countPrekeys(device('a'))).toBe(2);
      });

      it('is bounded for each device and belongs to devices of known accounts only', async () => {
        expect(await archive.addPrekeys({ ...device('a'), prekeys: prekeys(1, 2, 3, 4, 5, 6) })).toBe('full');
        expect(await archive.countPrekeys(device('a'))).toBe(0);
        expect(await archive.addPrekeys({ ...device('b'), prekeys: prekeys(1) })).toBe('full');
        expect(await archive.takePrekey(device('b'))).toBeUndefined();
      });

      it('deletes those of a device that the log has lost', async () => {
        await archive.addPrekeys({ ...device('a'), prekeys: prekeys(1) });
        await archive.publishAccount(publication('a', 1, { bundles: [], devices: [deviceOf('other')] }));
        expect(await archive.takePrekey(device('a'))).toBeUndefined();
      });
    });

    it('refuses calls after it was closed', async () => {
      await archive.close();
      await expect(archive.findTopic(topicOf('a'))).rejects.toMatchObject({ code: 'storage' });
    });
  });
}

const device = (name: string) => ({ accountId: accountOf(name), deviceId: deviceOf(name) });
const prekeys = (...ids: readonly number[]) => ids.map((id) => ({ id, prekey: bytes(`prekey ${id}`, 40) }));
