import { type KeyPair, signingKeyPair } from '@sotto/crypto';
import { LimitError, SottoError, UsageError } from '@sotto/wire';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type AccountFixture,
  append,
  authority,
  encodeEntries,
  foundAccount,
  mailboxAddress,
} from '../tests/account-fixture.ts';
import { type AccountOperation, checkpointOf, encodeAccountLog } from './account-log.ts';
import { createDeviceKeys, createRotatedKeys, type DeviceKeys, toDevice } from './device-keys.ts';
import { keyDigest } from './key-digest.ts';
import { compactLog } from './log-compaction.ts';
import { adoptLog, compareLogs } from './log-comparison.ts';
import { includesBytes } from './log-content.ts';
import { decodeLogEntry } from './log-entry.ts';
import type { AccountState } from './log-state.ts';
import { verifyAccountLog } from './log-verification.ts';

const KINDS = [
  'addDevice',
  'revokeDevice',
  'addAuthority',
  'removeAuthority',
  'setMailboxes',
  'rotateDeviceKeys',
  'checkpoint',
  'checkpoint',
] as const;

interface Step {
  readonly kind: AccountOperation['kind'];
  /** Which device, authority or mailbox of the pool. */
  readonly subject: number;
  /** Which key of the pool signs for the account. */
  readonly signer: number;
}

const steps = fc.array(fc.record({ kind: fc.constantFrom(...KINDS), subject: fc.nat(5), signer: fc.nat(9) }), {
  minLength: 10,
  maxLength: 40,
});

let account: AccountFixture;
let devices: DeviceKeys[];
let rotations: DeviceKeys[];
let authorities: KeyPair[];

beforeAll(async () => {
  account = await foundAccount('properties');
  const { random, device, recovery } = account;
  devices = [device];
  for (let i = 0; i < 4; i++) devices.push(await createDeviceKeys(random));
  rotations = [];
  for (const each of devices) rotations.push(await createRotatedKeys(each, random));
  authorities = [recovery, ...[1, 2, 3, 4].map((fill) => signingKeyPair(new Uint8Array(32).fill(fill)))];
});

/** The operation of a step and the key that proves possession, where one is needed. */
function operationOf({ kind, subject }: Step, state: AccountState): [AccountOperation, ...KeyPair[]] {
  const device = devices[subject % devices.length] as DeviceKeys;
  const rotation = rotations[subject % rotations.length] as DeviceKeys;
  const key = authorities[subject % authorities.length] as KeyPair;
  switch (kind) {
    case 'addDevice':
      return [{ kind, device: toDevice(device) }, device.signingKey];
    case 'revokeDevice':
      return [{ kind, deviceId: device.deviceId }];
    case 'addAuthority':
      return [{ kind, authority: authority(key) }, key];
    case 'removeAuthority':
      return [{ kind, publicKey: key.publicKey }];
    case 'setMailboxes':
      return [{ kind, mailboxes: [mailboxAddress(subject)] }];
    case 'rotateDeviceKeys':
      return [{ kind, device: toDevice(rotation) }, rotation.signingKey];
    case 'checkpoint':
      return [checkpointOf(state)];
  }
}

/** A key of the account now: an authority for what only authorities may do. */
function memberOf(state: AccountState, { kind, signer }: Step): KeyPair {
  const needsAuthority = ['addAuthority', 'removeAuthority', 'checkpoint'].includes(kind);
  const allowed = [
    ...state.authorities.map(({ publicKey }) => publicKey),
    ...(needsAuthority ? [] : state.devices.map(({ signingKey }) => signingKey)),
  ];
  const pool = [...authorities, ...[...devices, ...rotations].map(({ signingKey }) => signingKey)];
  const members = pool.filter(({ publicKey }) => includesBytes(allowed, publicKey));
  return members[signer % members.length] as KeyPair;
}

/** Every state of a history: a step that the rules refuse is left out. */
function history(list: readonly Step[]): AccountState[] {
  const states = [account.state];
  for (const step of list) {
    const state = states.at(-1) as AccountState;
    const [operation, ...possession] = operationOf(step, state);
    try {
      states.push(append(state, operation, memberOf(state, step), ...possession));
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
    }
  }
  return states;
}

describe('any history of operations', () => {
  test('verifies from its bytes, compacts without changing what it says, and is in order with all its beginnings', () => {
    let longest = 0;
    let deepest = 0;
    fc.assert(
      fc.property(steps, (list) => {
        const states = history(list);
        const final = states.at(-1) as AccountState;
        longest = Math.max(longest, states.length);
        expect(verifyAccountLog(encodeAccountLog(final), { accountId: final.accountId })).toEqual(final);
        const compact = compactLog(final);
        const verified = verifyAccountLog(encodeAccountLog(compact), { accountId: final.accountId });
        deepest = Math.max(
          deepest,
          compact.entries.filter((entry) => decodeLogEntry(entry).operation.kind === 'checkpoint').length,
        );
        expect(verified).toEqual({ ...final, entries: compact.entries });
        expect(keyDigest(verified)).toEqual(keyDigest(final));
        expect(compactLog(verified).entries).toEqual(compact.entries);
        for (const before of states.slice(0, -1)) {
          for (const known of [before, compactLog(before)]) {
            expect(compareLogs(known, final)).toBe('newer');
            expect(compareLogs(known, verified)).toBe('newer');
            expect(compareLogs(verified, known)).toBe('older');
            expect(adoptLog(known, encodeAccountLog(verified))).toEqual(verified);
          }
        }
      }),
      { numRuns: 25 },
    );

    expect(longest).toBeGreaterThan(8);
    expect(deepest).toBeGreaterThan(0);
  });

  test('C1: is refused with any entries left out, unless only the end or a compaction is missing', () => {
    fc.assert(
      fc.property(steps, fc.array(fc.boolean(), { minLength: 45, maxLength: 45 }), (list, keep) => {
        const final = history(list).at(-1) as AccountState;
        const entries = final.entries.filter((_, i) => keep[i]);
        let state: AccountState;
        try {
          state = verifyAccountLog(encodeEntries(entries), { accountId: final.accountId });
        } catch (error) {
          expect(error).toBeInstanceOf(SottoError);
          return;
        }
        // What verifies is a beginning of the history, perhaps compacted: it says what the history said then.
        expect(compareLogs(final, state)).toBe(state.head.sequence === final.head.sequence ? 'same' : 'older');
      }),
      { numRuns: 60 },
    );
  });
});

describe('bytes of a log', () => {
  function expectRefused(bytes: Uint8Array): void {
    let state: AccountState | undefined;
    try {
      state = verifyAccountLog(bytes, { accountId: account.state.accountId });
    } catch (error) {
      expect(error).toBeInstanceOf(SottoError);
      expect(error).not.toBeInstanceOf(LimitError);
    }
    expect(state).toBeUndefined();
  }

  test('C1: no single byte can be changed, in a whole log or a compacted one', () => {
    const { recovery, device, state } = account;
    const second = devices[1] as DeviceKeys;
    const whole = append(state, { kind: 'addDevice', device: toDevice(second) }, device.signingKey, second.signingKey);
    const compact = compactLog(append(whole, checkpointOf(whole), recovery));
    for (const log of [encodeAccountLog(whole), encodeAccountLog(compact)]) {
      for (let i = 0; i < log.length; i++) {
        for (const flip of [0x01, 0x80, 0x55]) {
          const mutated = Uint8Array.from(log);
          mutated[i] = (mutated[i] ?? 0) ^ flip;
          expectRefused(mutated);
        }
      }
    }
  });

  test('C1: cut, extended or with a piece exchanged they are refused', () => {
    const log = encodeAccountLog(account.state);
    for (let end = 0; end < log.length; end++) {
      const cut = log.slice(0, end);
      const whole = account.state.entries.some(
        (_, i) => encodeEntries(account.state.entries.slice(0, i)).length === end,
      );
      if (!whole) expectRefused(cut);
    }
    fc.assert(
      fc.property(fc.nat(log.length - 1), fc.uint8Array({ minLength: 1, maxLength: 40 }), (at, piece) => {
        const spliced = Uint8Array.from(log);
        spliced.set(piece.subarray(0, log.length - at), at);
        fc.pre(spliced.some((byte, i) => byte !== log[i]));
        expectRefused(spliced);
        expectRefused(Uint8Array.from([...log, ...piece]));
      }),
      { numRuns: 100 },
    );
  });

  test('G8: no bytes at all lead to anything but a typed error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => expectRefused(bytes)),
      { numRuns: 250 },
    );
  });
});
