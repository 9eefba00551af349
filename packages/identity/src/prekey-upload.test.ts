import { sign } from '@sotto/crypto';
import { LABELS, mailboxKey, type OneTimePrekey } from '@sotto/wire';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type AccountFixture,
  adding,
  append,
  foundAccount,
  MAILBOXES,
  NOW_MS,
  refusal,
  revoking,
} from '../tests/account-fixture.ts';
import { createDeviceKeys } from './device-keys.ts';
import { signPrekeyUpload, verifyPrekeyUpload } from './prekey-upload.ts';
import { createOneTimePrekeys } from './prekeys.ts';

let account: AccountFixture;
let prekeys: OneTimePrekey[];
const [mailbox, otherMailbox] = MAILBOXES as [(typeof MAILBOXES)[number], (typeof MAILBOXES)[number]];
const ourKey = mailboxKey(mailbox);

beforeAll(async () => {
  account = await foundAccount('ada');
  const { state, device, random } = account;
  const options = { accountId: state.accountId, deviceKeys: device, random, nowMs: NOW_MS, mailbox };
  prekeys = (await createOneTimePrekeys({ ...options, firstId: 1, count: 3 })).map(({ published }) => published);
});

function signed(list: readonly OneTimePrekey[] = prekeys) {
  const { state, device } = account;
  return signPrekeyUpload({ accountId: state.accountId, deviceKeys: device, mailboxKey: ourKey, prekeys: list });
}

describe('an upload of one-time prekeys', () => {
  test('is accepted by the mailbox it was made for', () => {
    expect(verifyPrekeyUpload({ upload: signed(), state: account.state, mailboxKey: ourKey })).toBe(true);
  });

  test('A9: is refused by another mailbox, which would hand out the same keys', () => {
    const other = mailboxKey(otherMailbox);
    expect(verifyPrekeyUpload({ upload: signed(), state: account.state, mailboxKey: other })).toBe(false);
  });

  test('is refused when its list was changed', () => {
    const upload = signed();
    const [first, second, third] = prekeys as [OneTimePrekey, OneTimePrekey, OneTimePrekey];
    const lists = [[], [first], [first, second], [first, third, second], [first, first, second], [second, third]];
    for (const list of lists) {
      const changed = { ...upload, prekeys: list };
      expect(verifyPrekeyUpload({ upload: changed, state: account.state, mailboxKey: ourKey })).toBe(false);
    }
    const empty = { ...upload, signature: new Uint8Array() };
    expect(verifyPrekeyUpload({ upload: empty, state: account.state, mailboxKey: ourKey })).toBe(false);
  });

  test('with numbers out of order or repeated is refused although the device signed it', () => {
    const { state, device } = account;
    const { accountId } = state;
    const { deviceId, signingKey } = device;
    const [first, second, third] = prekeys as [OneTimePrekey, OneTimePrekey, OneTimePrekey];
    const verify = (list: readonly OneTimePrekey[]) => {
      const fields = list.flatMap((each) => [each.id, each.publicKey, each.kemPublicKey, each.signature]);
      const parts = [accountId, deviceId, ourKey, list.length, ...fields];
      const signature = sign({ label: LABELS.prekeyUploadSignature, secretKey: signingKey.secretKey, parts });
      return verifyPrekeyUpload({
        upload: { accountId, deviceId, prekeys: list, signature },
        state,
        mailboxKey: ourKey,
      });
    };
    expect(verify([first, second, third])).toBe(true);
    for (const list of [[second, first], [first, first], []]) expect(verify(list)).toBe(false);
  });

  test('with one bad prekey in it is refused as a whole', () => {
    const [first, second, third] = prekeys as [OneTimePrekey, OneTimePrekey, OneTimePrekey];
    const upload = signed([first, { ...second, publicKey: new Uint8Array(32) }, third]);
    expect(verifyPrekeyUpload({ upload, state: account.state, mailboxKey: ourKey })).toBe(false);
  });

  test('C3: from a revoked device, another account or in the name of another device is refused', async () => {
    const { state, device, recovery, random } = account;
    const grace = await foundAccount('grace');
    const second = await createDeviceKeys(random);
    const both = append(state, adding(second), device.signingKey, second.signingKey);
    const without = append(both, revoking(device), recovery);
    const upload = signed();
    expect(verifyPrekeyUpload({ upload, state: both, mailboxKey: ourKey })).toBe(true);
    expect(verifyPrekeyUpload({ upload, state: without, mailboxKey: ourKey })).toBe(false);
    expect(verifyPrekeyUpload({ upload, state: grace.state, mailboxKey: ourKey })).toBe(false);
    const posing = { ...upload, deviceId: second.deviceId };
    expect(verifyPrekeyUpload({ upload: posing, state: both, mailboxKey: ourKey })).toBe(false);
  });

  test('is not made of none, of too many, or out of order', () => {
    const [first, second] = prekeys as [OneTimePrekey, OneTimePrekey];
    const many = Array.from({ length: 51 }, (_, i) => ({ ...first, id: i + 1 }));
    for (const list of [[], [second, first], [first, first], many]) {
      expect(refusal(() => signed(list))).toBe('invalid-argument');
    }
  });
});
