/** Our own account on this device: the log, the keys of this device, the name (specs/01). */
import {
  type AccountState,
  checkHead,
  createAccountLog,
  createDeviceKeys,
  type DeviceKeys,
  decodeDeviceKeys,
  encodeAccountLog,
  encodeDeviceKeys,
  findDevice,
  recoveryKey,
  verifyAccountLog,
} from '@sotto/identity';
import type { MessageStore, Random, StoreChange } from '@sotto/ports';
import { type AccountId, type DeviceId, parseMailboxAddress, UsageError, VerifyError } from '@sotto/wire';
import { putBytes, putNumber, putText, readNumber, readText, SETTINGS } from './settings.ts';

export interface NewAccount {
  readonly name: string;
  readonly recoveryWords: string;
  readonly mailboxes: readonly string[];
  readonly random: Random;
  readonly nowMs: number;
}

export class OwnAccount {
  readonly deviceKeys: DeviceKeys;
  readonly name: string;
  /** When this device came back to an account that others had written to before; 0: it founded the account. */
  readonly cameBackAtMs: number;
  #state: AccountState;

  constructor(state: AccountState, deviceKeys: DeviceKeys, name: string, cameBackAtMs = 0) {
    this.#state = state;
    this.cameBackAtMs = cameBackAtMs;
    this.deviceKeys = deviceKeys;
    this.name = name;
  }

  /** @throws {UsageError} `not-initialised` for a store without an account */
  static async load(store: MessageStore): Promise<OwnAccount> {
    const [log, keys] = [await store.setting(SETTINGS.accountLog), await store.setting(SETTINGS.deviceKeys)];
    if (log === undefined || keys === undefined) {
      throw new UsageError('not-initialised', 'there is no account here yet', { hint: 'Create one: sotto init' });
    }
    return new OwnAccount(
      verifyAccountLog(log, {}),
      await decodeDeviceKeys(keys),
      await readText(store, SETTINGS.name),
      await readNumber(store, SETTINGS.cameBackAtMs),
    );
  }

  /** A new account whose first device is this one, and the changes that store it. */
  static async create(options: NewAccount): Promise<{ readonly account: OwnAccount; readonly changes: StoreChange[] }> {
    const random = (length: number) => options.random.bytes(length);
    const deviceKeys = await createDeviceKeys(random);
    const state = createAccountLog({
      recoveryKey: recoveryKey(options.recoveryWords),
      firstDevice: deviceKeys,
      mailboxes: options.mailboxes.map(parseMailboxAddress),
      nowMs: options.nowMs,
    });
    const account = new OwnAccount(state, deviceKeys, options.name);
    return { account, changes: account.changes() };
  }

  /** What stores all of it. */
  changes(): StoreChange[] {
    return [
      putBytes(SETTINGS.accountLog, encodeAccountLog(this.#state)),
      putBytes(SETTINGS.deviceKeys, encodeDeviceKeys(this.deviceKeys)),
      putText(SETTINGS.name, this.name),
      putNumber(SETTINGS.cameBackAtMs, this.cameBackAtMs),
    ];
  }

  get state(): AccountState {
    return this.#state;
  }

  /** Call once a longer log is stored. */
  adopt(state: AccountState): void {
    this.#state = state;
  }

  /** Whether this device is one of the account: it may have been revoked. */
  get isActive(): boolean {
    return findDevice(this.#state, this.deviceId) !== undefined;
  }

  /** @throws {UsageError} `device-revoked` */
  requireActive(): void {
    if (this.isActive) return;
    throw new UsageError('device-revoked', 'this device was removed from its account', {
      hint: 'Come back with the recovery words, in another home.',
    });
  }

  get id(): AccountId {
    return this.state.accountId;
  }

  get deviceId(): DeviceId {
    return this.deviceKeys.deviceId;
  }

  /** False when somebody was shown another version of our log, or one that we have not written. */
  knowsHead(head: { readonly sequence: number; readonly hash: Uint8Array }): boolean {
    if (head.hash.length === 0) return true;
    try {
      checkHead(this.state, head);
      return true;
    } catch (error) {
      if (error instanceof VerifyError) return false;
      throw error;
    }
  }
}
