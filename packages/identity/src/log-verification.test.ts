import { signingKeyPair } from '@sotto/crypto';
import {
  AddDeviceSchema,
  type Authority,
  AuthorityKind,
  AuthoritySchema,
  asDeviceId,
  CheckpointSchema,
  concatBytes,
  create,
  DecodeError,
  encodeMessage,
  GenesisSchema,
  LIMITS,
  LogEntryBodySchema,
  LogEntrySchema,
  LogSignatureSchema,
  SetMailboxesSchema,
  VerifyError,
} from '@sotto/wire';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type AccountFixture,
  adding,
  append,
  authority,
  encodeEntries,
  forgeEntry,
  foundAccount,
  MAILBOXES,
  mailboxAddress,
  NOW_MS,
  refusal,
  revoking,
} from '../tests/account-fixture.ts';
import { checkpointOf, encodeAccountLog } from './account-log.ts';
import { createDeviceKeys, createRotatedKeys, type DeviceKeys, toDevice } from './device-keys.ts';
import { decodeLogEntry, signLogEntry } from './log-entry.ts';
import type { LogOperation } from './log-operation.ts';
import type { AccountState } from './log-state.ts';
import { verifyAccountLog } from './log-verification.ts';

let account: AccountFixture;
let state: AccountState;
let second: DeviceKeys;

beforeAll(async () => {
  account = await foundAccount('ada');
  second = await createDeviceKeys(account.random);
  state = append(account.state, adding(second), account.device.signingKey, second.signingKey);
});

function entriesWith(...added: Uint8Array[]): Uint8Array {
  return encodeEntries([...state.entries, ...added]);
}
function outcome(bytes: Uint8Array): string {
  return refusal(() => verifyAccountLog(bytes));
}
function signed(operation: LogOperation, ...signers: Parameters<typeof forgeEntry>[2][]): Uint8Array {
  return forgeEntry(state, { operation }, ...signers);
}

describe('a log from a stranger', () => {
  test('C1: is refused with an entry left out, exchanged, repeated or from another account', async () => {
    const [genesis, first, mailboxes, last] = state.entries as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    const other = (await foundAccount('grace')).state.entries as Uint8Array[];
    const refused: Record<string, Uint8Array[]> = {
      'without genesis': [first, mailboxes, last],
      'without an entry': [genesis, first, last],
      reordered: [genesis, mailboxes, first, last],
      repeated: [genesis, first, first, mailboxes, last],
      'two geneses': [genesis, genesis, first],
      'entry of another account': [genesis, other[1] ?? genesis],
      empty: [],
    };
    for (const [name, entries] of Object.entries(refused))
      expect([name, outcome(encodeEntries(entries))]).toEqual([name, 'bad-log']);
    expect(outcome(encodeEntries([genesis, first, mailboxes, last]))).toBe('accepted');
  });

  test('C1: is refused when an entry follows another one than the one before it', () => {
    const { device } = account;
    const clear = { kind: 'setMailboxes', mailboxes: [] } as const;
    const one = { kind: 'setMailboxes', mailboxes: MAILBOXES.slice(1) } as const;
    const branch = append(state, one, device.signingKey);
    const otherBranch = append(state, clear, device.signingKey);
    const onBranch = forgeEntry(branch, { operation: clear }, device.signingKey);
    expect(outcome(encodeEntries([...branch.entries, onBranch]))).toBe('accepted');
    expect(outcome(encodeEntries([...otherBranch.entries, onBranch]))).toBe('bad-log');
  });

  test('C1: is refused when it founds another account than the one that was asked for', async () => {
    const grace = await foundAccount('grace');
    const bytes = encodeAccountLog(state);
    expect(() => verifyAccountLog(bytes, { accountId: grace.state.accountId })).toThrow(VerifyError);
    expect(verifyAccountLog(bytes, { accountId: state.accountId }).head).toEqual(state.head);
  });

  test('keeps nothing of the bytes it was read from', () => {
    const bytes = encodeAccountLog(state);
    const verified = verifyAccountLog(bytes);
    bytes.fill(0);
    expect(verified).toEqual(state);
  });

  test('is refused when too large, before it is decoded', () => {
    expect(outcome(new Uint8Array(LIMITS.MAX_LOG_BYTES + 1))).toBe('too-large');
    const entry = new Uint8Array(LIMITS.MAX_LOG_ENTRY_BYTES + 1);
    expect(outcome(encodeEntries([entry]))).toBe('too-large');
  });
});

describe('signatures', () => {
  const clear = { kind: 'setMailboxes', mailboxes: [] } as const;

  test('C1: an unsigned entry, a wrong signature and one of a stranger are refused', () => {
    const { device } = account;
    const { body, signatures } = decodeLogEntry(signed(clear, device.signingKey));
    const encode = (list: { signerKey: Uint8Array; signature: Uint8Array }[]) =>
      encodeMessage(
        LogEntrySchema,
        create(LogEntrySchema, { body, signatures: list.map((each) => create(LogSignatureSchema, each)) }),
      );
    const [real] = signatures as [{ signerKey: Uint8Array; signature: Uint8Array }];
    const stranger = signingKeyPair(new Uint8Array(32).fill(7));
    expect(outcome(entriesWith(encode([real])))).toBe('accepted');
    expect(outcome(entriesWith(encode([])))).toBe('bad-log');
    expect(outcome(entriesWith(encode([real, real])))).toBe('bad-log');
    expect(outcome(entriesWith(encode([{ ...real, signature: new Uint8Array(64) }])))).toBe('bad-log');
    expect(outcome(entriesWith(encode([{ ...real, signature: real.signature.slice(1) }])))).toBe('bad-log');
    expect(outcome(entriesWith(encode([{ ...real, signerKey: stranger.publicKey }])))).toBe('bad-log');
    expect(outcome(entriesWith(encode(Array.from({ length: 17 }, () => real))))).toBe('malformed');
  });

  test('C1: two signers in the other order are refused, so that an entry has one form', () => {
    const entry = decodeLogEntry(signed(clear, account.device.signingKey, second.signingKey));
    const signatures = [...entry.signatures].reverse().map((each) => create(LogSignatureSchema, each));
    const bytes = encodeMessage(LogEntrySchema, create(LogEntrySchema, { body: entry.body, signatures }));
    expect(outcome(entriesWith(entry.bytes))).toBe('accepted');
    expect(outcome(entriesWith(bytes))).toBe('bad-log');
  });

  test('C1: a signature made for another account of the same keys is refused', async () => {
    const { device } = account;
    const grace = await foundAccount('grace');
    const entry = forgeEntry({ ...state, accountId: grace.state.accountId }, { operation: clear }, device.signingKey);
    expect(outcome(entriesWith(entry))).toBe('bad-log');
  });

  test('a genesis that one of its authorities did not sign is refused', () => {
    const [ours, victim] = [1, 2].map((fill) => signingKeyPair(new Uint8Array(32).fill(fill)));
    if (!ours || !victim) throw new TypeError('two keys');
    const operation = {
      kind: 'genesis',
      authorities: [ours, victim].map(authority),
      salt: new Uint8Array(16),
    } as const;
    const fields = { sequence: 0, previousHash: new Uint8Array(), createdAtMs: NOW_MS, operation };
    expect(outcome(encodeEntries([signLogEntry({ ...fields, signers: [ours, victim] })]))).toBe('accepted');
    expect(outcome(encodeEntries([signLogEntry({ ...fields, signers: [ours] })]))).toBe('bad-log');
    expect(outcome(encodeEntries([signLogEntry({ ...fields, sequence: 1, signers: [ours, victim] })]))).toBe('bad-log');
    const nobody = { ...fields, operation: { ...operation, authorities: [] } };
    expect(outcome(encodeEntries([signLogEntry({ ...nobody, signers: [] })]))).toBe('bad-log');
  });
});

describe('rules of the content', () => {
  test('C1: a device comes in once, under the id of its first keys, and never after its revocation', async () => {
    const { device, recovery, random } = account;
    const third = await createDeviceKeys(random);
    const renamed = { ...third, deviceId: asDeviceId(new Uint8Array(16).fill(1)) };
    const impostor = { ...third, deviceId: device.deviceId };
    const twin = { ...third, signingKey: second.signingKey };
    expect(outcome(entriesWith(signed(adding(second), recovery, second.signingKey)))).toBe('bad-log');
    expect(outcome(entriesWith(signed(adding(renamed), recovery, third.signingKey)))).toBe('bad-log');
    expect(outcome(entriesWith(signed(adding(impostor), recovery, third.signingKey)))).toBe('bad-log');
    expect(outcome(entriesWith(signed(adding(third), recovery, third.signingKey)))).toBe('accepted');
    expect(outcome(entriesWith(signed(adding(twin), recovery, second.signingKey)))).toBe('bad-log');

    const without = append(state, revoking(second), device.signingKey);
    const again = forgeEntry(without, { operation: adding(second) }, recovery, second.signingKey);
    const twice = forgeEntry(without, { operation: revoking(second) }, recovery);
    expect(outcome(encodeEntries([...without.entries, again]))).toBe('bad-log');
    expect(outcome(encodeEntries([...without.entries, twice]))).toBe('bad-log');
  });

  test('C1: an authority comes in once, never after its removal, and the last one stays', () => {
    const { recovery, device } = account;
    const backup = signingKeyPair(new Uint8Array(32).fill(9));
    const add = { kind: 'addAuthority', authority: authority(backup) } as const;
    const both = append(state, add, recovery, backup);
    const removed = append(both, { kind: 'removeAuthority', publicKey: backup.publicKey }, backup);
    const remove = { kind: 'removeAuthority', publicKey: recovery.publicKey } as const;
    const asAuthority = { kind: 'addAuthority', authority: authority(device.signingKey) } as const;
    expect(outcome(encodeEntries([...both.entries, forgeEntry(both, { operation: add }, recovery, backup)]))).toBe(
      'bad-log',
    );
    expect(
      outcome(encodeEntries([...removed.entries, forgeEntry(removed, { operation: add }, recovery, backup)])),
    ).toBe('bad-log');
    expect(outcome(encodeEntries([...removed.entries, forgeEntry(removed, { operation: remove }, recovery)]))).toBe(
      'bad-log',
    );
    expect(outcome(entriesWith(signed({ ...remove, publicKey: backup.publicKey }, recovery)))).toBe('bad-log');
    expect(outcome(entriesWith(signed(asAuthority, recovery, device.signingKey)))).toBe('bad-log');
  });

  test('there are never more than the limits allow', async () => {
    const { recovery, device, random } = account;
    let full = state;
    for (let i = full.devices.length; i < LIMITS.MAX_DEVICES; i++) {
      const more = await createDeviceKeys(random);
      full = append(full, adding(more), device.signingKey, more.signingKey);
    }
    const extra = await createDeviceKeys(random);
    expect(refusal(() => append(full, adding(extra), recovery, extra.signingKey))).toBe('invalid-argument');
    let manyKeys = state;
    for (let i = 1; i < LIMITS.MAX_AUTHORITIES; i++) {
      const key = signingKeyPair(new Uint8Array(32).fill(i));
      manyKeys = append(manyKeys, { kind: 'addAuthority', authority: authority(key) }, recovery, key);
    }
    const ninth = signingKeyPair(new Uint8Array(32).fill(99));
    const addNinth = { kind: 'addAuthority', authority: authority(ninth) } as const;
    expect(refusal(() => append(manyKeys, addNinth, recovery, ninth))).toBe('invalid-argument');
    const nine = Array.from({ length: LIMITS.MAX_MAILBOXES + 1 }, (_, i) => mailboxAddress(i));
    expect(outcome(entriesWith(signed({ kind: 'setMailboxes', mailboxes: nine }, recovery)))).toBe('bad-log');
    const [one] = MAILBOXES as [(typeof MAILBOXES)[number]];
    expect(outcome(entriesWith(signed({ kind: 'setMailboxes', mailboxes: [one, one] }, recovery)))).toBe('bad-log');
  });

  test('a rotation is of an active device, to other keys that nobody else has', async () => {
    const { device, recovery, random } = account;
    const rotate = (keys: DeviceKeys): LogOperation => ({ kind: 'rotateDeviceKeys', device: toDevice(keys) });
    const rotated = await createRotatedKeys(second, random);
    const elsewhere = await createDeviceKeys(random);
    const { signingKey } = rotated;
    expect(outcome(entriesWith(signed(rotate(rotated), recovery, signingKey)))).toBe('accepted');
    expect(outcome(entriesWith(signed(rotate(second), second.signingKey)))).toBe('bad-log');
    expect(outcome(entriesWith(signed(rotate(elsewhere), recovery, elsewhere.signingKey)))).toBe('bad-log');
    const sameIdentity = { ...rotated, identityKey: device.identityKey };
    expect(outcome(entriesWith(signed(rotate(sameIdentity), recovery, signingKey)))).toBe('bad-log');
    const sameSigning = { ...rotated, signingKey: device.signingKey };
    expect(outcome(entriesWith(signed(rotate(sameSigning), recovery, device.signingKey)))).toBe('bad-log');
  });

  test('A1: a device with an identity key of small order is refused', async () => {
    const { recovery, random } = account;
    const third = await createDeviceKeys(random);
    const small = { ...third, identityKey: { ...third.identityKey, publicKey: new Uint8Array(32) } };
    const rotation = { kind: 'rotateDeviceKeys', device: toDevice({ ...small, deviceId: second.deviceId }) } as const;
    expect(outcome(entriesWith(signed(adding(small), recovery, third.signingKey)))).toBe('bad-log');
    expect(outcome(entriesWith(signed(rotation, recovery, third.signingKey)))).toBe('bad-log');
  });

  test('a checkpoint that says anything else than the log is refused', () => {
    const { recovery } = account;
    const truth = checkpointOf(state);
    if (truth.kind !== 'checkpoint') throw new TypeError('not a checkpoint');
    const { content } = truth;
    const lies = [
      { ...content, devices: [...content.devices].reverse() },
      { ...content, devices: content.devices.slice(1) },
      { ...content, mailboxes: [] },
      { ...content, revokedDeviceIds: [second.deviceId] },
      { ...content, removedAuthorityKeys: [new Uint8Array(32).fill(3)] },
      { ...content, authorities: [...content.authorities, authority(second.signingKey)] },
    ];
    expect(outcome(entriesWith(signed(truth, recovery)))).toBe('accepted');
    for (const lie of lies)
      expect(outcome(entriesWith(signed({ kind: 'checkpoint', content: lie }, recovery)))).toBe('bad-log');
  });
});

describe('bytes', () => {
  function genesisWith(bodyFields: Parameters<typeof create<typeof LogEntryBodySchema>>[1]): Uint8Array {
    const body = encodeMessage(LogEntryBodySchema, create(LogEntryBodySchema, bodyFields));
    return encodeEntries([encodeMessage(LogEntrySchema, create(LogEntrySchema, { body }))]);
  }
  const genesis = (authorities: Authority[], salt = new Uint8Array(16)) =>
    ({ case: 'genesis', value: create(GenesisSchema, { authorities, salt }) }) as const;
  const key = new Uint8Array(32);
  const kind = AuthorityKind.RECOVERY_KEY;

  test('of another version, kind, operation or length are refused with their code', () => {
    const fine = genesis([create(AuthoritySchema, { kind, publicKey: key })]);
    const unknownKind = genesis([create(AuthoritySchema, { kind: 99 as AuthorityKind, publicKey: key })]);
    const shortKey = genesis([create(AuthoritySchema, { kind, publicKey: key.slice(1) })]);
    const shortSalt = genesis([], new Uint8Array(15));
    const noDevice = { case: 'addDevice', value: create(AddDeviceSchema) } as const;
    const badDevice = { case: 'checkpoint', value: create(CheckpointSchema, { devices: [{}] }) } as const;
    const badMailbox = {
      case: 'setMailboxes',
      value: create(SetMailboxesSchema, { addresses: ['/ip4/192.0.2.1/tcp/1'] }),
    } as const;
    expect(outcome(genesisWith({ version: 1, operation: fine }))).toBe('bad-log');
    expect(outcome(genesisWith({ version: 2, operation: fine }))).toBe('wrong-version');
    expect(outcome(genesisWith({ version: 1 }))).toBe('unknown-type');
    expect(outcome(genesisWith({ version: 1, operation: unknownKind }))).toBe('unknown-type');
    expect(outcome(genesisWith({ version: 1, operation: shortKey }))).toBe('wrong-length');
    expect(outcome(genesisWith({ version: 1, operation: shortSalt }))).toBe('wrong-length');
    expect(outcome(genesisWith({ version: 1, operation: noDevice }))).toBe('malformed');
    expect(outcome(genesisWith({ version: 1, operation: badDevice }))).toBe('wrong-length');
    expect(outcome(genesisWith({ version: 1, operation: badMailbox }))).toBe('malformed');
    expect(outcome(genesisWith({ version: 1, sequence: 2n ** 53n, operation: fine }))).toBe('malformed');
  });

  test('C1: that add an unknown field to a valid log are refused', () => {
    const [first, ...rest] = state.entries as [Uint8Array, ...Uint8Array[]];
    // Field 15, varint 1: well-formed, canonical, and covered by no signature.
    const unknown = Uint8Array.of(0x78, 0x01);
    expect(outcome(concatBytes(encodeAccountLog(state), unknown))).toBe('unknown-type');
    expect(outcome(encodeEntries([concatBytes(first, unknown), ...rest]))).toBe('unknown-type');
  });

  test('C1: that encode a valid log in another way are refused', () => {
    const bytes = encodeAccountLog(state);
    const length = bytes[1] ?? 0;
    expect(length).toBeGreaterThan(0x7f);
    // The same length with one more varint byte than it needs.
    const longer = concatBytes(bytes.subarray(0, 2), Uint8Array.of((bytes[2] ?? 0) | 0x80, 0), bytes.subarray(3));
    expect(() => verifyAccountLog(longer)).toThrow(DecodeError);
    expect(outcome(longer)).toBe('not-canonical');
  });
});
