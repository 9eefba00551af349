/**
 * Gets the keys of a contact and starts sessions with its devices (specs/03 §3). Does the network work first, without
 * holding the lock of the contact; then starts what is still missing.
 */
import { initiate } from '@sotto/crypto';
import {
  type AccountState,
  type ContactLink,
  checkLinkAgainstLog,
  findDevice,
  parseContactLink,
  type VerifiedBundle,
  verifyOneTimePrekey,
} from '@sotto/identity';
import type { ContactRecord, OutboxRecord, StoreChange } from '@sotto/ports';
import {
  asTopic,
  type DeviceId,
  decodeUtf8,
  equalBytes,
  formatHex,
  LIMITS,
  type OneTimePrekey,
  parseMailboxAddress,
  UnavailableError,
  VerifyError,
} from '@sotto/wire';
import { redirected } from './account/redirected.ts';
import type { Composer } from './composer.ts';
import { accountLogChange } from './contact-keys.ts';
import { type ControlContent, resendRequestContent } from './content/control.ts';
import type { ClientContext } from './context.ts';
import {
  type DeviceLink,
  type LinkedSession,
  linkChanges,
  nextGeneration,
  sendingSession,
  withRecord,
  withSession,
} from './device-link.ts';
import { distinctMailboxes } from './distinct-mailboxes.ts';
import type { FoundAccount, KeyFinder } from './key-finder.ts';
import { commitSealed } from './sealed-commit.ts';
import { NO_TRACE } from './session-trace.ts';
import { pendingLinkSetting } from './settings.ts';
import { withTimeout } from './timeout.ts';

const TAKE_TIMEOUT_MS = 5_000;
/** So many directories are asked at once. */
const MAX_SOURCES = 2 * LIMITS.MAX_MAILBOXES;
/** Messages that are sealed anew with a session; their changes fit into one transaction. */
const MAX_RESEALED = 1_000;

/**
 * What a contact lacks: `keys`: some device has no session to send with; `answer`: an introduction stays unanswered, and
 * may have been made with keys that the device does not have any more.
 */
export type Lack = 'keys' | 'answer';

/** Why a session is started; checked again once the lock is held. */
interface Start {
  readonly state: AccountState;
  readonly bundle: VerifiedBundle;
  readonly oneTime: OneTimePrekey | undefined;
  readonly isStillWanted: (link: DeviceLink) => boolean;
  readonly atLeast: number;
  readonly control: ControlContent | undefined;
  /** Further changes to store with the session; asked for when nothing can stop it but the store. */
  readonly changes: () => readonly StoreChange[];
}

export class Introducer {
  readonly #context: ClientContext;
  readonly #finder: KeyFinder;
  readonly #composer: Composer;

  constructor(context: ClientContext, parts: { readonly finder: KeyFinder; readonly composer: Composer }) {
    this.#context = context;
    this.#finder = parts.finder;
    this.#composer = parts.composer;
  }

  /** `undefined`: every device of the contact can be written to. */
  async lack(contact: ContactRecord): Promise<Lack | undefined> {
    const { contacts, links } = this.#context;
    const devices = contacts.devices(contact);
    let lack: Lack | undefined = devices.length === 0 ? 'keys' : undefined;
    for (const { deviceId } of devices) {
      const link = await links.load(contact.accountId, deviceId);
      if (this.#best(link) === undefined) return 'keys';
      if (this.#isUnanswered(link)) lack = 'answer';
    }
    return lack;
  }

  /**
   * Looks the contact up and starts a session with every device that has none, or that does not answer and has other
   * keys by now. Returns the new envelopes: our address, and what was sealed in vain before.
   * @throws {VerifyError} keys that do not belong to the account @throws {UnavailableError} not-found, unreachable
   */
  async introduce(contact: ContactRecord): Promise<readonly OutboxRecord[]> {
    const found = await this.#find(contact);
    const current = await this.#adoptState(contact, found.state);
    const rows: OutboxRecord[] = [];
    for (const bundle of found.bundles) rows.push(...(await this.#introduceTo(current, found.state, bundle)));
    if (rows.length === 0 && found.refusal) throw found.refusal;
    return rows;
  }

  /**
   * Starts a new session with one device, whatever sessions there are. `control` goes with it, and `changes` are stored
   * with it. @throws as `introduce`
   */
  async renew(
    contact: ContactRecord,
    deviceId: DeviceId,
    options: Pick<Start, 'control' | 'atLeast' | 'changes'>,
  ): Promise<OutboxRecord | undefined> {
    const { state, bundles, refusal } = await this.#find(contact);
    const current = await this.#adoptState(contact, state);
    const bundle = bundles.find((candidate) => equalBytes(candidate.deviceId, deviceId));
    if (bundle === undefined) {
      throw refusal ?? new UnavailableError('not-found', 'no mailbox has the keys of this device');
    }
    const link = await this.#context.links.load(contact.accountId, deviceId);
    const oneTime = await this.#freshPrekey(link, { state, bundle });
    const [row] = await this.#start(current, { ...options, state, bundle, oneTime, isStillWanted: () => true });
    return row;
  }

  async #introduceTo(
    contact: ContactRecord,
    state: AccountState,
    bundle: VerifiedBundle,
  ): Promise<readonly OutboxRecord[]> {
    const isStillWanted = (link: DeviceLink) =>
      this.#best(link) === undefined || (this.#isUnanswered(link) && hasOtherKeys(this.#best(link), bundle));
    const link = await this.#context.links.load(contact.accountId, bundle.deviceId);
    if (!isStillWanted(link)) return [];
    const oneTime = await this.#freshPrekey(link, { state, bundle });
    // The one that it replaces may have said so, and nobody heard it.
    const control = this.#isUnanswered(link) ? resendRequestContent({ sequences: [], sessionLost: true }) : undefined;
    const start = { state, bundle, oneTime, isStillWanted, atLeast: 0, control, changes: () => [] };
    return await this.#start(contact, start);
  }

  /**
   * Asks the mailboxes that the log names and those that its devices told us; while the log is not known, those of the
   * link that the contact was added with.
   */
  async #find(contact: ContactRecord): Promise<FoundAccount> {
    const { contacts, store, notices } = this.#context;
    const known = contacts.state(contact);
    const link = known ? undefined : await this.#pendingLink(contact);
    const devices = await store.peerDevices(contact.accountId);
    const numbers = new Map(devices.map(({ deviceId, bundleNumber }) => [formatHex(deviceId), bundleNumber]));
    const told = devices.flatMap(({ address }) => address?.mailboxes ?? []);
    const named = known?.mailboxes ?? link?.mailboxes ?? [];
    const sources = distinctMailboxes([...named, ...told]).slice(0, MAX_SOURCES);
    const minimumBundle = (deviceId: DeviceId) => numbers.get(formatHex(deviceId)) ?? 0;
    try {
      const found = await this.#finder.find(contact.accountId, sources, { state: known, minimumBundle });
      if (link) checkLinkAgainstLog(link, found.state);
      return found;
    } catch (error) {
      const isFork = error instanceof VerifyError && error.code === 'log-fork';
      if (isFork) notices.raise(contact.accountId, { kind: 'log-conflict' });
      throw error;
    }
  }

  async #pendingLink({ accountId }: ContactRecord): Promise<ContactLink | undefined> {
    const text = await this.#context.store.setting(pendingLinkSetting(accountId));
    return text && parseContactLink(decodeUtf8(text));
  }

  async #adoptState(contact: ContactRecord, state: AccountState): Promise<ContactRecord> {
    const { contacts, ledger, links, locks, notices } = this.#context;
    return await locks.run(formatHex(contact.accountId), async () => {
      const latest = contacts.latest(contact);
      const change = accountLogChange(latest, contacts.state(latest), state);
      if (change === undefined) return latest;
      const notice = await notices.prepare(contact.accountId, change.notices);
      const others = await redirected(this.#context.store, latest, change.notices);
      const untold = await this.#untold(latest, state);
      const changes: StoreChange[] = [{ kind: 'put-contact', record: change.record }, ...others, ...notice.changes];
      for (const { record } of untold) changes.push({ kind: 'put-peer-device', record });
      const name = pendingLinkSetting(contact.accountId);
      if (latest.accountLog.length === 0) changes.push({ kind: 'delete-setting', name });
      await ledger.commit(changes);
      contacts.adopt(change.record, state);
      for (const link of untold) links.adopt(link);
      notice.announce();
      return change.record;
    });
  }

  /** Links with the devices that an account had and has: they are told our address anew, and with it the head that we see. */
  async #untold(contact: ContactRecord, { devices }: AccountState): Promise<readonly DeviceLink[]> {
    const { contacts, links } = this.#context;
    const known = devices.filter(({ deviceId }) => contacts.isActiveDevice(contact, deviceId));
    const all = await Promise.all(known.map(({ deviceId }) => links.load(contact.accountId, deviceId)));
    return all
      .filter(({ record }) => record.address !== undefined)
      .map((link) => withRecord(link, { ourAddressNumber: 0 }));
  }

  #best(link: DeviceLink): LinkedSession | undefined {
    return sendingSession(link, this.#context.clock.nowMs());
  }

  #isUnanswered(link: DeviceLink): boolean {
    const best = this.#best(link)?.session;
    const patienceMs = LIMITS.INTRODUCTION_PATIENCE_SECONDS * 1000;
    return best?.pendingInitial !== undefined && best.createdAtMs + patienceMs <= this.#context.clock.nowMs();
  }

  /**
   * A one-time prekey may have been handed out twice (attack A9), or be of a store that was put back since: what stayed
   * unanswered is tried without one.
   */
  async #freshPrekey(
    link: DeviceLink,
    { state, bundle }: { readonly state: AccountState; readonly bundle: VerifiedBundle },
  ): Promise<OneTimePrekey | undefined> {
    return usesOneTime(this.#best(link)) ? undefined : await this.#takeOneTimePrekey(state, bundle);
  }

  /** Asks the mailboxes of the device in turn. None left is no failure. */
  async #takeOneTimePrekey(state: AccountState, bundle: VerifiedBundle): Promise<OneTimePrekey | undefined> {
    const { accountId } = state;
    const { deviceId } = bundle;
    const device = findDevice(state, deviceId);
    for (const mailbox of bundle.intro.mailboxes) {
      try {
        const prekey = await withTimeout(this.#context, TAKE_TIMEOUT_MS, (signal) =>
          this.#context.network.directory.takeOneTimePrekey(
            parseMailboxAddress(mailbox),
            { accountId, deviceId },
            { signal },
          ),
        );
        if (prekey && device && verifyOneTimePrekey({ prekey, device, accountId })) return prekey;
      } catch {
        // This mailbox cannot be reached or refuses; the next one may have some, and first contact works without.
      }
    }
    return undefined;
  }

  /** One transaction: the session, the envelope that starts it, and anew what was sealed in sessions nobody answered. */
  async #start(contact: ContactRecord, start: Start): Promise<readonly OutboxRecord[]> {
    const { links, locks, contacts } = this.#context;
    const { bundle, control } = start;
    return await locks.run(formatHex(contact.accountId), async () => {
      const before = await links.load(contact.accountId, bundle.deviceId);
      if (!start.isStillWanted(before) || !contacts.maySealFor(contact.accountId)) return [];
      const after = await this.#initiated(contact, before, start);
      const first = await this.#composer.sealControl(contact, after, { control });
      if (first === undefined) return [];
      const rows = await this.#inVain(before, first);
      const again = await this.#composer.reseal(contact, first.link, { rows });
      const changes = [...start.changes(), ...linkChanges(before, after), ...again.changes];
      const sealed = [first, ...again.sealed];
      await commitSealed(this.#context, sealed, changes);
      return sealed.map(({ outbox }) => outbox);
    });
  }

  async #initiated(contact: ContactRecord, before: DeviceLink, start: Start): Promise<DeviceLink> {
    const { own, clock, random } = this.#context;
    const { bundle, oneTime, atLeast } = start;
    const nowMs = clock.nowMs();
    const { session } = await initiate({
      ours: { accountId: own.id, deviceId: own.deviceId, identityKey: own.deviceKeys.identityKey },
      theirs: { accountId: contact.accountId, deviceId: bundle.deviceId, identityKey: bundle.identityKey },
      signedPrekey: bundle.signedPrekey,
      kemPrekey: bundle.kemPrekey,
      ...(oneTime ? { oneTimePrekey: oneTime } : {}),
      generation: nextGeneration(before, nowMs, atLeast),
      random: random.bytes,
      nowMs,
    });
    return withRecord(withSession(before, { session, lastOpenedAtMs: 0, isStale: false, trace: NO_TRACE }), {
      bundleNumber: bundle.number,
      introduction: {
        signedPrekey: bundle.signedPrekey.publicKey,
        mailboxes: distinctMailboxes(bundle.intro.mailboxes),
        topic: asTopic(bundle.intro.topic),
        writeKey: bundle.intro.writeKey,
      },
      ourAddressNumber: 0,
    });
  }

  /** Messages to the device in sessions that it never answered: it may not be able to read them. */
  async #inVain(before: DeviceLink, first: { readonly outbox: OutboxRecord }): Promise<readonly OutboxRecord[]> {
    const unanswered = before.sessions.filter(({ session }) => session.pendingInitial !== undefined);
    if (unanswered.length === 0) return [];
    const lost = await this.#composer.lostRows(before, first.outbox.sessionId);
    const inVain = lost.filter((row) => unanswered.some(({ session }) => equalBytes(session.id, row.sessionId)));
    return inVain.slice(0, MAX_RESEALED);
  }
}

/** Whether a session started now would not use the same keys as this one. */
function hasOtherKeys(entry: LinkedSession | undefined, bundle: VerifiedBundle): boolean {
  const pending = entry?.session.pendingInitial;
  return pending !== undefined && (pending.oneTimePrekeyId !== 0 || pending.signedPrekeyId !== bundle.signedPrekey.id);
}

function usesOneTime(entry: LinkedSession | undefined): boolean {
  return (entry?.session.pendingInitial?.oneTimePrekeyId ?? 0) !== 0;
}
