/** An account with its first device, and what that device publishes. */
import type { KeyPair } from '@sotto/crypto';
import {
  type AccountOperation,
  type AccountState,
  appendOperation,
  createAccountLog,
  createBundle,
  createDeviceKeys,
  createKemPrekey,
  createOneTimePrekeys,
  createRecoveryWords,
  createSignedPrekey,
  type DeviceKeys,
  encodeAccountLog,
  recoveryKey,
  signPrekeyUpload,
  toDevice,
} from '@sotto/identity';
import type { FakeClock, SeededPrng } from '@sotto/testkit';
import {
  type AccountId,
  asTopic,
  create,
  type MailboxAddress,
  type OneTimePrekey,
  type PublishAccount,
  PublishAccountSchema,
  type UploadOneTimePrekeys,
  UploadOneTimePrekeysSchema,
} from '@sotto/wire';

export class TestAccount {
  readonly device: DeviceKeys;
  readonly recovery: KeyPair;
  readonly #random: SeededPrng;
  readonly #clock: FakeClock;
  state: AccountState;

  private constructor(parts: {
    readonly device: DeviceKeys;
    readonly recovery: KeyPair;
    readonly state: AccountState;
    readonly random: SeededPrng;
    readonly clock: FakeClock;
  }) {
    this.device = parts.device;
    this.recovery = parts.recovery;
    this.state = parts.state;
    this.#random = parts.random;
    this.#clock = parts.clock;
  }

  static async create({ random, clock }: { random: SeededPrng; clock: FakeClock }): Promise<TestAccount> {
    const draw = (length: number) => random.bytes(length);
    const recovery = recoveryKey(createRecoveryWords(draw));
    const device = await createDeviceKeys(draw);
    const founding = { recoveryKey: recovery, firstDevice: device, mailboxes: [], random: draw, nowMs: clock.nowMs() };
    return new TestAccount({ device, recovery, state: createAccountLog(founding), random, clock });
  }

  get accountId(): AccountId {
    return this.state.accountId;
  }

  get ref() {
    return { accountId: this.accountId, deviceId: this.device.deviceId };
  }

  /** Another device, added to the log. */
  async addDevice(): Promise<DeviceKeys> {
    const device = await createDeviceKeys((length) => this.#random.bytes(length));
    this.append({ kind: 'addDevice', device: toDevice(device) }, this.recovery, device.signingKey);
    return device;
  }

  append(operation: AccountOperation, ...signers: readonly KeyPair[]): void {
    this.state = appendOperation({ state: this.state, operation, signers, nowMs: this.#clock.nowMs() });
  }

  async bundle(number: number, deviceKeys: DeviceKeys = this.device): Promise<Uint8Array> {
    const random = (length: number) => this.#random.bytes(length);
    const options = { accountId: this.accountId, deviceKeys, random, nowMs: this.#clock.nowMs(), id: number };
    const signedPrekey = (await createSignedPrekey(options)).published;
    const kemPrekey = createKemPrekey(options).published;
    const intro = { mailboxes: [], topic: asTopic(random(32)), writeKey: random(32) };
    return createBundle({ ...options, number, signedPrekey, kemPrekey, intro });
  }

  publication(...bundles: readonly Uint8Array[]): PublishAccount {
    return create(PublishAccountSchema, { accountLog: encodeAccountLog(this.state), bundles: [...bundles] });
  }

  async upload(range: {
    readonly firstId: number;
    readonly count: number;
    readonly mailboxKey: Uint8Array;
    readonly deviceKeys?: DeviceKeys;
  }): Promise<UploadOneTimePrekeys> {
    const { accountId, device } = this;
    const { deviceKeys = device, mailboxKey, firstId, count } = range;
    const random = (length: number) => this.#random.bytes(length);
    const mailbox = '/ip4/127.0.0.1/tcp/1' as MailboxAddress;
    const nowMs = this.#clock.nowMs();
    const made = await createOneTimePrekeys({ accountId, deviceKeys, random, nowMs, firstId, count, mailbox });
    const prekeys: OneTimePrekey[] = made.map(({ published }) => published);
    const { signature } = signPrekeyUpload({ accountId, deviceKeys, mailboxKey, prekeys });
    return create(UploadOneTimePrekeysSchema, { accountId, deviceId: deviceKeys.deviceId, prekeys, signature });
  }
}
