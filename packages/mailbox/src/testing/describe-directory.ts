/** Accounts and one-time prekeys of an archive. */
import { beforeEach, describe, expect, it } from 'vitest';
import { accountOf, bytes, device, deviceOf, NOW_MS, prekeys, publication, SMALL_LIMITS } from './archive-records.ts';
import type { ArchiveUnderTest } from './archive-under-test.ts';

/** `subject` is there while a test runs. */
export function describeDirectory(subject: ArchiveUnderTest): void {
  describe('accounts', () => {
    it('keeps the last publication, also after a restart', async () => {
      expect(await subject.archive.publishAccount(publication('a', 0))).toBe('published');
      expect(await subject.archive.publishAccount(publication('a', 1))).toBe('published');
      await subject.reopen();
      const { accountLog, bundles } = publication('a', 1);
      expect(await subject.archive.findAccount(accountOf('a'))).toEqual({
        accountLog,
        bundles,
        revision: 2,
        publishedAtMs: NOW_MS,
      });
      expect(await subject.archive.findAccount(accountOf('b'))).toBeUndefined();
    });

    it('refuses a publication that was checked against another state', async () => {
      await subject.archive.publishAccount(publication('a', 0));
      expect(await subject.archive.publishAccount(publication('a', 0))).toBe('conflict');
      expect(await subject.archive.publishAccount(publication('b', 1))).toBe('conflict');
    });

    it('is bounded in accounts and bytes', async () => {
      expect(await subject.archive.publishAccount(publication('a', 0))).toBe('published');
      expect(await subject.archive.publishAccount(publication('a', 1, { accountLog: bytes('large', 901) }))).toBe(
        'full',
      );
      expect(await subject.archive.publishAccount(publication('b', 0))).toBe('published');
      expect(await subject.archive.publishAccount(publication('c', 0))).toBe('full');
      expect(await subject.archive.publishAccount(publication('a', 1, { accountLog: bytes('large', 600) }))).toBe(
        'published',
      );
    });

    it('deletes accounts that are no longer published', async () => {
      await subject.archive.publishAccount(publication('a', 0));
      await subject.archive.addPrekeys({ ...device('a'), prekeys: prekeys(1) });
      await subject.archive.maintain({ nowMs: NOW_MS + SMALL_LIMITS.idleSeconds * 1_000 + 1 });
      expect(await subject.archive.findAccount(accountOf('a'))).toBeUndefined();
      expect(await subject.archive.totals()).toMatchObject({ accounts: 0, prekeys: 0 });
      expect(await subject.archive.publishAccount(publication('a', 0))).toBe('published');
    });
  });

  describe('one-time prekeys', () => {
    beforeEach(async () => {
      await subject.archive.publishAccount(publication('a', 0));
    });

    it('hands out each once, oldest first, also across a restart', async () => {
      await subject.archive.addPrekeys({ ...device('a'), prekeys: prekeys(1, 2, 3) });
      expect(await subject.archive.takePrekey(device('a'))).toEqual(prekeys(1)[0]?.prekey);
      await subject.reopen();
      expect(await subject.archive.takePrekey(device('a'))).toEqual(prekeys(2)[0]?.prekey);
      expect(await subject.archive.countPrekeys(device('a'))).toBe(1);
    });

    it('gives no prekey twice to those who ask at once', async () => {
      await subject.archive.addPrekeys({ ...device('a'), prekeys: prekeys(1, 2, 3) });
      const taken = await Promise.all(Array.from({ length: 5 }, () => subject.archive.takePrekey(device('a'))));
      const found = taken.filter((prekey) => prekey !== undefined).map((prekey) => Buffer.from(prekey).toString('hex'));
      expect(new Set(found).size).toBe(3);
      expect(taken.filter((prekey) => prekey === undefined)).toHaveLength(2);
    });

    it('takes no prekey back after a repeated upload', async () => {
      await subject.archive.addPrekeys({ ...device('a'), prekeys: prekeys(1, 2) });
      await subject.archive.takePrekey(device('a'));
      expect(await subject.archive.addPrekeys({ ...device('a'), prekeys: prekeys(1, 2, 3) })).toBe('added');
      expect(await subject.archive.countPrekeys(device('a'))).toBe(2);
    });

    it('takes no id a second time, though all are gone, keys are others and it was closed in between', async () => {
      await subject.archive.addPrekeys({ ...device('a'), prekeys: prekeys(1, 2) });
      while (await subject.archive.takePrekey(device('a')));
      await subject.reopen();
      const others = prekeys(1, 2).map(({ id }) => ({ id, prekey: new Uint8Array(40).fill(99) }));
      expect(await subject.archive.addPrekeys({ ...device('a'), prekeys: others })).toBe('added');
      expect(await subject.archive.takePrekey(device('a'))).toBeUndefined();
      expect(await subject.archive.addPrekeys({ ...device('a'), prekeys: [...others, ...prekeys(3)] })).toBe('added');
      expect(await subject.archive.takePrekey(device('a'))).toEqual(prekeys(3)[0]?.prekey);
      expect(await subject.archive.takePrekey(device('a'))).toBeUndefined();
    });

    it('is bounded for each device and belongs to devices of known accounts only', async () => {
      expect(await subject.archive.addPrekeys({ ...device('a'), prekeys: prekeys(1, 2, 3, 4, 5, 6) })).toBe('full');
      expect(await subject.archive.countPrekeys(device('a'))).toBe(0);
      expect(await subject.archive.addPrekeys({ ...device('b'), prekeys: prekeys(1) })).toBe('full');
      expect(await subject.archive.takePrekey(device('b'))).toBeUndefined();
    });

    it('deletes those of a device that the log has lost', async () => {
      await subject.archive.addPrekeys({ ...device('a'), prekeys: prekeys(1) });
      await subject.archive.publishAccount(publication('a', 1, { bundles: [], devices: [deviceOf('other')] }));
      expect(await subject.archive.takePrekey(device('a'))).toBeUndefined();
    });
  });
}
