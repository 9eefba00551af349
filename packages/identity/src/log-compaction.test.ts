import { type KeyPair, signingKeyPair } from '@sotto/crypto';
import { asDeviceId, type DeviceId, LIMITS, parseMailboxAddress } from '@sotto/wire';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type AccountFixture,
  adding,
  append,
  authority,
  encodeEntries,
  forgeEntry,
  foundAccount,
  mailboxAddress,
  refusal,
  revoking,
  sequencesOf,
} from '../tests/account-fixture.ts';
import { checkpointOf, encodeAccountLog } from './account-log.ts';
import { createDeviceKeys, type DeviceKeys } from './device-keys.ts';
import { compactLog } from './log-compaction.ts';
import type { AccountContent } from './log-content.ts';
import type { AccountState } from './log-state.ts';
import { verifyAccountLog } from './log-verification.ts';

let account: AccountFixture;
let stolen: DeviceKeys;
/** Ada's second device was stolen and revoked (entry 4). */
let state: AccountState;

beforeAll(async () => {
  account = await foundAccount('ada');
  stolen = await createDeviceKeys(account.random);
  const withBoth = append(account.state, adding(stolen), account.device.signingKey, stolen.signingKey);
  state = append(withBoth, revoking(stolen), account.device.signingKey);
});

function keysFrom(fill: number, count: number): KeyPair[] {
  return Array.from({ length: count }, (_, i) => signingKeyPair(new Uint8Array(32).fill(fill + i)));
}
function publicKeys(pairs: readonly KeyPair[]): Uint8Array[] {
  return pairs.map(({ publicKey }) => publicKey);
}
function idsOf(count: number): DeviceId[] {
  return Array.from({ length: count }, (_, i) => asDeviceId(new Uint8Array(16).fill(i + 1)));
}
function checkpointed(before: AccountState, ...signers: KeyPair[]): AccountState {
  return append(before, checkpointOf(before), ...signers);
}
/** Adds `next` and lets `old` go, with the checkpoint between that the rules ask for. */
function replaceAuthority(before: AccountState, old: KeyPair, next: KeyPair): AccountState {
  const both = append(before, { kind: 'addAuthority', authority: authority(next) }, old, next);
  return append(checkpointed(both, old), { kind: 'removeAuthority', publicKey: old.publicKey }, next);
}
function outcome(entries: readonly Uint8Array[]): string {
  return refusal(() => verifyAccountLog(encodeEntries(entries), { accountId: state.accountId }));
}

describe('compaction', () => {
  test('without a checkpoint keeps everything', () => {
    expect(compactLog(state)).toEqual(state);
  });

  test('keeps genesis, the last checkpoint and what follows, and says the same', () => {
    const { recovery, device } = account;
    const once = checkpointed(checkpointed(state, recovery), recovery);
    const full = append(once, { kind: 'setMailboxes', mailboxes: [] }, device.signingKey);
    const compact = compactLog(full);
    expect(sequencesOf(compact)).toEqual([0, 6, 7]);
    expect(compact).toEqual({ ...full, entries: compact.entries });
    expect(verifyAccountLog(encodeAccountLog(compact), { accountId: full.accountId })).toEqual(compact);
    expect(encodeAccountLog(compact).length).toBeLessThan(encodeAccountLog(full).length);
  });

  test('of a compacted log changes nothing, and such a log goes on', () => {
    const { recovery, device } = account;
    const compact = compactLog(checkpointed(state, recovery));
    expect(compactLog(compact)).toEqual(compact);
    const later = append(compact, { kind: 'setMailboxes', mailboxes: [] }, device.signingKey);
    expect(compactLog(checkpointed(later, recovery)).entries).toHaveLength(2);
    expect(verifyAccountLog(encodeAccountLog(later))).toEqual(later);
  });

  test('keeps the checkpoints that lead from one authority to the next, and no others', () => {
    const { recovery, random } = account;
    const [second, third] = [signingKeyPair(random(32)), signingKeyPair(random(32))];
    const replacedOnce = replaceAuthority(checkpointed(state, recovery), recovery, second);
    const replacedTwice = replaceAuthority(replacedOnce, second, third);
    const full = checkpointed(checkpointed(replacedTwice, third), third);
    const compact = compactLog(full);
    const verified = verifyAccountLog(encodeAccountLog(compact), { accountId: full.accountId });
    expect(verified).toEqual({ ...full, entries: compact.entries });
    // Genesis, the checkpoint with both first authorities, the one with the next two, the last.
    expect(compact.entries).toHaveLength(4);
  });

  test('is never blocked: the last authority of an anchor goes only after a checkpoint', () => {
    const { recovery, random } = account;
    const next = signingKeyPair(random(32));
    const both = append(state, { kind: 'addAuthority', authority: authority(next) }, recovery, next);
    const remove = { kind: 'removeAuthority', publicKey: recovery.publicKey } as const;
    expect(refusal(() => append(both, remove, next))).toBe('invalid-argument');
    expect(outcome([...both.entries, forgeEntry(both, { operation: remove }, next)])).toBe('bad-log');
    // The new authority alone cannot write that checkpoint: genesis does not name it.
    expect(refusal(() => checkpointed(both, next))).toBe('invalid-argument');
    expect(append(checkpointed(both, recovery), remove, next).authorities).toEqual([authority(next)]);
  });

  test('has no lifetime limit: the oldest revocations are forgotten, and the largest checkpoint fits', async () => {
    const { recovery } = account;
    const ids = idsOf(LIMITS.MAX_REVOKED_DEVICE_IDS);
    const content: AccountContent = {
      authorities: [authority(recovery), ...keysFrom(100, LIMITS.MAX_AUTHORITIES - 1).map(authority)],
      devices: await devices(LIMITS.MAX_DEVICES),
      revokedDeviceIds: ids,
      mailboxes: longestMailboxes(LIMITS.MAX_MAILBOXES),
      removedAuthorityKeys: publicKeys(keysFrom(200, LIMITS.MAX_REMOVED_AUTHORITIES)),
    };
    const [genesis] = state.entries as [Uint8Array];
    const founded = verifyAccountLog(encodeEntries([genesis]));
    const signers = [recovery, ...keysFrom(100, LIMITS.MAX_AUTHORITIES - 1)];
    const fields = {
      sequence: 500,
      previousHash: new Uint8Array(32),
      operation: { kind: 'checkpoint', content } as const,
    };
    const entry = forgeEntry(founded, fields, ...signers);
    expect(entry.length).toBeLessThanOrEqual(LIMITS.MAX_LOG_ENTRY_BYTES);
    const full = verifyAccountLog(encodeEntries([genesis, entry]));
    expect(full).toEqual({ ...full, ...content });

    const [gone] = content.devices;
    if (!gone) throw new TypeError('no device');
    const after = append(full, { kind: 'revokeDevice', deviceId: gone.deviceId }, recovery);
    expect(after.revokedDeviceIds).toEqual([...ids.slice(1), gone.deviceId]);
    const removed = append(
      after,
      { kind: 'removeAuthority', publicKey: keysFrom(100, 1)[0]?.publicKey ?? genesis },
      recovery,
    );
    expect(removed.removedAuthorityKeys).toHaveLength(LIMITS.MAX_REMOVED_AUTHORITIES);
    expect(checkpointed(removed, recovery).head.sequence).toBe(503);
  });

  async function devices(count: number) {
    const made = await Promise.all(Array.from({ length: count }, () => createDeviceKeys(account.random)));
    return made.map(({ deviceId, signingKey, identityKey }) => ({
      deviceId,
      signingKey: signingKey.publicKey,
      identityKey: identityKey.publicKey,
    }));
  }
  function longestMailboxes(count: number) {
    return Array.from({ length: count }, (_, i) => {
      const short = mailboxAddress(i);
      const rest = short.slice(short.indexOf('/tcp/'));
      const name = 'a'.repeat(LIMITS.MAX_MAILBOX_ADDRESS_BYTES - rest.length - '/dns4/'.length);
      return parseMailboxAddress(`/dns4/${name}${rest}`);
    });
  }
});

describe('a forged compaction', () => {
  /** What a thief would like the account to be: the stolen device is back and alone. */
  function wish(): {
    operation: { kind: 'checkpoint'; content: AccountContent };
    sequence: number;
    previousHash: Uint8Array;
  } {
    const checkpoint = checkpointOf(state);
    if (checkpoint.kind !== 'checkpoint') throw new TypeError('not a checkpoint');
    const { deviceId, signingKey, identityKey } = stolen;
    const device = { deviceId, signingKey: signingKey.publicKey, identityKey: identityKey.publicKey };
    const content = { ...checkpoint.content, devices: [device], revokedDeviceIds: [] };
    return { operation: { kind: 'checkpoint', content }, sequence: 9, previousHash: new Uint8Array(32) };
  }

  test('C1, C3: by a revoked device, an active device or a stranger is refused', () => {
    const [genesis] = state.entries as [Uint8Array];
    const { device, recovery, random } = account;
    for (const forger of [stolen.signingKey, device.signingKey, signingKeyPair(random(32))]) {
      expect(outcome([genesis, forgeEntry(state, wish(), forger)])).toBe('bad-log');
      expect(outcome([...state.entries, forgeEntry(state, wish(), forger)])).toBe('bad-log');
    }
    expect(outcome([genesis, forgeEntry(state, wish(), recovery)])).toBe('accepted');
  });

  test('C1: by a revoked device that makes itself an authority in it is refused', () => {
    const [genesis] = state.entries as [Uint8Array];
    const { operation, ...rest } = wish();
    const content = { ...operation.content, authorities: [authority(stolen.signingKey)], devices: [] };
    const entry = forgeEntry(state, { ...rest, operation: { ...operation, content } }, stolen.signingKey);
    expect(outcome([genesis, entry])).toBe('bad-log');
  });

  test('C1: by an authority that the last kept checkpoint no longer names is refused', () => {
    const { recovery, random } = account;
    const next = signingKeyPair(random(32));
    const replaced = checkpointed(replaceAuthority(state, recovery, next), next);
    const compact = compactLog(replaced);
    const forged = forgeEntry(replaced, { ...wish(), sequence: 50 }, recovery);
    expect(outcome([...compact.entries, forged])).toBe('bad-log');
    expect(outcome(compact.entries)).toBe('accepted');
  });

  test('C1: that drops entries after one that it keeps is refused', () => {
    const { recovery } = account;
    const anchored = checkpointed(state, recovery);
    const [genesis, first, second] = anchored.entries as [Uint8Array, Uint8Array, Uint8Array];
    const checkpoint = anchored.entries.at(-1) ?? genesis;
    expect(outcome([genesis, checkpoint])).toBe('accepted');
    expect(outcome([genesis, first, checkpoint])).toBe('bad-log');
    expect(outcome([genesis, first, second, checkpoint])).toBe('bad-log');
    expect(outcome([genesis, checkpoint, first])).toBe('bad-log');
    expect(outcome([genesis, checkpoint, checkpoint])).toBe('bad-log');
  });

  test('C1: whose checkpoint breaks a rule of the content is refused', () => {
    const [genesis] = state.entries as [Uint8Array];
    const { recovery } = account;
    const { operation, ...rest } = wish();
    const { content } = operation;
    const broken = [
      { ...content, devices: [...content.devices, ...content.devices] },
      { ...content, revokedDeviceIds: [stolen.deviceId] },
      { ...content, removedAuthorityKeys: [recovery.publicKey] },
      { ...content, authorities: [...content.authorities, ...keysFrom(100, LIMITS.MAX_AUTHORITIES).map(authority)] },
      { ...content, removedAuthorityKeys: publicKeys(keysFrom(100, LIMITS.MAX_REMOVED_AUTHORITIES + 1)) },
      { ...content, revokedDeviceIds: idsOf(LIMITS.MAX_REVOKED_DEVICE_IDS + 1) },
      { ...content, devices: content.devices.map((each) => ({ ...each, identityKey: new Uint8Array(32) })) },
    ];
    for (const each of broken) {
      const entry = forgeEntry(state, { ...rest, operation: { ...operation, content: each } }, recovery);
      expect(outcome([genesis, entry])).toBe('bad-log');
    }
    const noHash = forgeEntry(state, { ...wish(), previousHash: new Uint8Array() }, recovery);
    expect(outcome([genesis, noHash])).toBe('bad-log');
  });
});
