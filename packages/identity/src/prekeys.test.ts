import { LIMITS } from '@sotto/wire';
import { beforeAll, describe, expect, test } from 'vitest';
import { type AccountFixture, foundAccount, MAILBOXES, NOW_MS, refusal } from '../tests/account-fixture.ts';
import { createDeviceKeys, toDevice } from './device-keys.ts';
import type { AccountDevice } from './log-content.ts';
import { decodeKemPrekey, decodeOneTimePrekey, decodeSignedPrekey } from './prekey-secret.ts';
import { signPrekey, verifyPrekeySignature } from './prekey-signature.ts';
import {
  createKemPrekey,
  createOneTimePrekeys,
  createSignedPrekey,
  type OneTimePrekeyOptions,
  verifyOneTimePrekey,
} from './prekeys.ts';

let account: AccountFixture;
let maker: Omit<OneTimePrekeyOptions, 'firstId' | 'count' | 'mailbox'>;
const [mailbox] = MAILBOXES as [(typeof MAILBOXES)[number]];

beforeAll(async () => {
  account = await foundAccount('ada');
  const { state, device, random } = account;
  maker = { accountId: state.accountId, deviceKeys: device, random, nowMs: NOW_MS };
});

describe('prekeys', () => {
  test('leave their secret in a record from which the handshake gets it back', async () => {
    const signed = await createSignedPrekey({ ...maker, id: 1 });
    const kem = createKemPrekey({ ...maker, id: 2 });
    const [oneTime] = await createOneTimePrekeys({ ...maker, firstId: 3, count: 1, mailbox });
    if (oneTime === undefined) throw new TypeError('no prekey');

    const ourSigned = await decodeSignedPrekey(signed.record);
    const ourKem = decodeKemPrekey(kem.record);
    const ourOneTime = await decodeOneTimePrekey(oneTime.record);
    expect(ourSigned).toMatchObject({ id: 1, pair: { publicKey: signed.published.publicKey } });
    expect(ourKem).toMatchObject({ id: 2, publicKey: kem.published.publicKey });
    expect(ourOneTime).toMatchObject({
      id: 3,
      pair: { publicKey: oneTime.published.publicKey },
      kemPublicKey: oneTime.published.kemPublicKey,
    });
    expect(oneTime.record).toMatchObject({ kind: 'one-time', id: 3, createdAtMs: NOW_MS, mailbox });
  });

  test('of another kind, version or length are not read as one', async () => {
    const { record } = await createSignedPrekey({ ...maker, id: 1 });
    const wrongVersion = { ...record, secret: record.secret.with(0, 2) };
    const wrongLength = { ...record, secret: record.secret.slice(1) };
    const tooLong = { ...record, secret: Uint8Array.from([...record.secret, 0]) };
    expect(refusal(() => decodeKemPrekey(record))).toBe('invalid-argument');
    expect(refusal(() => decodeKemPrekey({ ...record, kind: 'kem' }))).toBe('wrong-length');
    await expect(decodeSignedPrekey(wrongVersion)).rejects.toMatchObject({ code: 'wrong-version' });
    await expect(decodeSignedPrekey(wrongLength)).rejects.toMatchObject({ kind: 'decode' });
    await expect(decodeSignedPrekey(tooLong)).rejects.toMatchObject({ code: 'wrong-length' });
    await expect(decodeOneTimePrekey({ ...record, kind: 'one-time' })).rejects.toMatchObject({ code: 'wrong-length' });
  });

  test('have a number that is not 0 and fits the wire', async () => {
    for (const id of [0, -1, 1.5, 2 ** 32]) {
      await expect(createSignedPrekey({ ...maker, id })).rejects.toMatchObject({ code: 'invalid-argument' });
      expect(refusal(() => createKemPrekey({ ...maker, id }))).toBe('invalid-argument');
      await expect(createOneTimePrekeys({ ...maker, firstId: id, count: 1, mailbox })).rejects.toMatchObject({
        code: 'invalid-argument',
      });
    }
    const last = { ...maker, firstId: 2 ** 32 - 1, mailbox };
    await expect(createOneTimePrekeys({ ...last, count: 2 })).rejects.toMatchObject({ code: 'invalid-argument' });
    expect(await createOneTimePrekeys({ ...last, count: 1 })).toHaveLength(1);
  });

  test('to be used once come in numbered batches of at most one upload', async () => {
    const made = await createOneTimePrekeys({ ...maker, firstId: 41, count: 3, mailbox });
    expect(made.map(({ published }) => published.id)).toEqual([41, 42, 43]);
    expect(new Set(made.map(({ published }) => published.publicKey.join())).size).toBe(3);
    for (const count of [0, -1, 1.5, LIMITS.MAX_ONE_TIME_PREKEYS_PER_UPLOAD + 1]) {
      await expect(createOneTimePrekeys({ ...maker, firstId: 1, count, mailbox })).rejects.toMatchObject({
        code: 'invalid-argument',
      });
    }
  });
});

describe('a one-time prekey from a mailbox', () => {
  test('verifies for its device and account only', async () => {
    const { state, device, random } = account;
    const grace = await foundAccount('grace');
    const other = toDevice(await createDeviceKeys(random));
    const [made] = await createOneTimePrekeys({ ...maker, firstId: 1, count: 1, mailbox });
    if (made === undefined) throw new TypeError('no prekey');
    const prekey = made.published;
    const ours = toDevice(device);
    const verify = (owner: AccountDevice, accountId = state.accountId) =>
      verifyOneTimePrekey({ prekey, device: owner, accountId });
    expect(verify(ours)).toBe(true);
    expect(verify(ours, grace.state.accountId)).toBe(false);
    expect(verify(other)).toBe(false);
    expect(verify({ ...ours, deviceId: other.deviceId })).toBe(false);
  });

  test('A5, A9: with another number, an exchanged half or a foreign signature is refused', async () => {
    const { state, device } = account;
    const { accountId } = state;
    const [first, second] = (await createOneTimePrekeys({ ...maker, firstId: 1, count: 2, mailbox })).map(
      ({ published }) => published,
    );
    if (first === undefined || second === undefined) throw new TypeError('no prekeys');
    const verify = (prekey: typeof first) => verifyOneTimePrekey({ prekey, device: toDevice(device), accountId });
    expect(verify(first)).toBe(true);
    expect(verify({ ...first, id: 2 })).toBe(false);
    expect(verify({ ...first, publicKey: second.publicKey })).toBe(false);
    expect(verify({ ...first, kemPublicKey: second.kemPublicKey })).toBe(false);
    expect(verify({ ...first, signature: second.signature })).toBe(false);
    expect(verify({ ...first, signature: new Uint8Array() })).toBe(false);
  });

  test('A1, A3: that is weak is refused although the device signed it', async () => {
    const { state, device } = account;
    const owner = { accountId: state.accountId, deviceId: device.deviceId };
    const [made] = await createOneTimePrekeys({ ...maker, firstId: 1, count: 1, mailbox });
    if (made === undefined) throw new TypeError('no prekey');
    const resign = (change: { id?: number; publicKey?: Uint8Array; kemPublicKey?: Uint8Array }) => {
      const prekey = { ...made.published, ...change };
      const signature = signPrekey(owner, { kind: 'one-time', prekey }, device.signingKey.secretKey);
      return verifyOneTimePrekey({ ...owner, device: toDevice(device), prekey: { ...prekey, signature } });
    };
    expect(resign({})).toBe(true);
    expect(resign({ id: 0 })).toBe(false);
    expect(resign({ publicKey: new Uint8Array(32) })).toBe(false);
    expect(resign({ kemPublicKey: new Uint8Array(1_568).fill(0xff) })).toBe(false);
  });

  test('A5: every kind of prekey has a signature that no other kind accepts', async () => {
    const { state, device } = account;
    const owner = { accountId: state.accountId, deviceId: device.deviceId };
    // The same bytes under every kind: only the label can tell them apart.
    const prekey = { id: 1, publicKey: new Uint8Array(32).fill(2), kemPublicKey: new Uint8Array() };
    const kinds = ['signed', 'kem', 'one-time'] as const;
    const signingKey = device.signingKey.publicKey;
    for (const signedAs of kinds) {
      const signature = signPrekey(owner, { kind: signedAs, prekey }, device.signingKey.secretKey);
      const accepting = kinds.filter((kind) =>
        verifyPrekeySignature(owner, { kind, prekey }, { signingKey, signature }),
      );
      expect(accepting).toEqual([signedAs]);
    }
  });
});
