/** An account with its secrets, and log entries that its owner's program would never make. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { type KeyPair, type RandomBytes, signingKeyPair } from '@sotto/crypto';
import {
  type AccountState,
  createAccountLog,
  createDeviceKeys,
  type DeviceKeys,
  encodeAccountLog,
} from '@sotto/identity';
import { formatPeerId, type MailboxAddress, parseMailboxAddress } from '@sotto/wire';
import { recordedBytes } from '../../differential/recorded-bytes.ts';
import { compare, join } from '../../reference/bytes.ts';
import { signature } from '../../reference/canonical.ts';
import { decodeFields, encodeFields, encodeMessage, type Field } from '../../reference/protobuf.ts';
import { NOW_MS } from './people.ts';

export interface Account {
  readonly random: RandomBytes;
  /** The only authority. */
  readonly recovery: KeyPair;
  readonly device: DeviceKeys;
  readonly state: AccountState;
}

export function mailboxAddress(number: number): MailboxAddress {
  const peerId = formatPeerId(ed25519.getPublicKey(recordedBytes(`mailbox ${number}`)(32)));
  return parseMailboxAddress(`/ip4/192.0.2.${number}/tcp/4001/p2p/${peerId}`);
}

/** Genesis, one device, two mailboxes. */
export async function account(seed: string): Promise<Account> {
  const random = recordedBytes(`account ${seed}`);
  const recovery = signingKeyPair(random(32));
  const device = await createDeviceKeys(random);
  const mailboxes = [mailboxAddress(1), mailboxAddress(2)];
  const state = createAccountLog({ recoveryKey: recovery, firstDevice: device, mailboxes, random, nowMs: NOW_MS });
  return { random, recovery, device, state };
}

export const OPERATION = {
  revokeDevice: 12,
  addAuthority: 13,
  removeAuthority: 14,
  setMailboxes: 15,
  checkpoint: 17,
} as const;

export interface ForgedEntry {
  readonly operation: keyof typeof OPERATION;
  /** Of the operation's message. */
  readonly fields: readonly Field[];
  readonly signers: readonly KeyPair[];
  readonly sequence?: number;
}

/** The log with one more entry that follows it, signed by whoever. */
export function withEntry(state: AccountState, { operation, fields, signers, sequence }: ForgedEntry): Uint8Array {
  const head = encodeMessage([
    { number: 1, value: 1 },
    { number: 2, value: sequence ?? state.head.sequence + 1 },
    { number: 3, value: state.head.hash },
    { number: 4, value: NOW_MS },
  ]);
  // An operation without fields is there all the same.
  const body = join(head, encodeFields([{ number: OPERATION[operation], value: encodeFields(fields) }]));
  const signatures = signers
    .toSorted((a, b) => compare(a.publicKey, b.publicKey))
    .map(({ publicKey, secretKey }) =>
      encodeMessage([
        { number: 1, value: publicKey },
        { number: 2, value: signature(secretKey, 'logEntrySignature', state.accountId, body) },
      ]),
    );
  const entry = encodeMessage([{ number: 1, value: body }, ...signatures.map((value) => ({ number: 2, value }))]);
  return logOf([...entriesOf(state), entry]);
}

export function logOf(entries: readonly Uint8Array[]): Uint8Array {
  return encodeFields(entries.map((value) => ({ number: 1, value })));
}

export function entriesOf(state: AccountState): Uint8Array[] {
  return decodeFields(encodeAccountLog(state)).flatMap(({ value }) => (typeof value === 'number' ? [] : [value]));
}
