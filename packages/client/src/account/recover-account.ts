/**
 * Coming back with the recovery words: this device becomes a new one of an account that exists (specs/01 §13; attacks
 * A12, C1).
 *
 * Everything of the device is stored before a mailbox hears of it, and it is done once a mailbox has taken the longer log.
 * What was cut off in between goes on with the same keys when the same words are given again, so that no device is left in
 * the log whose keys nobody has.
 */
import {
  type AccountState,
  accountIdOf,
  checkLinkAgainstLog,
  createDeviceKeys,
  type DeviceKeys,
  decodeDeviceKeys,
  findDevice,
  parseContactLink,
  recoveryKey,
  rejoinAccount,
} from '@sotto/identity';
import type { Clock, MessageStore, Network, Random } from '@sotto/ports';
import {
  type DeviceId,
  equalBytes,
  formatHex,
  mailboxKey,
  parseMailboxAddress,
  UnavailableError,
  UsageError,
} from '@sotto/wire';
import { cleanName } from '../contact-name.ts';
import { distinctMailboxes } from '../distinct-mailboxes.ts';
import { Ledger } from '../ledger.ts';
import { Lifetime } from '../lifetime.ts';
import { OwnAccount } from '../own-account.ts';
import { OwnPrekeys } from '../own-prekeys.ts';
import { OwnTopics, putTopic } from '../own-topics.ts';
import { putNumber, readNumber, SETTINGS } from '../settings.ts';
import { type FoundLog, findOwnLog, type OwnLogContext } from './find-own-log.ts';
import { Claims, offerLog } from './offer-log.ts';

/** Other devices that come back at the same moment; each time one of them is done. */
const MAX_ATTEMPTS = 10;

export interface RecoverAccountOptions {
  /** Empty, or what an attempt for the same account has left. */
  readonly store: MessageStore;
  /** Nothing but its directory is used. */
  readonly network: Pick<Network, 'directory'>;
  readonly clock: Clock;
  readonly random: Random;
  /** 12 words (specs/01 §3). */
  readonly words: string;
  /** What the person is called from this device. Absent: as in `link`. */
  readonly name?: string;
  /** A contact link of the account, of any age: says where to ask, and what the log must contain. */
  readonly link?: string;
  /** Mailboxes to ask beside those of `link`. */
  readonly mailboxes: readonly string[];
  /** Whether the devices that the account had before belong to it no longer. */
  readonly otherDevices: 'keep' | 'revoke';
}

export interface RecoveredAccount {
  readonly account: OwnAccount;
  /** Devices that were revoked on the way. */
  readonly revoked: readonly DeviceId[];
}

/**
 * The account is in the store and in its log when it resolves.
 * @throws {UsageError} `invalid-argument` for words that are none (`facts.word`: the place of the first unknown one), and
 *   without a mailbox to ask; `already-initialised` for a store with another account, or with
 *   an attempt that the account has ended since
 * @throws {DecodeError} for a link or an address that is none
 * @throws {VerifyError} `wrong-recipient` for words of another account than the link; `log-rollback`, `log-fork`, `bad-log`
 * @throws {LimitError} `too-many` when the account has all the devices it may and keeps them
 * @throws {UnavailableError} `not-found` when no mailbox knows the account, `unreachable` when too few answered
 */
export async function recoverAccount(options: RecoverAccountOptions): Promise<RecoveredAccount> {
  const lifetime = new Lifetime(() => undefined);
  try {
    return await new Recovery(options, lifetime).run();
  } finally {
    await lifetime.end();
  }
}

/**
 * Checks what can be checked without the network: words, link, addresses.
 * @throws {UsageError} `invalid-argument` @throws {DecodeError} as `recoverAccount`
 */
export function checkRecovery(given: Pick<RecoverAccountOptions, 'words' | 'link' | 'mailboxes'>): void {
  recoveryKey(given.words).secretKey.fill(0);
  const link = given.link === undefined ? undefined : parseContactLink(given.link);
  if (distinctMailboxes([...(link?.mailboxes ?? []), ...given.mailboxes]).length > 0) return;
  throw new UsageError('invalid-argument', 'nobody to ask for the account', {
    hint: 'Name one of its mailboxes, or give its contact link.',
  });
}

class Recovery {
  readonly #options: RecoverAccountOptions;
  readonly #context: OwnLogContext;
  readonly #link: ReturnType<typeof parseContactLink> | undefined;
  readonly #key: ReturnType<typeof recoveryKey>;
  readonly #name: string;

  constructor(options: RecoverAccountOptions, lifetime: Lifetime) {
    const { network, clock, link } = options;
    checkRecovery(options);
    this.#options = options;
    this.#context = { network, clock, lifetime };
    this.#key = recoveryKey(options.words);
    this.#link = link === undefined ? undefined : parseContactLink(link);
    this.#name = cleanName(options.name ?? this.#link?.name ?? '');
  }

  async run(): Promise<RecoveredAccount> {
    try {
      const finished = await this.#finished();
      if (finished !== undefined) return { account: finished, revoked: [] };
      const keys = await this.#deviceKeys();
      const claims = new Claims();
      let revoked: readonly DeviceId[] | undefined;
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        const found = await this.#newest();
        const { state } = found;
        claims.lookedUp(found);
        requireWelcome(state, keys);
        revoked ??= this.#ended(state, keys);
        const nowMs = this.#options.clock.nowMs();
        const account = new OwnAccount(this.#joined(state, keys, revoked), keys, this.#name, nowMs);
        const bundle = await this.#store(account);
        const { doubted } = claims;
        const outcome = await offerLog(this.#context, { state: account.state, bundles: [bundle], doubted });
        if (outcome.kind === 'taken') {
          await this.#options.store.commit([{ kind: 'delete-setting', name: SETTINGS.joining }]);
          return { account, revoked };
        }
        claims.claimed(outcome.by);
      }
      throw new UnavailableError('refused', 'other devices of the account keep changing it', { hint: 'Try again.' });
    } finally {
      this.#key.secretKey.fill(0);
    }
  }

  /** An attempt that came to its end without anybody hearing of it. @throws {UsageError} `already-initialised` */
  async #finished(): Promise<OwnAccount | undefined> {
    const { store } = this.#options;
    if ((await store.setting(SETTINGS.accountLog)) === undefined) return undefined;
    const account = await OwnAccount.load(store);
    if (!equalBytes(account.id, this.#accountId)) {
      throw new UsageError('already-initialised', 'there is another account here already');
    }
    return (await readNumber(store, SETTINGS.joining)) > 0 ? undefined : account;
  }

  /** Those of an attempt that was cut off, or new ones. */
  async #deviceKeys(): Promise<DeviceKeys> {
    const { store, random } = this.#options;
    const keys = await store.setting(SETTINGS.deviceKeys);
    return keys ? await decodeDeviceKeys(keys) : await createDeviceKeys((length) => random.bytes(length));
  }

  get #accountId(): AccountState['accountId'] {
    return this.#link?.accountId ?? accountIdOf(this.#key.publicKey);
  }

  /** The newest log that can be had, from enough mailboxes to believe that it is the newest. */
  async #newest(): Promise<FoundLog> {
    const sources = [...(this.#link?.mailboxes ?? []), ...this.#options.mailboxes];
    const found = await findOwnLog(this.#context, { accountId: this.#accountId, sources });
    if (this.#link) checkLinkAgainstLog(this.#link, found.state);
    requireEnough(found);
    return found;
  }

  /** Devices that end: those from before, and none that comes back at the same time as this one. */
  #ended(state: AccountState, { deviceId }: DeviceKeys): readonly DeviceId[] {
    const isIn = findDevice(state, deviceId) !== undefined;
    return isIn || this.#options.otherDevices === 'keep' ? [] : state.devices.map((device) => device.deviceId);
  }

  #joined(state: AccountState, device: DeviceKeys, revoked: readonly DeviceId[]): AccountState {
    return rejoinAccount({ state, recoveryKey: this.#key, device, revoked, nowMs: this.#options.clock.nowMs() });
  }

  /** Keys, log, topic and prekeys; what is there already stays. Returns the bundle. */
  async #store(account: OwnAccount): Promise<Uint8Array> {
    const { store, random, clock } = this.#options;
    const nowMs = clock.nowMs();
    const topics = await OwnTopics.load(store);
    const intro = topics.intro ?? OwnTopics.create({ mailboxes: account.state.mailboxes, random, nowMs });
    await store.commit([...account.changes(), putTopic(intro), putNumber(SETTINGS.joining, 1)]);
    const prekeys = await OwnPrekeys.load({ store, ledger: new Ledger(store), own: account, random });
    if (prekeys.rotationDue(nowMs)) await prekeys.rotate(intro, nowMs);
    return prekeys.bundle;
  }
}

/** An attempt that was cut off may have been ended since, as a device that nobody knows. Its keys are of no use any more. */
function requireWelcome({ revokedDeviceIds }: AccountState, { deviceId }: DeviceKeys): void {
  if (!revokedDeviceIds.some((id) => equalBytes(id, deviceId))) return;
  throw new UsageError('already-initialised', 'what an attempt has left here was removed from the account');
}

/**
 * A log that few mailboxes were asked for may be an old one, and going on from an old one parts the history for ever. So
 * at least half of the mailboxes that the log names must have answered.
 */
function requireEnough({ state, answered }: FoundLog): void {
  const known = new Set(answered.map(keyOf));
  const missing = state.mailboxes.filter((mailbox) => !known.has(keyOf(mailbox)));
  if (missing.length * 2 <= state.mailboxes.length) return;
  throw new UnavailableError('unreachable', 'too few mailboxes of the account answered', {
    facts: { mailboxes: state.mailboxes.length, missing: missing.length },
    hint: 'An older state of the account could be taken for the newest. Try again when more of them can be reached.',
  });
}

/** The same mailbox under any address. */
function keyOf(address: string): string {
  return formatHex(mailboxKey(parseMailboxAddress(address)));
}
