/** Accounts for tests, the same for the same seed, and the pieces to forge logs from. */
import { type KeyPair, signingKeyPair } from '@sotto/crypto';
import { SeededPrng } from '@sotto/testkit';
import {
  AccountLogSchema,
  AuthorityKind,
  create,
  encodeMessage,
  formatPeerId,
  type MailboxAddress,
  parseMailboxAddress,
  SottoError,
} from '@sotto/wire';
import { type AccountOperation, appendOperation, createAccountLog } from '../src/account-log.ts';
import { createDeviceKeys, type DeviceKeys, toDevice } from '../src/device-keys.ts';
import type { AccountAuthority } from '../src/log-content.ts';
import { decodeLogEntry, type EntryFields, signLogEntry } from '../src/log-entry.ts';
import type { AccountState } from '../src/log-state.ts';

export const NOW_MS = 1_700_000_000_000;
export const DAY_MS = 86_400_000;

export function mailboxAddress(number: number): MailboxAddress {
  const { publicKey } = signingKeyPair(new Uint8Array(32).fill(number + 1));
  return parseMailboxAddress(`/ip4/192.0.2.${number}/tcp/4001/p2p/${formatPeerId(publicKey)}`);
}

export const MAILBOXES = [1, 2, 3].map(mailboxAddress);

export interface AccountFixture {
  readonly random: (length: number) => Uint8Array;
  /** The only authority. */
  readonly recovery: KeyPair;
  readonly device: DeviceKeys;
  readonly state: AccountState;
}

/** A founded account: genesis, one device, MAILBOXES. */
export async function foundAccount(seed: string): Promise<AccountFixture> {
  const source = new SeededPrng(seed);
  const random = (length: number) => source.bytes(length);
  const recovery = signingKeyPair(random(32));
  const device = await createDeviceKeys(random);
  const state = createAccountLog({
    recoveryKey: recovery,
    firstDevice: device,
    mailboxes: MAILBOXES,
    random,
    nowMs: NOW_MS,
  });
  return { random, recovery, device, state };
}

export function append(state: AccountState, operation: AccountOperation, ...signers: KeyPair[]): AccountState {
  return appendOperation({ state, operation, signers, nowMs: NOW_MS });
}

export function adding(device: DeviceKeys): AccountOperation {
  return { kind: 'addDevice', device: toDevice(device) };
}

export function revoking({ deviceId }: DeviceKeys): AccountOperation {
  return { kind: 'revokeDevice', deviceId };
}

export function authority({ publicKey }: KeyPair): AccountAuthority {
  return { kind: AuthorityKind.RECOVERY_KEY, publicKey };
}

/** A signed entry that follows `state`, whether or not it is allowed. */
export function forgeEntry(
  state: AccountState,
  fields: Partial<EntryFields> & Pick<EntryFields, 'operation'>,
  ...signers: KeyPair[]
): Uint8Array {
  return signLogEntry({
    accountId: state.accountId,
    sequence: state.head.sequence + 1,
    previousHash: state.head.hash,
    createdAtMs: NOW_MS,
    ...fields,
    signers,
  });
}

export function encodeEntries(entries: readonly Uint8Array[]): Uint8Array {
  return encodeMessage(AccountLogSchema, create(AccountLogSchema, { entries: [...entries] }));
}

export function sequencesOf({ entries }: AccountState): number[] {
  return entries.map((entry) => decodeLogEntry(entry).sequence);
}

/** The code of the typed error that `action` throws; anything else is thrown on. */
export function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof SottoError) return error.code;
    throw error;
  }
  return 'accepted';
}
