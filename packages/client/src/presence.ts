/**
 * Being online: keeps mailboxes subscribed, the outbox moving, sessions and keys in place; and does all of it once for
 * a sync (specs/07 §4).
 */
import type { ContactRecord, DirectDelivery, PeerDeviceRecord } from '@sotto/ports';
import { type DeviceId, type MailboxAddress, parseMailboxAddress, SottoError } from '@sotto/wire';
import { retryDelayMs } from './backoff.ts';
import type { Composer } from './composer.ts';
import type { ContactBook } from './contact-book.ts';
import type { ContactService } from './contact-service.ts';
import type { ClientContext } from './context.ts';
import type { Courier } from './courier.ts';
import type { Gaps } from './gaps.ts';
import type { Inbox, InboxResult } from './inbox.ts';
import type { Introducer } from './introducer.ts';
import { Mailroom } from './mailroom.ts';
import type { Outbox } from './outbox.ts';
import type { OwnAddress } from './own-address.ts';
import type { Publisher } from './publisher.ts';
import { Pump } from './pump.ts';
import type { Receipts } from './receipts.ts';
import type { Repairs } from './repairs.ts';
import type { SyncReport } from './sotto-client.ts';

const CHORES_EVERY_MS = 30_000;
const ACKNOWLEDGE_DELAY_MS = 200;
const MAX_SYNC_ROUNDS = 3;
/** So many contacts' devices are dialled without anything to send. */
const MAX_DIRECT_PEERS = 64;

export interface PresenceParts {
  readonly contacts: ContactBook;
  readonly contactService: ContactService;
  readonly address: OwnAddress;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly courier: Courier;
  readonly receipts: Receipts;
  readonly gaps: Gaps;
  readonly repairs: Repairs;
  readonly introducer: Introducer;
  readonly composer: Composer;
  readonly publisher: Publisher;
  readonly onError: (error: unknown) => void;
}

interface MailboxCare {
  readonly room: Mailroom;
  readonly pump: Pump;
  failures: number;
  /** Whether somebody waits for the end of the subscriptions. */
  watched: boolean;
}

export class Presence {
  readonly #context: ClientContext;
  readonly #parts: PresenceParts;
  readonly #care = new Map<MailboxAddress, MailboxCare>();
  readonly #acknowledger: Pump;
  readonly #chores: Pump;
  #network: Promise<void> | undefined;
  #online = false;
  #received = 0;

  constructor(context: ClientContext, parts: PresenceParts) {
    this.#context = context;
    this.#parts = parts;
    const { clock } = context;
    context.topics.onAdded(() => this.#topicsChanged());
    this.#acknowledger = new Pump({
      clock,
      work: () => this.#acknowledgeAll().then(() => undefined),
      onError: parts.onError,
    });
    this.#chores = new Pump({ clock, work: () => this.#doChores(), onError: parts.onError });
  }

  get mailboxes(): readonly { readonly address: string; readonly reachable: boolean }[] {
    return this.#context.own.state.mailboxes.map((address) => ({
      address,
      reachable: this.#context.network.reader.isConnected(address),
    }));
  }

  /** Starts the network once; later calls wait for the same start. */
  async connect(): Promise<void> {
    this.#network ??= this.#startNetwork();
    await this.#network;
  }

  async goOnline(): Promise<void> {
    await this.connect();
    if (this.#online) return;
    this.#online = true;
    const { outbox, receipts } = this.#parts;
    outbox.start();
    receipts.start();
    this.#acknowledger.start();
    for (const care of this.#mailboxCare()) care.pump.start();
    this.#chores.start();
  }

  /** One round of everything; a second one when something came that may want an answer. */
  async sync(signal: AbortSignal): Promise<SyncReport> {
    await this.connect();
    const { store } = this.#context;
    const before = this.#received;
    let acknowledged = 0;
    for (let round = 0; round < MAX_SYNC_ROUNDS && !signal.aborted; round++) {
      const atStart = this.#received;
      await this.#attemptAll(this.#mailboxCare().map((care) => () => this.#fetch(care)));
      await this.#parts.repairs.settled();
      await this.#introduceAll();
      const missing = await this.#parts.gaps.askAll();
      await this.#parts.receipts.flush();
      await this.#parts.outbox.drainOnce();
      acknowledged += await this.#acknowledgeAll();
      if (this.#received === atStart || (missing === 0 && round > 0)) break;
    }
    const { pending } = await store.outboxCount();
    return { received: this.#received - before, acknowledged, pending: pending + (await this.#unsealedCount()) };
  }

  /** A new topic of ours must be open before somebody writes to it. */
  #topicsChanged(): void {
    if (this.#online) for (const care of this.#mailboxCare()) care.pump.poke();
  }

  /** Something about a contact wants work: keys, an address, messages that wait. */
  contactNeedsWork(): void {
    if (this.#online) this.#chores.poke();
  }

  /** A device of a contact told us where it is: it may reach us, and we try to reach it. */
  deviceReachable(contact: ContactRecord, deviceId: DeviceId): void {
    this.contactNeedsWork();
    void this.#reach(contact, deviceId).catch(this.#parts.onError);
  }

  /** A contact was added or accepted: its devices may reach us from now on, and we try to reach them. */
  async contactAccepted(contact: ContactRecord): Promise<void> {
    await this.allowPeers();
    this.contactNeedsWork();
    for (const { deviceId } of await this.#context.store.peerDevices(contact.accountId)) {
      void this.#reach(contact, deviceId).catch(this.#parts.onError);
    }
  }

  /** A device says that its account log has grown: the newer one is looked up. */
  logOutdated(contact: ContactRecord): void {
    void this.#refresh(contact).catch(this.#parts.onError);
  }

  async stop(): Promise<void> {
    this.#online = false;
    const { gaps, receipts, outbox, repairs } = this.#parts;
    gaps.stop();
    await Promise.all([this.#chores.stop(), this.#acknowledger.stop(), receipts.stop()]);
    await Promise.all(
      [...this.#care.values()].map(async ({ pump, room }) => {
        await room.close();
        await pump.stop();
      }),
    );
    await repairs.settled();
    await outbox.stop();
    if (this.#network) await this.#network.catch(() => undefined).then(() => this.#context.network.stop());
  }

  /** Sends what was just stored; starts what is missing when there is no session. */
  async deliverWaiting(contact: ContactRecord): Promise<void> {
    await this.connect();
    await this.#introduce(contact);
  }

  async #startNetwork(): Promise<void> {
    const { network } = this.#context;
    const { direct } = network;
    direct.onDelivery((delivery) => void this.#takeDirect(delivery).catch(this.#parts.onError));
    direct.onPeerConnected((peerId) => void this.#peerConnected(peerId).catch(this.#parts.onError));
    direct.onPeerDisconnected(() => this.#context.events.emit('network', undefined));
    direct.onAddressesChanged(() => void this.#updateAddress().catch(this.#parts.onError));
    await this.allowPeers();
    await network.start();
    await this.#parts.publisher.rotateIfDue();
    await this.#updateAddress();
    this.#parts.outbox.enable();
  }

  /** Only devices that told us their PeerId inside a session may open a stream to us. */
  async allowPeers(): Promise<void> {
    const allowed = new Set<string>();
    for (const { accountId, status } of this.#parts.contacts.all()) {
      if (status === 'blocked') continue;
      for (const { address } of await this.#context.store.peerDevices(accountId)) {
        if (address) allowed.add(address.peerId);
      }
    }
    this.#context.network.direct.allowPeers(allowed);
  }

  async #reach(contact: ContactRecord, deviceId: DeviceId): Promise<void> {
    await this.allowPeers();
    const { address } = (await this.#context.links.load(contact.accountId, deviceId)).record;
    if (address === undefined || !this.#online) return;
    this.#parts.courier.peerSeen(address.peerId);
    await this.#parts.courier.connect({ peerId: address.peerId, addresses: address.directAddresses });
  }

  /** Direct connections to contacts, as far as they can be had. */
  async #connectAll(): Promise<void> {
    const devices: PeerDeviceRecord[] = [];
    for (const { accountId, status } of this.#parts.contacts.all()) {
      if (status === 'contact') devices.push(...(await this.#context.store.peerDevices(accountId)));
    }
    const locations = devices.flatMap(({ address }) =>
      address ? [{ peerId: address.peerId, addresses: address.directAddresses }] : [],
    );
    await Promise.all(locations.slice(0, MAX_DIRECT_PEERS).map((location) => this.#parts.courier.connect(location)));
  }

  async #updateAddress(): Promise<void> {
    const { direct } = this.#context.network;
    const addresses = direct.addresses();
    const listening = addresses.length > 0 ? addresses : undefined;
    const changes = this.#parts.address.update(direct.peerId, listening);
    if (changes.length > 0) await this.#context.store.commit(changes);
    this.contactNeedsWork();
  }

  async #takeDirect(delivery: DirectDelivery): Promise<void> {
    const result = await this.#parts.inbox.receive(delivery.envelope);
    if (result.envelopeId === undefined) return;
    const { envelopeId } = result;
    if (result.kind === 'stored') delivery.reply({ kind: 'stored', deliveryProof: result.deliveryProof, envelopeId });
    else delivery.reply({ kind: 'refused', envelopeId });
    this.#count(result);
  }

  async #peerConnected(peerId: string): Promise<void> {
    this.#parts.courier.peerSeen(peerId);
    this.#context.events.emit('network', undefined);
    for (const { accountId } of this.#parts.contacts.all()) {
      for (const { deviceId, address } of await this.#context.store.peerDevices(accountId)) {
        if (address?.peerId === peerId) await this.#parts.outbox.retryDevice(accountId, deviceId);
      }
    }
    this.#parts.receipts.poke();
  }

  #count(result: InboxResult): void {
    if (result.kind === 'stored' && result.message) this.#received += 1;
    if (this.#online) {
      this.#context.clock.schedule(ACKNOWLEDGE_DELAY_MS, () => this.#acknowledger.poke());
      this.#parts.receipts.poke();
    }
  }

  #mailboxCare(): MailboxCare[] {
    const addresses = new Set<string>(this.#context.own.state.mailboxes);
    for (const { record } of this.#context.topics.all()) for (const mailbox of record.mailboxes) addresses.add(mailbox);
    for (const text of addresses) {
      const mailbox = parseMailboxAddress(text);
      if (!this.#care.has(mailbox)) this.#care.set(mailbox, this.#newCare(mailbox));
    }
    return [...this.#care.values()];
  }

  #newCare(mailbox: MailboxAddress): MailboxCare {
    const room = new Mailroom(this.#context, {
      mailbox,
      inbox: this.#parts.inbox,
      onTaken: (result) => this.#count(result),
      onError: this.#parts.onError,
    });
    const care: MailboxCare = {
      room,
      failures: 0,
      watched: false,
      pump: new Pump({
        clock: this.#context.clock,
        work: () => this.#keepSubscribed(care),
        onError: this.#parts.onError,
      }),
    };
    return care;
  }

  async #keepSubscribed(care: MailboxCare): Promise<number | undefined> {
    const before = care.room.connected;
    try {
      await care.room.subscribe();
      if (this.#isOwnMailbox(care.room.mailbox)) await this.#parts.publisher.publish(care.room.mailbox);
      care.failures = 0;
      if (!before) {
        this.#context.events.emit('network', undefined);
        this.#parts.outbox.poke();
      }
      this.#watch(care);
      return undefined;
    } catch (error) {
      this.#parts.onError(error);
      care.failures += 1;
      return retryDelayMs(care.failures, this.#context.random);
    }
  }

  #watch(care: MailboxCare): void {
    if (care.watched) return;
    care.watched = true;
    void care.room.ended().then(() => {
      care.watched = false;
      this.#context.events.emit('network', undefined);
      care.pump.poke();
    });
  }

  #isOwnMailbox(mailbox: MailboxAddress): boolean {
    return this.#context.own.state.mailboxes.includes(mailbox);
  }

  async #fetch(care: MailboxCare): Promise<void> {
    if (this.#isOwnMailbox(care.room.mailbox)) await this.#parts.publisher.publish(care.room.mailbox);
    await care.room.fetchAll();
  }

  async #acknowledgeAll(): Promise<number> {
    let told = 0;
    await this.#attemptAll(
      this.#mailboxCare().map(({ room }) => async () => {
        told += await room.acknowledge();
      }),
    );
    return told;
  }

  async #introduceAll(): Promise<void> {
    await this.#attemptAll(
      this.#parts.contacts
        .all()
        .filter(({ status }) => status === 'contact')
        .map((contact) => () => this.#introduce(contact)),
    );
  }

  async #refresh(contact: ContactRecord): Promise<void> {
    const { introducer, contactService, outbox } = this.#parts;
    await outbox.sendNow(await introducer.introduce(contact, await contactService.whereabouts(contact)));
  }

  /** Sessions where they are missing, then what waited for them, then our address where it is not known. */
  async #introduce(contact: ContactRecord): Promise<void> {
    const { introducer, outbox, composer } = this.#parts;
    if (await introducer.needsKeys(contact)) {
      await this.#refresh(contact);
    }
    const current = this.#parts.contacts.get(contact.accountId) ?? contact;
    await outbox.sendNow(await composer.sealWaiting(current));
    await this.#announceAddress(current);
  }

  async #announceAddress(contact: ContactRecord): Promise<void> {
    for (const { deviceId, ourAddressNumber, address } of await this.#context.store.peerDevices(contact.accountId)) {
      if (address === undefined || ourAddressNumber >= this.#parts.address.number) continue;
      const row = await this.#parts.composer.sendControl(contact, deviceId, undefined);
      if (row) await this.#parts.outbox.sendNow([row]);
    }
  }

  async #doChores(): Promise<number> {
    await this.#parts.publisher.rotateIfDue();
    for (const { pump, room } of this.#mailboxCare()) if (!room.subscribed) pump.poke();
    await this.allowPeers();
    await Promise.all([this.#introduceAll(), this.#connectAll()]);
    await this.#context.store.prune(this.#context.clock.nowMs());
    return CHORES_EVERY_MS;
  }

  async #unsealedCount(): Promise<number> {
    let count = 0;
    for (const { accountId } of this.#parts.contacts.all()) {
      count += (await this.#context.store.unsealed(accountId)).length;
    }
    return count;
  }

  /** Does all of it at once; what fails is reported and does not stop the rest. */
  async #attemptAll(work: readonly (() => Promise<void>)[]): Promise<void> {
    await Promise.all(
      work.map((attempt) =>
        attempt().catch((error: unknown) => {
          if (!(error instanceof SottoError)) throw error;
          this.#parts.onError(error);
        }),
      ),
    );
  }
}
