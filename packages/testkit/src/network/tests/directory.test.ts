import {
  createAccountLog,
  createDeviceKeys,
  createRecoveryWords,
  encodeAccountLog,
  recoveryKey,
} from '@sotto/identity';
import type { DirectoryEntry } from '@sotto/ports';
import {
  type AccountId,
  asAccountId,
  asDeviceId,
  create,
  encodeMessage,
  OneTimePrekeySchema,
  PrekeyBundleBodySchema,
  PrekeyBundleSchema,
} from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { newWorld, prng } from './memory-world.ts';

const random = (length: number) => prng.bytes(length);

/** An account, and entries that publish it with one bundle per device. */
async function newAccount(): Promise<{
  readonly accountId: AccountId;
  entry(...bundles: readonly Uint8Array[]): DirectoryEntry;
}> {
  const state = createAccountLog({
    recoveryKey: recoveryKey(createRecoveryWords(random)),
    firstDevice: await createDeviceKeys(random),
    mailboxes: [],
    random,
    nowMs: 1_000_000,
  });
  return {
    accountId: state.accountId,
    entry: (...bundles) => ({ accountLog: encodeAccountLog(state), bundles }),
  };
}

/** The part of a bundle that the directory reads; nobody verifies it here. */
function bundleOf(deviceId: Uint8Array, number: bigint): Uint8Array {
  const body = encodeMessage(PrekeyBundleBodySchema, create(PrekeyBundleBodySchema, { deviceId, number }));
  return encodeMessage(PrekeyBundleSchema, create(PrekeyBundleSchema, { body, signature: prng.bytes(64) }));
}

describe('the directory of a mailbox in memory', () => {
  test('hands out what was published, the newest bundle of each device', async () => {
    const { mailbox, owner, sender } = await newWorld();
    const { accountId, entry } = await newAccount();
    expect(await sender.directory.lookUp(mailbox.address, accountId)).toBeUndefined();
    const [phone, laptop] = [prng.bytes(16), prng.bytes(16)];
    await owner.directory.publish(mailbox.address, entry(bundleOf(phone, 1n)));
    await owner.directory.publish(mailbox.address, entry(bundleOf(laptop, 1n)));
    const newest = bundleOf(phone, 2n);
    await owner.directory.publish(mailbox.address, entry(newest));
    const found = await sender.directory.lookUp(mailbox.address, accountId);
    expect(found?.accountLog).toEqual(entry().accountLog);
    expect(found?.bundles).toHaveLength(2);
    expect(found?.bundles).toContainEqual(newest);
  });

  test('refuses a log that does not verify', async () => {
    const { mailbox, owner } = await newWorld();
    const refused = owner.directory.publish(mailbox.address, { accountLog: prng.bytes(200), bundles: [] });
    await expect(refused).rejects.toMatchObject({ code: 'refused' });
  });

  test('A12: a stale directory hands out what was published first', async () => {
    const { mailbox, owner, sender } = await newWorld();
    const { accountId, entry } = await newAccount();
    const device = prng.bytes(16);
    const first = entry(bundleOf(device, 1n));
    await owner.directory.publish(mailbox.address, first);
    await owner.directory.publish(mailbox.address, entry(bundleOf(device, 2n)));
    mailbox.lie('stale-directory');
    expect(await sender.directory.lookUp(mailbox.address, accountId)).toEqual(first);
  });

  test('A12: a directory that changes bits changes one of each part', async () => {
    const { mailbox, owner, sender } = await newWorld();
    const { accountId, entry } = await newAccount();
    const published = entry(bundleOf(prng.bytes(16), 1n));
    await owner.directory.publish(mailbox.address, published);
    mailbox.lie('flip-directory-bits');
    const found = await sender.directory.lookUp(mailbox.address, accountId);
    expect(found?.accountLog).not.toEqual(published.accountLog);
    expect(found?.bundles[0]).not.toEqual(published.bundles[0]);
    expect(found?.accountLog).toHaveLength(published.accountLog.length);
  });

  test('A9: hands every one-time prekey out once, unless it repeats them or has been drained', async () => {
    const { mailbox, owner, sender } = await newWorld();
    const device = { accountId: asAccountId(prng.bytes(32)), deviceId: asDeviceId(prng.bytes(16)) };
    const prekeys = [1, 2, 3, 4].map((id) => create(OneTimePrekeySchema, { id, publicKey: prng.bytes(32) }));
    const upload = { ...device, prekeys, signature: prng.bytes(64) };
    await owner.directory.uploadOneTimePrekeys(mailbox.address, upload);
    await owner.directory.uploadOneTimePrekeys(mailbox.address, upload);
    expect(await owner.directory.countOneTimePrekeys(mailbox.address, device)).toBe(4);
    const take = async () => (await sender.directory.takeOneTimePrekey(mailbox.address, device))?.id;
    expect([await take(), await take()]).toEqual([1, 2]);
    mailbox.lie('repeat-prekeys');
    expect([await take(), await take()]).toEqual([3, 3]);
    mailbox.directory.drain();
    expect(await take()).toBeUndefined();
    await owner.directory.uploadOneTimePrekeys(mailbox.address, upload);
    expect(await owner.directory.countOneTimePrekeys(mailbox.address, device)).toBe(0);
  });
});
