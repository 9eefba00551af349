/**
 * Being online: keeps mailboxes subscribed, the outbox moving, sessions and keys in place; and does all of it once for
 * a sync (specs/07 §4).
 */
import type { ContactRecord } from '@sotto/ports';
import type { AccountId, DeviceId } from '@sotto/wire';
import { OwnLog } from './account/own-log.ts';
import { Acknowledger } from './acknowledger.ts';
import type { ContactWatch } from './contact-watch.ts';
import type { ContactWork } from './contact-work.ts';
import type { ClientContext } from './context.ts';
import type { Courier } from './courier.ts';
import { DirectLine } from './direct-line.ts';
import type { Gaps } from './gaps.ts';
import type { Inbox, InboxResult } from './inbox.ts';
import type { StorageFault } from './ledger.ts';
import { MailboxWatch } from './mailbox-watch.ts';
import type { Outbox } from './outbox.ts';
import type { OwnAddress, SeenHead } from './own-address.ts';
import { Publisher } from './publisher.ts';
import { Pump } from './pump.ts';
import type { Receipts } from './receipts.ts';
import { Redial } from './redial.ts';
import type { Repairs } from './repairs.ts';
import type { SyncReport } from './sotto-client.ts';

const CHORES_EVERY_MS = 30_000;
/** A store that could not be written is tried with something small. */
const PROVE_STORAGE_AFTER_MS = 5_000;
const ACKNOWLEDGE_DELAY_MS = 200;
/** Addresses that change several times in a row, as when a network comes up, are told once. */
const ADDRESS_SETTLE_MS = 1_000;
const MAX_SYNC_ROUNDS = 3;

export interface PresenceParts {
  readonly address: OwnAddress;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly courier: Courier;
  readonly receipts: Receipts;
  readonly gaps: Gaps;
  readonly repairs: Repairs;
  readonly contactWork: ContactWork;
  readonly contactWatch: ContactWatch;
}

export class Presence {
  readonly #context: ClientContext;
  readonly #parts: PresenceParts;
  readonly #ownLog: OwnLog;
  readonly #publisher: Publisher;
  readonly #watch: MailboxWatch;
  readonly #direct: DirectLine;
  readonly #redial: Redial;
  readonly #acknowledger: Acknowledger;
  readonly #acknowledging: Pump;
  readonly #chores: Pump;
  #network: Promise<void> | undefined;
  #isOnline = false;
  #received = 0;

  constructor(context: ClientContext, parts: PresenceParts) {
    this.#context = context;
    this.#parts = parts;
    const { clock, onError } = context;
    this.#ownLog = new OwnLog(context, () => this.#ownLogChanged());
    this.#publisher = new Publisher(context, () => this.#ownLog.look());
    this.#watch = new MailboxWatch(context, {
      inbox: parts.inbox,
      publisher: this.#publisher,
      onTaken: (result) => this.#takenFromMailbox(result),
      onConnected: () => parts.outbox.poke(),
    });
    this.#direct = new DirectLine(context, {
      ...parts,
      onTaken: (result) => this.#count(result),
      onConnected: () => {
        context.events.emit('network', undefined);
        parts.receipts.poke();
      },
      onAddressChanged: () => {
        parts.contactWork.pokeAllWithin(ADDRESS_SETTLE_MS);
        this.#redial.soon();
      },
    });
    this.#redial = new Redial({ clock, onError, connectAll: () => this.#direct.connectAll() });
    this.#acknowledger = new Acknowledger(context);
    this.#acknowledging = new Pump({ clock, work: () => this.#acknowledgeAgain(), onError });
    this.#chores = new Pump({ clock, work: () => this.#doChores(), onError });
    context.ledger.onFault((fault) => this.#storageChanged(fault));
  }

  /** What became of publishing our keys, in this run. */
  get published(): Publisher['outcome'] {
    return this.#publisher.outcome;
  }

  /** The contact whose device this is. */
  ownerOf(peerId: string): AccountId | undefined {
    return this.#direct.ownerOf(peerId);
  }

  /** Starts the network once; later calls wait for the same start. */
  async connect(): Promise<void> {
    this.#network ??= this.#startNetwork().catch((error: unknown) => {
      this.#network = undefined;
      throw error;
    });
    await this.#network;
  }

  async goOnline(): Promise<void> {
    await this.connect();
    if (this.#isOnline || this.#context.lifetime.isOver) return;
    this.#isOnline = true;
    const { outbox, receipts, contactWork, gaps } = this.#parts;
    outbox.start();
    receipts.start();
    this.#acknowledging.start();
    this.#watch.start();
    contactWork.start();
    this.#redial.start();
    this.#chores.start();
    await gaps.resume();
  }

  /**
   * The device has slept, or has a network again: what waits for its next try is tried now. Never rejects; does nothing
   * while offline.
   */
  async wake(): Promise<void> {
    if (!this.#isOnline) return;
    const { courier, outbox, contactWork } = this.#parts;
    await this.#context.network.wake();
    courier.forgetFailures();
    this.#watch.retryNow();
    contactWork.retryNow();
    this.#redial.soon();
    this.#context.lifetime.run(() => outbox.drainOnce());
  }

  /** Rounds of everything until `signal`; a second one when something came that may want an answer. */
  async sync(signal: AbortSignal): Promise<SyncReport> {
    await this.connect();
    const before = this.#received;
    const report = { acknowledged: 0 };
    const aborted = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    const rounds = this.#rounds(signal, report);
    // What is under way when the time is over goes on until it is done or the client is closed.
    this.#context.lifetime.run(() => rounds);
    await Promise.race([rounds, aborted]);
    const { store, contacts } = this.#context;
    const { pending } = await store.outboxCount();
    const unsealed = await Promise.all(contacts.all().map(({ accountId }) => store.unsealed(accountId)));
    return { received: this.#received - before, ...report, pending: pending + unsealed.flat().length };
  }

  /** Ends a device of the account. @throws as `OwnLog.revoke` */
  async revokeDevice(device: string): Promise<void> {
    await this.connect();
    await this.#ownLog.revoke(device);
  }

  /** Something about a contact wants work: keys, an address, messages that wait. */
  contactNeedsWork(contact: ContactRecord): void {
    if (this.#isOnline) this.#parts.contactWork.poke(contact);
  }

  /** Messages to a contact are tried again: with keys that are looked up anew. */
  contactWantsRetry(contact: ContactRecord): void {
    if (this.#isOnline) this.#context.lifetime.run(() => this.#parts.contactWork.retry(contact));
  }

  /** A device of a contact told us where it is. */
  deviceReachable(contact: ContactRecord, deviceId: DeviceId): void {
    this.contactNeedsWork(contact);
    this.#context.lifetime.run(() => this.#direct.reach(contact, deviceId));
  }

  /** A contact has seen a longer log of our account: perhaps another device of ours wrote it. */
  ownHeadSeen(contact: ContactRecord, head: SeenHead): void {
    this.#context.lifetime.run(() => this.#ownLog.headSeen(contact, head));
  }

  /** A contact was added or accepted: its devices may reach us from now on, and we try to reach them. */
  async contactAccepted(contact: ContactRecord): Promise<void> {
    await this.#direct.allowPeers();
    this.contactNeedsWork(contact);
    for (const { deviceId } of await this.#context.store.peerDevices(contact.accountId)) {
      this.#context.lifetime.run(() => this.#direct.reach(contact, deviceId));
    }
  }

  /** A contact was blocked or unblocked. */
  async contactsChanged(): Promise<void> {
    await this.#direct.allowPeers();
  }

  /**
   * The person wants a direct way, or none any more.
   * @throws {UnavailableError} `refused` when it cannot listen
   */
  async directWayChanged(): Promise<void> {
    try {
      await this.#direct.follow();
    } finally {
      // What the person wants is stored, also when it cannot be listened on.
      this.#parts.courier.forgetFailures();
      if (this.#isOnline) this.#redial.soon();
      this.#context.events.emit('network', undefined);
    }
  }

  /** Everything ends: what is under way gives up, and nothing is left behind. */
  async stop(): Promise<void> {
    this.#isOnline = false;
    const { gaps, receipts, outbox, contactWork } = this.#parts;
    gaps.stop();
    const ended = this.#context.lifetime.end();
    const pumps = [this.#redial, this.#chores, this.#acknowledging];
    await Promise.all([...pumps.map((pump) => pump.stop()), receipts.stop(), contactWork.stop(), outbox.stop()]);
    await this.#watch.stop();
    await ended;
    await this.#network?.catch(() => undefined);
    if (this.#network) await this.#context.network.stop();
  }

  async #startNetwork(): Promise<void> {
    await this.#direct.prepare();
    await this.#context.network.start();
    await this.#publisher.rotateIfDue();
    await this.#direct.updateAddress();
    this.#parts.outbox.enable();
  }

  async #rounds(signal: AbortSignal, report: { acknowledged: number }): Promise<void> {
    const { repairs, contactWork, gaps, receipts, outbox } = this.#parts;
    this.#context.lifetime.run(() => this.#ownLog.lookIfDue());
    await this.#publisher.rotateIfDue();
    for (let round = 0; round < MAX_SYNC_ROUNDS && !signal.aborted; round++) {
      const atStart = this.#received;
      await this.#watch.fetchAll(signal);
      await repairs.run();
      await contactWork.doAll();
      const missing = await gaps.askAll();
      await receipts.flush();
      await this.#watch.openNew();
      await outbox.drainOnce(signal);
      report.acknowledged += await this.#acknowledger.acknowledge();
      if (this.#received === atStart || (missing === 0 && round > 0)) return;
    }
  }

  /** What comes directly was answered already; the sender of what lay in a mailbox, and the mailbox, are told later. */
  #takenFromMailbox(result: InboxResult): void {
    this.#count(result);
    if (result.kind === 'stored') this.#parts.receipts.poke();
    this.#acknowledging.pokeWithin(ACKNOWLEDGE_DELAY_MS);
  }

  #count(result: InboxResult): void {
    if (result.kind === 'stored' && result.message) this.#received += 1;
  }

  async #acknowledgeAgain(): Promise<number | undefined> {
    await this.#acknowledger.acknowledge();
    return undefined;
  }

  /** Mailboxes get it with the next look at them, contacts beside our address. */
  async #ownLogChanged(): Promise<void> {
    this.#watch.poke();
    await this.#direct.updateAddress();
  }

  /** What could not be written is tried again once something can. */
  #storageChanged(fault: StorageFault | undefined): void {
    if (!this.#isOnline) return;
    if (fault === undefined) {
      this.#parts.outbox.poke();
      this.#watch.poke();
    } else this.#chores.pokeWithin(PROVE_STORAGE_AFTER_MS);
  }

  async #doChores(): Promise<number> {
    // As long as it fails, this pump tries it again soon.
    await this.#context.ledger.prove();
    this.#context.lifetime.run(() => this.#ownLog.lookIfDue());
    if (await this.#publisher.rotateIfDue()) this.#watch.poke();
    await this.#parts.repairs.run();
    await this.#context.store.prune(this.#context.clock.nowMs());
    return CHORES_EVERY_MS;
  }
}
