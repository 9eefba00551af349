import { createRotatedKeys, toDevice, verifyAccountLog, verifyOneTimePrekey } from '@sotto/identity';
import {
  CountOneTimePrekeysSchema,
  create,
  LIMITS,
  LookUpAccountSchema,
  PublishAccountSchema,
  RefusalCode,
  TakeOneTimePrekeySchema,
} from '@sotto/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestAccount } from '../tests/test-account.ts';
import { TestMailbox } from '../tests/test-mailbox.ts';

const ADA = { remoteAddress: '192.0.2.1', peerId: 'ada' };
const STRANGER = { remoteAddress: '192.0.2.66', peerId: 'stranger' };
const PUBLISHED = { kind: 'published' };
const refused = (code: RefusalCode) => ({ kind: 'refused', code });

let mailbox: TestMailbox;
let account: TestAccount;
beforeEach(async () => {
  mailbox = await TestMailbox.open();
  account = await TestAccount.create(mailbox);
});
afterEach(() => mailbox.dispose());

const lookUp = () => mailbox.directory.lookUp(STRANGER, create(LookUpAccountSchema, { accountId: account.accountId }));
const take = (requester = STRANGER) => mailbox.directory.take(requester, create(TakeOneTimePrekeySchema, account.ref));
const count = () => mailbox.directory.count(STRANGER, create(CountOneTimePrekeysSchema, account.ref));
const publish = (request = account.publication()) => mailbox.directory.publish(ADA, request);
const upload = async (firstId: number, amount: number) =>
  mailbox.directory.upload(ADA, await account.upload({ ...mailbox, firstId, count: amount }));

async function found() {
  const outcome = await lookUp();
  if (outcome.kind !== 'found') return expect.unreachable();
  return outcome;
}

describe('publishing an account', () => {
  it('keeps log and bundles as they came, also across a restart', async () => {
    const bundle = await account.bundle(1);
    const request = account.publication(bundle);
    expect(await lookUp()).toMatchObject(refused(RefusalCode.NOT_FOUND));
    expect(await publish(request)).toEqual(PUBLISHED);
    mailbox = await mailbox.restart();
    expect(await lookUp()).toEqual({ kind: 'found', accountLog: request.accountLog, bundles: [bundle] });
  });

  it('is idempotent', async () => {
    const request = account.publication(await account.bundle(1));
    for (let i = 0; i < 3; i++) expect(await publish(request)).toEqual(PUBLISHED);
    expect(await mailbox.archive.findAccount(account.accountId)).toMatchObject({ revision: 1 });
  });

  it('takes a newer log and refuses an older one (attack C1)', async () => {
    const old = account.publication();
    await publish(old);
    await account.addDevice();
    const newer = account.publication();
    expect(await publish(newer)).toEqual(PUBLISHED);
    expect(await publish(old)).toMatchObject(refused(RefusalCode.STALE));
    expect((await found()).accountLog).toEqual(newer.accountLog);
  });

  it('refuses another history of the same account (attack C1)', async () => {
    const before = account.state;
    await account.addDevice();
    await publish();
    const kept = (await found()).accountLog;
    account.state = before;
    await account.addDevice();
    expect(await publish()).toMatchObject(refused(RefusalCode.STALE));
    await account.addDevice();
    expect(await publish()).toMatchObject(refused(RefusalCode.STALE));
    expect((await found()).accountLog).toEqual(kept);
  });

  it('refuses every log in which a byte was changed', async () => {
    const { accountLog } = account.publication();
    for (let i = 0; i < 60; i++) {
      const forged = Uint8Array.from(accountLog);
      const at = mailbox.random.integer(0, forged.length - 1);
      forged[at] = (forged[at] ?? 0) ^ (1 << mailbox.random.integer(0, 7));
      const outcome = await publish(create(PublishAccountSchema, { accountLog: forged }));
      expect(outcome, `byte ${at}`).toMatchObject(refused(RefusalCode.MALFORMED));
    }
    expect(await lookUp()).toMatchObject(refused(RefusalCode.NOT_FOUND));
  });

  it('keeps the highest number of each bundle and refuses a lower one (attack A12)', async () => {
    const [first, second] = [await account.bundle(1), await account.bundle(2)];
    await publish(account.publication(second));
    expect(await publish(account.publication(first))).toMatchObject(refused(RefusalCode.STALE));
    expect(await publish(account.publication(await account.bundle(2)))).toMatchObject(refused(RefusalCode.STALE));
    const third = await account.bundle(3);
    expect(await publish(account.publication(third))).toEqual(PUBLISHED);
    expect((await found()).bundles).toEqual([third]);
  });

  it('keeps the bundle of a device that another device does not mention', async () => {
    const other = await account.addDevice();
    const [ours, theirs] = [await account.bundle(1), await account.bundle(1, other)];
    await publish(account.publication(ours));
    await publish(account.publication(theirs));
    await publish(account.publication());
    expect((await found()).bundles).toEqual([ours, theirs]);
  });

  it('refuses bundles that the log does not bear', async () => {
    const stranger = await TestAccount.create(mailbox);
    const bundle = await stranger.bundle(1);
    expect(await publish(account.publication(bundle))).toMatchObject(refused(RefusalCode.MALFORMED));
    const tampered = Uint8Array.from(await account.bundle(1));
    tampered[40] = (tampered[40] ?? 0) ^ 1;
    expect(await publish(account.publication(tampered))).toMatchObject(refused(RefusalCode.MALFORMED));
    expect(await lookUp()).toMatchObject(refused(RefusalCode.NOT_FOUND));
  });

  it('drops what belongs to a device that was revoked or has new keys', async () => {
    const other = await account.addDevice();
    await publish(account.publication(await account.bundle(1), await account.bundle(1, other)));
    account.append({ kind: 'revokeDevice', deviceId: other.deviceId }, account.recovery);
    const rotated = await createRotatedKeys(account.device, (length) => mailbox.random.bytes(length));
    account.append(
      { kind: 'rotateDeviceKeys', device: toDevice(rotated) },
      account.device.signingKey,
      rotated.signingKey,
    );
    expect(await publish(account.publication())).toEqual(PUBLISHED);
    expect((await found()).bundles).toEqual([]);
    const renewed = await account.bundle(2, rotated);
    expect(await publish(account.publication(renewed))).toEqual(PUBLISHED);
    expect((await found()).bundles).toEqual([renewed]);
  });

  it('loses nothing when two devices publish at once', async () => {
    const other = await account.addDevice();
    const [ours, theirs] = [await account.bundle(1), await account.bundle(1, other)];
    const outcomes = await Promise.all([ours, theirs].map((bundle) => publish(account.publication(bundle))));
    expect(outcomes).toEqual([PUBLISHED, PUBLISHED]);
    expect((await found()).bundles).toHaveLength(2);
  });

  it('is bounded in accounts', async () => {
    const small = await TestMailbox.open({ policy: { maxAccounts: 1 } });
    const another = await TestAccount.create(mailbox);
    expect(await small.directory.publish(ADA, account.publication())).toEqual(PUBLISHED);
    expect(await small.directory.publish(ADA, another.publication())).toMatchObject(refused(RefusalCode.QUOTA));
    await small.dispose();
  });
});

describe('one-time prekeys', () => {
  beforeEach(async () => {
    await publish();
  });

  it('are handed out once each, whole and sound, also across a restart', async () => {
    expect(await upload(1, 3)).toEqual(PUBLISHED);
    const device = toDevice(account.device);
    const ids: number[] = [];
    for (let i = 0; i < 5; i++) {
      if (i === 2) mailbox = await mailbox.restart();
      const outcome = await take();
      if (outcome.kind !== 'taken') return expect.unreachable();
      if (outcome.prekey === undefined) continue;
      ids.push(outcome.prekey.id);
      expect(verifyOneTimePrekey({ prekey: outcome.prekey, device, accountId: account.accountId })).toBe(true);
    }
    expect(ids).toEqual([1, 2, 3]);
  });

  it('run out with an empty answer, never an error (attack A9)', async () => {
    expect(await take()).toEqual({ kind: 'taken', prekey: undefined });
    const nobody = create(TakeOneTimePrekeySchema, { accountId: new Uint8Array(32), deviceId: new Uint8Array(16) });
    expect(await mailbox.directory.take(STRANGER, nobody)).toEqual({ kind: 'taken', prekey: undefined });
  });

  it('are handed out 6 at once and one per 10 minutes after that, to each requester (attack A9)', async () => {
    await upload(1, 30);
    for (let i = 0; i < LIMITS.PREKEY_FETCH_BURST; i++) expect(await take()).toMatchObject({ prekey: {} });
    expect(await take()).toEqual({ ...refused(RefusalCode.RATE), retryAfterSeconds: 600 });
    expect(await take(ADA)).toMatchObject({ kind: 'taken', prekey: {} });
    mailbox.clock.advance(599_000);
    expect(await take()).toEqual({ ...refused(RefusalCode.RATE), retryAfterSeconds: 1 });
    mailbox.clock.advance(1_000);
    expect(await take()).toMatchObject({ kind: 'taken', prekey: {} });
    expect(await take()).toMatchObject(refused(RefusalCode.RATE));
  });

  it('cost no rate when there are none', async () => {
    for (let i = 0; i < 2 * LIMITS.PREKEY_FETCH_BURST; i++) {
      expect(await take()).toEqual({ kind: 'taken', prekey: undefined });
    }
    await upload(1, 1);
    expect(await take()).toMatchObject({ kind: 'taken', prekey: { id: 1 } });
  });

  it('are counted', async () => {
    expect(await count()).toEqual({ kind: 'count', remaining: 0 });
    await upload(1, 4);
    await take();
    expect(await count()).toEqual({ kind: 'count', remaining: 3 });
  });

  it('do not come back with a repeated upload', async () => {
    const request = await account.upload({ ...mailbox, firstId: 1, count: 2 });
    await mailbox.directory.upload(ADA, request);
    await take();
    expect(await mailbox.directory.upload(ADA, request)).toEqual(PUBLISHED);
    expect(await count()).toEqual({ kind: 'count', remaining: 1 });
  });

  it('A9: do not come back under an id that was there before, whatever their keys, also after a restart', async () => {
    await upload(1, 3);
    for (let i = 0; i < 3; i++) await take();
    mailbox = await mailbox.restart();
    expect(await upload(1, 3)).toEqual(PUBLISHED);
    expect(await count()).toEqual({ kind: 'count', remaining: 0 });
    expect(await upload(3, 2)).toEqual(PUBLISHED);
    expect(await count()).toEqual({ kind: 'count', remaining: 1 });
    const outcome = await take();
    expect(outcome).toMatchObject({ kind: 'taken', prekey: { id: 4 } });
  });

  it('are refused unless the device signed them for this mailbox', async () => {
    const elsewhere = await account.upload({ firstId: 1, count: 1, mailboxKey: mailbox.random.bytes(32) });
    expect(await mailbox.directory.upload(ADA, elsewhere)).toMatchObject(refused(RefusalCode.MALFORMED));
    const stranger = await TestAccount.create(mailbox);
    const deviceKeys = { ...stranger.device, deviceId: account.device.deviceId };
    const forged = await account.upload({ ...mailbox, firstId: 1, count: 1, deviceKeys });
    expect(await mailbox.directory.upload(ADA, forged)).toMatchObject(refused(RefusalCode.MALFORMED));
    const unknown = await stranger.upload({ ...mailbox, firstId: 1, count: 1 });
    expect(await mailbox.directory.upload(ADA, unknown)).toMatchObject(refused(RefusalCode.NOT_FOUND));
    expect(await count()).toEqual({ kind: 'count', remaining: 0 });
  });

  it('are bounded for each device', async () => {
    const most = LIMITS.MAX_ONE_TIME_PREKEYS_PER_DEVICE;
    const step = LIMITS.MAX_ONE_TIME_PREKEYS_PER_UPLOAD;
    for (let id = 1; id <= most; id += step) expect(await upload(id, step)).toEqual(PUBLISHED);
    expect(await upload(most + 1, 1)).toMatchObject(refused(RefusalCode.QUOTA));
  });

  it('of a revoked device are deleted', async () => {
    const other = await account.addDevice();
    await publish();
    const request = await account.upload({ ...mailbox, firstId: 1, count: 2, deviceKeys: other });
    expect(await mailbox.directory.upload(ADA, request)).toEqual(PUBLISHED);
    account.append({ kind: 'revokeDevice', deviceId: other.deviceId }, account.recovery);
    await publish();
    const device = create(TakeOneTimePrekeySchema, { accountId: account.accountId, deviceId: other.deviceId });
    expect(await mailbox.directory.take(STRANGER, device)).toEqual({ kind: 'taken', prekey: undefined });
    expect(verifyAccountLog((await found()).accountLog).revokedDeviceIds).toHaveLength(1);
  });
});
