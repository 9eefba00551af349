/**
 * The directory of a mailbox (specs/02 §4, §5; attacks A9, A12, C1): account logs and bundles, verified before they
 * are stored, and one-time prekeys, each handed out once.
 *
 * Nobody trusts it, and it trusts nobody: what decides is the log and the signatures.
 */
import {
  type AccountState,
  compareLogs,
  encodeAccountLog,
  verifyAccountLog,
  verifyBundle,
  verifyPrekeyUpload,
} from '@sotto/identity';
import type {
  CountOutcome,
  DirectoryService,
  LookUpOutcome,
  PublishOutcome,
  Refused,
  Requester,
  TakeOutcome,
} from '@sotto/network';
import type { Clock } from '@sotto/ports';
import {
  type AccountId,
  asAccountId,
  asDeviceId,
  type CountOneTimePrekeys,
  decodeMessage,
  encodeMessage,
  equalBytes,
  formatHex,
  LIMITS,
  type LookUpAccount,
  OneTimePrekeySchema,
  type PublishAccount,
  RefusalCode,
  type TakeOneTimePrekey,
  type UploadOneTimePrekeys,
  VerifyError,
} from '@sotto/wire';
import type { ArchivedAccount, ArchivedBundle, MailboxArchive } from './archive.ts';
import { refuse, refuseRate, refusing } from './refusals.ts';
import type { RequesterRates } from './requester-rates.ts';

/** A publication that changes nothing is written down once a day, so that the account does not count as idle. */
const PUBLICATION_NOTE_INTERVAL_MS = 86_400_000;
/** Two devices that publish at once: the one that loses looks again. */
const MAX_ATTEMPTS = 4;
/** Encoded `OneTimePrekey`. */
const MAX_PREKEY_BYTES = 2_048;
/** Signature checks of a publication, by its size; entries and bundles are no smaller. */
const BYTES_PER_CHECK = 256;
/** Checks of an uploaded prekey: its signature and both keys. */
const CHECKS_PER_PREKEY = 2;

export interface DirectoryServiceOptions {
  readonly archive: MailboxArchive;
  /** Ed25519 public key of this mailbox. */
  readonly mailboxKey: Uint8Array;
  readonly rates: RequesterRates;
  readonly clock: Clock;
}

export function createDirectoryService(options: DirectoryServiceOptions): DirectoryService {
  return new LocalDirectory(options);
}

class LocalDirectory implements DirectoryService {
  readonly #options: DirectoryServiceOptions;

  constructor(options: DirectoryServiceOptions) {
    this.#options = options;
  }

  publish(requester: Requester, { accountLog, bundles }: PublishAccount): Promise<PublishOutcome> {
    const bytes = bundles.reduce((sum, bundle) => sum + bundle.length, accountLog.length);
    return this.#admitted(requester, bytes / BYTES_PER_CHECK, async () => {
      if (bundles.length > LIMITS.MAX_DEVICES) return refuse(RefusalCode.TOO_LARGE);
      const received = verifyAccountLog(accountLog);
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        const outcome = await this.#publishOnce(received, bundles);
        if (outcome !== 'conflict') return outcome;
      }
      return refuseRate(1);
    });
  }

  lookUp(requester: Requester, request: LookUpAccount): Promise<LookUpOutcome> {
    return this.#admitted(requester, 1, async () => {
      const account = await this.#options.archive.findAccount(asAccountId(request.accountId));
      if (account === undefined) return refuse(RefusalCode.NOT_FOUND);
      const bundles = account.bundles.map(({ bundle }) => bundle);
      return { kind: 'found', accountLog: account.accountLog, bundles };
    });
  }

  upload(requester: Requester, request: UploadOneTimePrekeys): Promise<PublishOutcome> {
    return this.#admitted(requester, request.prekeys.length * CHECKS_PER_PREKEY, async () => {
      const { archive, mailboxKey } = this.#options;
      const { prekeys, signature } = request;
      const device = { accountId: asAccountId(request.accountId), deviceId: asDeviceId(request.deviceId) };
      const account = await archive.findAccount(device.accountId);
      if (account === undefined) return refuse(RefusalCode.NOT_FOUND);
      const state = verifyAccountLog(account.accountLog, { accountId: device.accountId });
      if (!verifyPrekeyUpload({ upload: { ...device, prekeys, signature }, state, mailboxKey })) {
        return refuse(RefusalCode.MALFORMED);
      }
      const encoded = prekeys.map((prekey) => ({ id: prekey.id, prekey: encodeMessage(OneTimePrekeySchema, prekey) }));
      const outcome = await archive.addPrekeys({ ...device, prekeys: encoded });
      return outcome === 'full' ? refuse(RefusalCode.QUOTA) : { kind: 'published' };
    });
  }

  take(requester: Requester, request: TakeOneTimePrekey): Promise<TakeOutcome> {
    return this.#admitted(requester, 1, async () => {
      const { archive, rates } = this.#options;
      const device = { accountId: asAccountId(request.accountId), deviceId: asDeviceId(request.deviceId) };
      const wait = rates.takePrekey(requester, device);
      if (wait > 0) return refuseRate(wait);
      const prekey = await archive.takePrekey(device);
      if (prekey !== undefined) {
        return { kind: 'taken', prekey: decodeMessage(OneTimePrekeySchema, prekey, MAX_PREKEY_BYTES) };
      }
      rates.giveBackPrekey(requester, device);
      return { kind: 'taken', prekey: undefined };
    });
  }

  count(requester: Requester, request: CountOneTimePrekeys): Promise<CountOutcome> {
    return this.#admitted(requester, 1, async () => {
      const device = { accountId: asAccountId(request.accountId), deviceId: asDeviceId(request.deviceId) };
      return { kind: 'count', remaining: await this.#options.archive.countPrekeys(device) };
    });
  }

  async #admitted<Outcome>(
    requester: Requester,
    units: number,
    action: () => Promise<Outcome>,
  ): Promise<Outcome | Refused> {
    const wait = this.#options.rates.takeWork(requester, Math.max(1, Math.ceil(units)));
    return wait > 0 ? refuseRate(wait) : refusing(action);
  }

  async #publishOnce(received: AccountState, bundles: readonly Uint8Array[]): Promise<PublishOutcome | 'conflict'> {
    const { archive, clock } = this.#options;
    const { accountId } = received;
    const nowMs = clock.nowMs();
    const stored = await archive.findAccount(accountId);
    const state = stored === undefined ? received : newest(accountId, stored, received);
    const merged = mergeBundles({ state, stored: stored?.bundles ?? [], received: bundles, nowMs });
    const accountLog = state === received ? encodeAccountLog(received) : (stored?.accountLog ?? new Uint8Array(0));
    if (stored !== undefined && isSame(stored, { accountLog, bundles: merged })) {
      if (nowMs - stored.publishedAtMs < PUBLICATION_NOTE_INTERVAL_MS) return { kind: 'published' };
    }
    const outcome = await archive.publishAccount({
      accountId,
      replaces: stored?.revision ?? 0,
      accountLog,
      bundles: merged,
      devices: state.devices.map(({ deviceId }) => deviceId),
      nowMs,
    });
    if (outcome === 'full') return refuse(RefusalCode.QUOTA);
    return outcome === 'published' ? { kind: 'published' } : 'conflict';
  }
}

/** @throws {VerifyError} `log-rollback`, `log-fork` */
function newest(accountId: AccountId, stored: ArchivedAccount, received: AccountState): AccountState {
  const known = verifyAccountLog(stored.accountLog, { accountId });
  switch (compareLogs(known, received)) {
    case 'same':
      return known;
    case 'newer':
      return received;
    case 'older':
      throw new VerifyError('log-rollback', 'older account log than one already stored');
  }
}

interface BundleMerge {
  readonly state: AccountState;
  readonly stored: readonly ArchivedBundle[];
  readonly received: readonly Uint8Array[];
  readonly nowMs: number;
}

/**
 * One bundle per device, the highest number of each. Stored ones that the log no longer bears are left out.
 * @throws {VerifyError} for a received bundle that does not hold; `stale-bundle` for one lower than what is stored
 */
function mergeBundles({ state, stored, received, nowMs }: BundleMerge): ArchivedBundle[] {
  const merged = new Map<string, ArchivedBundle>();
  for (const bundle of stored) {
    if (isBorne(bundle.bundle, state, nowMs)) merged.set(formatHex(bundle.deviceId), bundle);
  }
  for (const bytes of received) {
    const verified = verifyBundle({ bytes, state, nowMs, minimumNumber: 0 });
    const { deviceId, number } = verified;
    const known = merged.get(formatHex(deviceId));
    const isOther = known !== undefined && known.number === number && !equalBytes(known.bundle, bytes);
    if (known !== undefined && (number < known.number || isOther)) {
      throw new VerifyError('stale-bundle', 'no newer than a bundle already stored');
    }
    merged.set(formatHex(deviceId), { deviceId, number, bundle: verified.bytes });
  }
  return [...merged.values()];
}

function isBorne(bytes: Uint8Array, state: AccountState, nowMs: number): boolean {
  try {
    verifyBundle({ bytes, state, nowMs, minimumNumber: 0 });
    return true;
  } catch {
    return false;
  }
}

function isSame(stored: ArchivedAccount, merged: Pick<ArchivedAccount, 'accountLog' | 'bundles'>): boolean {
  return (
    equalBytes(stored.accountLog, merged.accountLog) &&
    stored.bundles.length === merged.bundles.length &&
    stored.bundles.every(({ bundle }, i) => equalBytes(bundle, merged.bundles[i]?.bundle ?? new Uint8Array(0)))
  );
}
