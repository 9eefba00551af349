import { signingKeyPair } from '@sotto/crypto';
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
  refusal,
  revoking,
} from '../tests/account-fixture.ts';
import { type AccountOperation, checkpointOf, encodeAccountLog } from './account-log.ts';
import { createDeviceKeys, type DeviceKeys } from './device-keys.ts';
import { compactLog } from './log-compaction.ts';
import { adoptLog, checkHead, compareLogs } from './log-comparison.ts';
import type { AccountState } from './log-state.ts';
import { verifyAccountLog } from './log-verification.ts';

const CLEAR: AccountOperation = { kind: 'setMailboxes', mailboxes: [] };
const ONE: AccountOperation = { kind: 'setMailboxes', mailboxes: MAILBOXES.slice(0, 1) };

let account: AccountFixture;
let known: AccountState;

beforeAll(async () => {
  account = await foundAccount('ada');
  known = account.state;
});

function cleared(state: AccountState): AccountState {
  return append(state, CLEAR, account.device.signingKey);
}
function anchored(state: AccountState): AccountState {
  return append(state, checkpointOf(state), account.recovery);
}

describe('comparing two logs', () => {
  test('tells the same, a newer and an older one apart', () => {
    const later = cleared(known);
    expect(compareLogs(known, known)).toBe('same');
    expect(compareLogs(known, later)).toBe('newer');
    expect(compareLogs(later, known)).toBe('older');
  });

  test('C1: two entries at one place are a fork, whichever log is longer', () => {
    const ours = cleared(known);
    const theirs = append(known, ONE, account.device.signingKey);
    for (const [a, b] of [
      [ours, theirs],
      [theirs, ours],
      [ours, cleared(theirs)],
      [cleared(ours), theirs],
    ] as const) {
      expect(refusal(() => compareLogs(a, b))).toBe('log-fork');
    }
  });

  test('C1: the same change signed by somebody else is the same entry, and no fork', () => {
    const byAuthority = append(known, CLEAR, account.recovery);
    expect(compareLogs(cleared(known), byAuthority)).toBe('same');
  });

  test('refuses logs of two accounts', async () => {
    const grace = await foundAccount('grace');
    expect(refusal(() => compareLogs(known, grace.state))).toBe('bad-log');
    expect(refusal(() => adoptLog(known, encodeAccountLog(grace.state)))).toBe('bad-log');
  });
});

describe('comparing across compaction', () => {
  test('finds the order although what lies between is gone', () => {
    const compact = compactLog(cleared(anchored(cleared(known))));
    expect(compareLogs(known, compact)).toBe('newer');
    expect(compareLogs(compact, known)).toBe('older');
    expect(compareLogs(compact, cleared(compact))).toBe('newer');
    expect(compareLogs(compact, compactLog(anchored(compact)))).toBe('newer');
    expect(compareLogs(cleared(anchored(cleared(known))), compact)).toBe('same');
  });

  test('C1: a fork shows where both logs still have a hash, also only as a predecessor', () => {
    const truth = cleared(cleared(known));
    const compact = compactLog(anchored(truth));
    const other = append(cleared(known), ONE, account.device.signingKey);
    // Entry 4 is gone from `compact`; its checkpoint still names the hash of it.
    expect(refusal(() => compareLogs(other, compact))).toBe('log-fork');
    expect(refusal(() => compareLogs(compact, other))).toBe('log-fork');
    expect(compareLogs(truth, compact)).toBe('newer');
  });

  test('C1: a removed authority cannot overtake with a checkpoint of its own', () => {
    const { recovery } = account;
    const next = signingKeyPair(account.random(32));
    const both = append(known, { kind: 'addAuthority', authority: authority(next) }, recovery, next);
    const replaced = append(anchored(both), { kind: 'removeAuthority', publicKey: recovery.publicKey }, next);
    const checkpoint = forgeEntry(known, { operation: checkpointOf(known), sequence: 99 }, recovery);
    const [genesis] = known.entries as [Uint8Array];
    const forged = encodeEntries([genesis, checkpoint]);
    // By itself it verifies: whoever has never seen the removal cannot know of it.
    expect(verifyAccountLog(forged, { accountId: known.accountId }).head.sequence).toBe(99);
    expect(refusal(() => adoptLog(replaced, forged))).toBe('log-fork');
    expect(refusal(() => compareLogs(verifyAccountLog(forged), replaced))).toBe('log-fork');
    const honest = compactLog(append(replaced, checkpointOf(replaced), next));
    for (const before of [known, both, anchored(both), replaced]) expect(compareLogs(before, honest)).toBe('newer');
  });
});

describe('adopting an offered log', () => {
  let stolen: DeviceKeys;
  let withBoth: AccountState;
  let revoked: AccountState;

  beforeAll(async () => {
    stolen = await createDeviceKeys(account.random);
    withBoth = append(known, adding(stolen), account.device.signingKey, stolen.signingKey);
    revoked = append(withBoth, revoking(stolen), account.device.signingKey);
  });

  test('C1: takes a newer one and keeps what is known when it is the same', () => {
    expect(adoptLog(known, encodeAccountLog(revoked))).toEqual(revoked);
    expect(adoptLog(revoked, encodeAccountLog(revoked))).toBe(revoked);
  });

  test('C1: an older list is a rollback, also one in which the last revocation is cut off', () => {
    expect(refusal(() => adoptLog(revoked, encodeAccountLog(known)))).toBe('log-rollback');
    expect(refusal(() => adoptLog(revoked, encodeAccountLog(withBoth)))).toBe('log-rollback');
    const compact = compactLog(append(revoked, checkpointOf(revoked), account.recovery));
    expect(refusal(() => adoptLog(compact, encodeAccountLog(revoked)))).toBe('log-rollback');
  });

  test('C1, C3: a revoked device that continues the log from before its revocation is a fork', async () => {
    const accomplice = await createDeviceKeys(account.random);
    const secret = append(withBoth, adding(accomplice), stolen.signingKey, accomplice.signingKey);
    const longer = append(secret, revoking({ ...account.device }), stolen.signingKey);
    expect(refusal(() => adoptLog(revoked, encodeAccountLog(secret)))).toBe('log-fork');
    expect(refusal(() => adoptLog(revoked, encodeAccountLog(longer)))).toBe('log-fork');
  });
});

describe('a head that somebody has seen', () => {
  test('C1: is accepted when the log contains it, and names a rollback or a fork otherwise', () => {
    const later = cleared(known);
    const other = append(known, ONE, account.device.signingKey);
    expect(refusal(() => checkHead(later, known.head))).toBe('accepted');
    expect(refusal(() => checkHead(later, later.head))).toBe('accepted');
    expect(refusal(() => checkHead(known, later.head))).toBe('log-rollback');
    expect(refusal(() => checkHead(later, other.head))).toBe('log-fork');
  });

  test('is accepted where compaction has dropped it, but not against a hash that is left', () => {
    const later = cleared(cleared(known));
    const compact = compactLog(anchored(later));
    const other = append(cleared(known), ONE, account.device.signingKey);
    expect(refusal(() => checkHead(compact, known.head))).toBe('accepted');
    expect(refusal(() => checkHead(compact, later.head))).toBe('accepted');
    expect(refusal(() => checkHead(compact, other.head))).toBe('log-fork');
  });
});
