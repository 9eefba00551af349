/** Account logs: what verifies, what is refused, and what is kept when another one is offered (specs/01). */
import { signingKeyPair } from '@sotto/crypto';
import {
  type AccountState,
  appendOperation,
  checkpointOf,
  compactLog,
  createDeviceKeys,
  createRotatedKeys,
  encodeAccountLog,
  toDevice,
} from '@sotto/identity';
import { AuthorityKind } from '@sotto/wire';
import { join } from '../../reference/bytes.ts';
import { encodeFields, encodeMessage } from '../../reference/protobuf.ts';
import { type Case, hex } from '../vector.ts';
import { type Account, account, entriesOf, logOf, mailboxAddress, withEntry } from './account.ts';
import { damaged } from './forged-packet.ts';
import { NOW_MS } from './people.ts';

/** Every operation once, and the state after each. */
async function history({ random, recovery, device, state }: Account): Promise<AccountState[]> {
  const second = await createDeviceKeys(random);
  const rotated = await createRotatedKeys(second, random);
  const other = signingKeyPair(random(32));
  const authority = { kind: AuthorityKind.RECOVERY_KEY, publicKey: other.publicKey } as const;
  type Appended = Parameters<typeof appendOperation>[0];
  const states = [state];
  const append = (operation: Appended['operation'], ...signers: Appended['signers']) => {
    states.push(appendOperation({ state: states.at(-1) ?? state, operation, signers, nowMs: NOW_MS }));
  };
  append({ kind: 'addDevice', device: toDevice(second) }, recovery, second.signingKey);
  append({ kind: 'rotateDeviceKeys', device: toDevice(rotated) }, second.signingKey, rotated.signingKey);
  append({ kind: 'setMailboxes', mailboxes: [mailboxAddress(3)] }, device.signingKey);
  append({ kind: 'addAuthority', authority }, recovery, other);
  append({ kind: 'revokeDevice', deviceId: rotated.deviceId }, recovery);
  append(checkpointOf(states.at(-1) ?? state), recovery);
  append({ kind: 'removeAuthority', publicKey: other.publicKey }, recovery);
  return states;
}

export async function accountLogCases(): Promise<Case[]> {
  const cases: Case[] = [];
  const ada = await account('ada');
  const { state, device, recovery } = ada;
  const states = await history(ada);
  const latest = states.at(-1) ?? state;
  const add = (name: string, story: string, log: Uint8Array, expect = 'success', accountId = state.accountId) => {
    const input = { log: hex(log), account_id: hex(accountId) };
    cases.push({ path: `account-log/${name}`, spec: '01 §7', story, run: 'account-log', input, expect });
  };
  add('founded', 'Genesis, a device, mailboxes.', encodeAccountLog(state));
  add('every-operation', 'Every operation once.', encodeAccountLog(latest));
  add(
    'compacted',
    'The same log, compacted: genesis, a checkpoint, what follows.',
    encodeAccountLog(compactLog(latest)),
  );

  const stranger = await account('stranger');
  const entries = entriesOf(latest);
  const refuse = (name: string, story: string, log: Uint8Array, expect = 'bad-log') =>
    add(`refused-${name}`, story, log, expect);
  add(
    'refused-other-account',
    'It is the log of another account.',
    encodeAccountLog(state),
    'bad-log',
    stranger.state.accountId,
  );
  refuse('empty', 'There is no entry.', new Uint8Array(0));
  refuse('no-genesis', 'Genesis is missing.', logOf(entries.slice(1)));
  refuse('gap', 'An entry is missing.', logOf(entries.filter((_, index) => index !== 4)));
  refuse('order', 'Two entries are swapped.', logOf([0, 1, 3, 2].map((index) => entries[index] ?? new Uint8Array(0))));
  const [genesis = new Uint8Array(0), ...rest] = entriesOf(state);
  refuse(
    'signature',
    'The last byte of a signature was changed.',
    logOf([genesis, ...rest.map((entry, index) => (index === 0 ? damaged(entry, -1) : entry))]),
  );
  refuse('cut', 'The last byte is missing.', encodeAccountLog(state).slice(0, -1), 'malformed');
  refuse(
    'unknown-field',
    'The log has an unknown field.',
    join(encodeAccountLog(state), encodeFields([{ number: 2, value: 1 }])),
    'unknown-type',
  );

  const authority = (key: Uint8Array) => [
    {
      number: 1,
      value: encodeMessage([
        { number: 1, value: 1 },
        { number: 2, value: key },
      ]),
    },
  ];
  const other = stranger.recovery;
  refuse(
    'device-adds-authority',
    'A device adds an authority.',
    withEntry(state, {
      operation: 'addAuthority',
      fields: authority(other.publicKey),
      signers: [device.signingKey, other],
    }),
  );
  refuse(
    'stranger-sets-mailboxes',
    'Somebody who has no right signs.',
    withEntry(state, { operation: 'setMailboxes', fields: [], signers: [other] }),
  );
  refuse(
    'additional-signature',
    'Somebody who has no right signs as well.',
    withEntry(state, { operation: 'setMailboxes', fields: [], signers: [device.signingKey, other] }),
  );
  refuse('unsigned', 'Nobody signs.', withEntry(state, { operation: 'setMailboxes', fields: [], signers: [] }));
  refuse(
    'last-authority',
    'The only authority is removed.',
    withEntry(state, {
      operation: 'removeAuthority',
      fields: [{ number: 1, value: recovery.publicKey }],
      signers: [recovery],
    }),
  );
  refuse(
    'unknown-device',
    'A device is revoked that is none.',
    withEntry(state, {
      operation: 'revokeDevice',
      fields: [{ number: 1, value: stranger.device.deviceId }],
      signers: [recovery],
    }),
  );
  refuse(
    'device-signs-checkpoint',
    'A device signs a checkpoint.',
    withEntry(state, { operation: 'checkpoint', fields: checkpointFields(ada), signers: [device.signingKey] }),
  );
  refuse(
    'sequence',
    'The sequence is one too high.',
    withEntry(state, {
      operation: 'setMailboxes',
      fields: [],
      signers: [device.signingKey],
      sequence: state.head.sequence + 2,
    }),
  );
  return [...cases, ...adoptions(ada, latest)];
}

/** What a checkpoint of a new account says. */
function checkpointFields({ state }: Account) {
  const authorities = state.authorities.map(({ publicKey }) =>
    encodeMessage([
      { number: 1, value: 1 },
      { number: 2, value: publicKey },
    ]),
  );
  const devices = state.devices.map(({ deviceId, signingKey, identityKey }) =>
    encodeMessage([deviceId, signingKey, identityKey].map((value, at) => ({ number: at + 1, value }))),
  );
  const mailboxes = state.mailboxes.map((address) => new TextEncoder().encode(address));
  return [authorities, devices, [], mailboxes].flatMap((list, at) => list.map((value) => ({ number: at + 1, value })));
}

function adoptions({ state, device }: Account, latest: AccountState): Case[] {
  const add = (name: string, story: string, logs: readonly [AccountState, AccountState], expect = 'success'): Case => {
    const input = { known: hex(encodeAccountLog(logs[0])), offered: hex(encodeAccountLog(logs[1])) };
    return { path: `account-log/adopt-${name}`, spec: '01 §9', story, run: 'adopt-log', input, expect };
  };
  const operation = { kind: 'setMailboxes', mailboxes: [mailboxAddress(9)] } as const;
  const forked = appendOperation({ state, operation, signers: [device.signingKey], nowMs: NOW_MS });
  return [
    add('newer', 'A longer log that continues the known one.', [state, latest]),
    add('compacted', 'A compacted log that continues the known one.', [state, compactLog(latest)]),
    add('refused-rollback', 'A shorter log is offered as the latest (C1).', [latest, state], 'log-rollback'),
    add('refused-fork', 'A log with another entry in the place of one that is known.', [latest, forked], 'log-fork'),
  ];
}
