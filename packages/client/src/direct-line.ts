/**
 * Direct connections to devices of contacts: who may connect, whom we connect to, what they send (specs/07 §1, §2;
 * attacks C4, G10); and that there are none when the person wants none (specs/07 §9; attack F10).
 */
import type { ContactRecord, DirectDelivery, PeerDeviceRecord } from '@sotto/ports';
import type { AccountId, DeviceId } from '@sotto/wire';
import type { ContactWatch } from './contact-watch.ts';
import type { ClientContext } from './context.ts';
import type { Courier } from './courier.ts';
import type { Inbox, InboxResult } from './inbox.ts';
import type { Outbox } from './outbox.ts';
import { NO_DIRECT_PLACE, type OwnAddress } from './own-address.ts';

/** So many contacts' devices are dialled without anything to send. */
const MAX_DIALLED = 64;

export interface DirectLineParts {
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly courier: Courier;
  readonly address: OwnAddress;
  readonly contactWatch: ContactWatch;
  /** An envelope came. */
  readonly onTaken: (result: InboxResult) => void;
  /** A device is connected now. */
  readonly onConnected: () => void;
  /** Contacts must hear of a new address of ours. */
  readonly onAddressChanged: () => void;
}

export class DirectLine {
  readonly #context: ClientContext;
  readonly #parts: DirectLineParts;
  /** Devices of contacts by PeerId, and whose they are. */
  #allowed: ReadonlyMap<string, AccountId> = new Map();

  constructor(context: ClientContext, parts: DirectLineParts) {
    this.#context = context;
    this.#parts = parts;
    const { network, lifetime, events } = context;
    const { direct } = network;
    direct.onDelivery((delivery) => lifetime.run(() => this.#take(delivery)));
    direct.onPeerConnected((peerId) => lifetime.run(() => this.#peerConnected(peerId)));
    direct.onPeerDisconnected((peerId) => {
      events.emit('network', undefined);
      lifetime.run(() => parts.contactWatch.peerChanged(peerId));
    });
    direct.onAddressesChanged(() => {
      events.emit('network', undefined);
      lifetime.run(() => this.updateAddress());
    });
  }

  /** The contact whose device this is. */
  ownerOf(peerId: string): AccountId | undefined {
    return this.#allowed.get(peerId);
  }

  /** Before the network starts: it starts with what the person wants. */
  async prepare(): Promise<void> {
    await this.allowPeers();
    await this.#context.network.setDirect(this.#isWanted);
  }

  /**
   * Follows what the person wants: without a direct way nobody is let in, what is open ends with a goodbye, and contacts are
   * told that there is none; with one again, they are told where.
   * @throws {UnavailableError} `refused` when it cannot listen
   */
  async follow(): Promise<void> {
    await this.prepare();
    await this.updateAddress();
  }

  /**
   * Only devices of contacts, which told us their PeerId inside a session, may have a stream with us; nobody without a
   * direct way.
   */
  async allowPeers(): Promise<void> {
    const { direct } = this.#context.network;
    const known = await this.#contactDevices();
    const devices = this.#isWanted ? known : [];
    const allowed = new Map(
      devices.flatMap(({ accountId, address }) => (address?.peerId ? [[address.peerId, accountId] as const] : [])),
    );
    this.#allowed = allowed;
    direct.allowPeers(new Set(allowed.keys()));
    await Promise.all(
      direct
        .connectedPeers()
        .filter((peerId) => !allowed.has(peerId))
        .map((peerId) => direct.disconnect(peerId)),
    );
  }

  /** A device of a contact told where it is, or its contact was accepted: it may reach us, and we try to reach it. */
  async reach(contact: ContactRecord, deviceId: DeviceId): Promise<void> {
    await this.allowPeers();
    const { address } = (await this.#context.links.load(contact.accountId, deviceId)).record;
    if (address === undefined || !this.#allowed.has(address.peerId)) return;
    this.#parts.courier.peerSeen(address.peerId);
    await this.#parts.courier.connect({ peerId: address.peerId, addresses: address.directAddresses });
  }

  /** Direct connections to contacts, as far as they can be had. Whether all that were tried are there now. */
  async connectAll(): Promise<boolean> {
    await this.allowPeers();
    if (!this.#isWanted) return true;
    const locations = (await this.#contactDevices()).flatMap(({ address }) =>
      address ? [{ peerId: address.peerId, addresses: address.directAddresses }] : [],
    );
    const tried = locations.filter(({ peerId }) => peerId !== '').slice(0, MAX_DIALLED);
    await Promise.all(tried.map((location) => this.#parts.courier.connect(location)));
    return tried.every(({ peerId }) => this.#context.network.direct.isConnected(peerId));
  }

  /** Takes the addresses that this run listens on, or none without a direct way; contacts hear of a change. */
  async updateAddress(): Promise<void> {
    const { network, clock } = this.#context;
    const { peerId } = network.direct;
    const addresses = network.direct.addresses();
    const place = addresses.length > 0 ? { peerId, listening: addresses } : { peerId };
    const isChanged = await this.#parts.address.update({
      ...(this.#isWanted ? place : NO_DIRECT_PLACE),
      nowMs: clock.nowMs(),
    });
    if (isChanged) this.#parts.onAddressChanged();
  }

  get #isWanted(): boolean {
    return !this.#context.preferences.mailboxesOnly;
  }

  /** Those that their accounts still have: a device that was revoked is nobody's. */
  async #contactDevices(): Promise<PeerDeviceRecord[]> {
    const { contacts, store } = this.#context;
    const accepted = contacts.all().filter(({ status }) => status === 'contact');
    const devices = await Promise.all(
      accepted.map(async (contact) =>
        (await store.peerDevices(contact.accountId)).filter(({ deviceId }) =>
          contacts.isActiveDevice(contact, deviceId),
        ),
      ),
    );
    return devices.flat();
  }

  async #take(delivery: DirectDelivery): Promise<void> {
    const { peerId, envelope } = delivery;
    if (!this.#allowed.has(peerId)) return;
    let isAnswered = false;
    const answer = (result: InboxResult) => {
      const { envelopeId } = result;
      if (isAnswered || envelopeId === undefined) return;
      isAnswered = true;
      if (result.kind === 'stored') delivery.reply({ kind: 'stored', deliveryProof: result.deliveryProof, envelopeId });
      else delivery.reply({ kind: 'refused', envelopeId });
    };
    const result = await this.#parts.inbox.receive(envelope, { peerId, answer });
    answer(result);
    this.#parts.onTaken(result);
  }

  /** What waits for this device is tried now. */
  async #peerConnected(peerId: string): Promise<void> {
    this.#parts.courier.peerSeen(peerId);
    this.#parts.onConnected();
    await this.#parts.contactWatch.peerChanged(peerId);
    for (const { accountId, deviceId, address } of await this.#contactDevices()) {
      if (address?.peerId === peerId) await this.#parts.outbox.retryDevice(accountId, deviceId);
    }
  }
}
