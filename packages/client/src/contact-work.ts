/**
 * What contacts need while we are online: keys and sessions, messages that wait for them, our address, repairs
 * (specs/03 §3, specs/07 §4). For one contact when something happened, for all of them now and then.
 */
import type { ContactRecord } from '@sotto/ports';
import { formatHex, SottoError } from '@sotto/wire';
import { ContactNews } from './account/contact-news.ts';
import { retryDelayMs } from './backoff.ts';
import { BoundedMap } from './bounded-map.ts';
import type { Composer } from './composer.ts';
import type { ClientContext } from './context.ts';
import type { Introducer, Lack } from './introducer.ts';
import type { Outbox } from './outbox.ts';
import type { OwnAddress } from './own-address.ts';
import { Pump } from './pump.ts';

const SWEEP_EVERY_MS = 60_000;
/** An introduction that nobody answers is looked at again this often. */
const UNANSWERED_EVERY_MS = 6 * 3_600_000;
/** A contact's word that its log has grown is followed this often. */
const OUTDATED_EVERY_MS = 60_000;
const MAX_REMEMBERED = 1_000;

interface LookUp {
  readonly failures: number;
  readonly notBeforeMs: number;
}

export class ContactWork {
  readonly #context: ClientContext;
  readonly #introducer: Introducer;
  readonly #composer: Composer;
  readonly #outbox: Outbox;
  readonly #address: OwnAddress;
  readonly #news: ContactNews;
  readonly #pump: Pump;
  /** Contacts that something happened to, by account. */
  readonly #waiting = new Map<string, ContactRecord>();
  /** Look-ups that must wait, by account and what it lacks. */
  readonly #lookUps = new BoundedMap<string, LookUp>(MAX_REMEMBERED);
  readonly #outdatedAtMs = new BoundedMap<string, number>(MAX_REMEMBERED);
  #sweptAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    context: ClientContext,
    parts: {
      readonly introducer: Introducer;
      readonly composer: Composer;
      readonly outbox: Outbox;
      readonly address: OwnAddress;
    },
  ) {
    this.#context = context;
    this.#introducer = parts.introducer;
    this.#composer = parts.composer;
    this.#outbox = parts.outbox;
    this.#address = parts.address;
    this.#news = new ContactNews(context);
    this.#pump = new Pump({ clock: context.clock, work: () => this.#round(), onError: context.onError });
  }

  start(): void {
    this.#pump.start();
  }

  async stop(): Promise<void> {
    await this.#pump.stop();
  }

  /** Something happened to this contact. */
  poke(contact: ContactRecord): void {
    this.#waiting.set(formatHex(contact.accountId), contact);
    this.#pump.poke();
  }

  /** Something concerns all contacts; it is enough to do it in `delayMs`. */
  pokeAllWithin(delayMs: number): void {
    this.#sweptAtMs = Number.NEGATIVE_INFINITY;
    this.#pump.pokeWithin(delayMs);
  }

  /** Everybody is looked after now, however often that has failed. */
  retryNow(): void {
    this.#lookUps.clear();
    this.pokeAllWithin(0);
  }

  /** The contact's log has grown, as its device says: it is looked up, whatever else there is to do. */
  async logOutdated(contact: ContactRecord): Promise<void> {
    const key = formatHex(contact.accountId);
    const nowMs = this.#context.clock.monotonicMs();
    const beforeMs = this.#outdatedAtMs.get(key);
    if (beforeMs !== undefined && nowMs - beforeMs < OUTDATED_EVERY_MS) return;
    this.#outdatedAtMs.set(key, nowMs);
    await this.#lookUp(contact);
    this.poke(contact);
  }

  /**
   * A message to this contact is tried again: fresh keys are looked up whatever sessions there are, as what was sealed in
   * them got nowhere; then what waits is sealed. What cannot be had now comes later.
   */
  async retry(contact: ContactRecord): Promise<void> {
    const { contacts } = this.#context;
    if (!contacts.maySealFor(contact.accountId)) return;
    await this.#tryLookUp(contact, 'answer');
    await this.do(contacts.latest(contact), false);
  }

  /** Does it for everybody, now, without regard to when it was tried last; what fails is reported. */
  async doAll(): Promise<void> {
    await this.#doFor(this.#context.contacts.all(), true);
  }

  /**
   * Sessions where they are missing, then what waited for them, then our address where it is not known.
   * `isUrgent`: also when a look-up failed a moment ago.
   * @throws {UnavailableError} {VerifyError} when the keys cannot be had or are not believed
   */
  async do(contact: ContactRecord, isUrgent: boolean): Promise<void> {
    const { contacts } = this.#context;
    if (!contacts.maySealFor(contact.accountId)) return;
    const lack = await this.#lack(contacts.latest(contact));
    const failure = lack && this.#mayLookUp(contact, lack, isUrgent) ? await this.#tryLookUp(contact, lack) : undefined;
    await this.#outbox.sendNow(await this.#composer.sealWaiting(contacts.latest(contact)));
    await this.#tellAddress(contacts.latest(contact));
    if (failure && lack !== 'news') throw failure;
  }

  /** Does it at once. What cannot be had now comes later; until then the reason is reported. */
  async doNow(contact: ContactRecord): Promise<void> {
    await this.#doFor([contact], true);
  }

  async #lack(contact: ContactRecord): Promise<Lack | 'news' | undefined> {
    return (await this.#introducer.lack(contact)) ?? ((await this.#news.isDue(contact)) ? 'news' : undefined);
  }

  async #round(): Promise<number> {
    const nowMs = this.#context.clock.monotonicMs();
    const isSweep = nowMs - this.#sweptAtMs >= SWEEP_EVERY_MS;
    const contacts = isSweep ? this.#context.contacts.all() : [...this.#waiting.values()];
    if (isSweep) this.#sweptAtMs = nowMs;
    this.#waiting.clear();
    await this.#doFor(contacts, false);
    return Math.max(0, this.#sweptAtMs + SWEEP_EVERY_MS - this.#context.clock.monotonicMs());
  }

  async #doFor(contacts: readonly ContactRecord[], isUrgent: boolean): Promise<void> {
    await Promise.all(
      contacts.map(async (contact) => {
        try {
          await this.do(contact, isUrgent);
        } catch (error) {
          if (!(error instanceof SottoError)) throw error;
          this.#context.onError(error);
        }
      }),
    );
  }

  #mayLookUp(contact: ContactRecord, lack: Lack | 'news', isUrgent: boolean): boolean {
    if (isUrgent && lack === 'keys') return true;
    const last = this.#lookUps.get(lookUpKey(contact, lack));
    return last === undefined || last.notBeforeMs <= this.#context.clock.monotonicMs();
  }

  /** What else there is to do for the contact is done also when its keys cannot be had. */
  async #tryLookUp(contact: ContactRecord, lack: Lack | 'news'): Promise<SottoError | undefined> {
    const { clock, random } = this.#context;
    const key = lookUpKey(contact, lack);
    try {
      await this.#lookUp(contact);
      this.#lookUps.delete(key);
      if (lack === 'answer') {
        this.#lookUps.set(key, { failures: 0, notBeforeMs: clock.monotonicMs() + UNANSWERED_EVERY_MS });
      }
      return undefined;
    } catch (error) {
      if (!(error instanceof SottoError)) throw error;
      const failures = (this.#lookUps.get(key)?.failures ?? 0) + 1;
      this.#lookUps.set(key, { failures, notBeforeMs: clock.monotonicMs() + retryDelayMs(failures, random) });
      return error;
    }
  }

  async #lookUp(contact: ContactRecord): Promise<void> {
    const rows = await this.#introducer.introduce(this.#context.contacts.latest(contact));
    await this.#news.looked(contact);
    await this.#outbox.sendNow(rows);
  }

  async #tellAddress(contact: ContactRecord): Promise<void> {
    for (const { deviceId, ourAddressNumber, address } of await this.#context.store.peerDevices(contact.accountId)) {
      if (address === undefined || ourAddressNumber >= this.#address.number) continue;
      const row = await this.#composer.sendControl(contact, deviceId, undefined);
      if (row) await this.#outbox.sendNow([row]);
    }
  }
}

function lookUpKey({ accountId }: ContactRecord, lack: Lack | 'news'): string {
  return `${formatHex(accountId)}/${lack}`;
}
