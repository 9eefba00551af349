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
  type VerifiedBundle,
  verifyOneTimePrekey,
} from '@sotto/identity';
import type { ContactRecord, OutboxRecord } from '@sotto/ports';
import { asTopic, type DeviceId, equalBytes, formatHex, type OneTimePrekey, parseMailboxAddress } from '@sotto/wire';
import type { Composer } from './composer.ts';
import type { ContactBook } from './contact-book.ts';
import { accountLogChange } from './contact-keys.ts';
import type { ControlContent } from './content/control.ts';
import type { ClientContext } from './context.ts';
import {
  type DeviceLink,
  linkChanges,
  nextGeneration,
  sendingSession,
  withRecord,
  withSession,
} from './device-link.ts';
import type { KeyFinder } from './key-finder.ts';
import { withTimeout } from './timeout.ts';

const TAKE_TIMEOUT_MS = 5_000;

/** Where the keys of a contact are looked for, and the link they must agree with. */
export interface Whereabouts {
  readonly sources: readonly string[];
  readonly link?: ContactLink;
}

export class Introducer {
  readonly #context: ClientContext;
  readonly #contacts: ContactBook;
  readonly #finder: KeyFinder;
  readonly #composer: Composer;

  constructor(
    context: ClientContext,
    parts: { readonly contacts: ContactBook; readonly finder: KeyFinder; readonly composer: Composer },
  ) {
    this.#context = context;
    this.#contacts = parts.contacts;
    this.#finder = parts.finder;
    this.#composer = parts.composer;
  }

  /** Whether some device of the contact has no session to send with, or no keys are known at all. */
  async needsKeys(contact: ContactRecord): Promise<boolean> {
    const devices = this.#contacts.devices(contact);
    if (devices.length === 0) return true;
    for (const { deviceId } of devices) {
      if (!this.#hasSession(await this.#context.links.load(contact.accountId, deviceId))) return true;
    }
    return false;
  }

  /**
   * Looks the contact up and starts a session with every device that has none. Returns the envelopes that
   * carry our address to them.
   * @throws {VerifyError} keys that do not belong to the account @throws {UnavailableError} not-found, unreachable
   */
  async introduce(contact: ContactRecord, whereabouts: Whereabouts): Promise<readonly OutboxRecord[]> {
    const { state, bundles } = await this.#find(contact, whereabouts.sources);
    if (whereabouts.link) checkLinkAgainstLog(whereabouts.link, state);
    const current = await this.#adoptState(contact, state);
    const rows: OutboxRecord[] = [];
    for (const bundle of bundles) {
      const link = await this.#context.links.load(contact.accountId, bundle.deviceId);
      if (this.#hasSession(link)) continue;
      const oneTime = await this.#takeOneTimePrekey(state, bundle);
      const row = await this.#start(current, { state, bundle, oneTime }, { force: false, atLeast: 0 });
      if (row) rows.push(row);
    }
    return rows;
  }

  /**
   * Starts a new session with one device, whatever sessions there are: after a restore, or when the device writes with
   * one that we do not have. `control` goes with it.
   */
  async renew(
    contact: ContactRecord,
    deviceId: DeviceId,
    options: { readonly control?: ControlContent; readonly atLeast?: number },
  ): Promise<OutboxRecord | undefined> {
    const sources = this.#contacts.state(contact)?.mailboxes ?? [];
    const { state, bundles } = await this.#find(contact, sources);
    const current = await this.#adoptState(contact, state);
    const bundle = bundles.find((candidate) => equalBytes(candidate.deviceId, deviceId));
    if (bundle === undefined) return undefined;
    const oneTime = await this.#takeOneTimePrekey(state, bundle);
    const { control, atLeast = 0 } = options;
    return await this.#start(
      current,
      { state, bundle, oneTime },
      { force: true, atLeast, ...(control ? { control } : {}) },
    );
  }

  async #find(contact: ContactRecord, sources: readonly string[]) {
    const known = this.#contacts.state(contact);
    const numbers = new Map<string, number>();
    for (const { deviceId, bundleNumber } of await this.#context.store.peerDevices(contact.accountId)) {
      numbers.set(formatHex(deviceId), bundleNumber);
    }
    const all = [...new Set([...sources, ...(known?.mailboxes ?? [])])];
    return await this.#finder.find(contact.accountId, all, {
      state: known,
      minimumBundle: (deviceId) => numbers.get(formatHex(deviceId)) ?? 0,
    });
  }

  async #adoptState(contact: ContactRecord, state: AccountState): Promise<ContactRecord> {
    return await this.#context.locks.run(formatHex(contact.accountId), async () => {
      const latest = this.#contacts.get(contact.accountId) ?? contact;
      const change = accountLogChange(latest, this.#contacts.state(latest), state);
      if (change === undefined) return latest;
      await this.#context.store.commit([{ kind: 'put-contact', record: change.record }]);
      this.#contacts.adopt(change.record, state);
      change.announce(this.#context.events);
      return change.record;
    });
  }

  #hasSession(link: DeviceLink): boolean {
    const nowMs = this.#context.clock.nowMs();
    return sendingSession(link, { nowMs, staleUpToMs: this.#context.staleSessionsUpToMs }) !== undefined;
  }

  /** Asks the mailboxes of the device in turn. None left is no failure. */
  async #takeOneTimePrekey(state: AccountState, bundle: VerifiedBundle): Promise<OneTimePrekey | undefined> {
    const { accountId } = state;
    const { deviceId } = bundle;
    const device = findDevice(state, deviceId);
    for (const mailbox of bundle.intro.mailboxes) {
      try {
        const prekey = await withTimeout(this.#context.clock, TAKE_TIMEOUT_MS, (signal) =>
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

  async #start(
    contact: ContactRecord,
    keys: {
      readonly state: AccountState;
      readonly bundle: VerifiedBundle;
      readonly oneTime: OneTimePrekey | undefined;
    },
    options: { readonly force: boolean; readonly atLeast: number; readonly control?: ControlContent },
  ): Promise<OutboxRecord | undefined> {
    const { bundle, oneTime } = keys;
    await this.#context.locks.run(formatHex(contact.accountId), async () => {
      const before = await this.#context.links.load(contact.accountId, bundle.deviceId);
      if (!options.force && this.#hasSession(before)) return;
      const { own, clock, random } = this.#context;
      const nowMs = clock.nowMs();
      const { session } = await initiate({
        ours: { accountId: own.id, deviceId: own.deviceId, identityKey: own.deviceKeys.identityKey },
        theirs: { accountId: contact.accountId, deviceId: bundle.deviceId, identityKey: bundle.identityKey },
        signedPrekey: bundle.signedPrekey,
        kemPrekey: bundle.kemPrekey,
        ...(oneTime ? { oneTimePrekey: oneTime } : {}),
        generation: nextGeneration(before, nowMs, options.atLeast),
        random: (length) => random.bytes(length),
        nowMs,
      });
      const after = withRecord(withSession(before, { session, lastOpenedAtMs: 0 }), {
        bundleNumber: bundle.number,
        introduction: {
          signedPrekey: bundle.signedPrekey.publicKey,
          mailboxes: bundle.intro.mailboxes,
          topic: asTopic(bundle.intro.topic),
          writeKey: bundle.intro.writeKey,
        },
        ourAddressNumber: 0,
      });
      await this.#context.store.commit(linkChanges(before, after));
      this.#context.links.adopt(after);
    });
    return await this.#composer.sendControl(contact, bundle.deviceId, options.control);
  }
}
