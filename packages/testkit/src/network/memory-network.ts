/**
 * A whole network in memory: mailboxes, peers and everything that can go wrong between them.
 *
 * Every run with the same random seed, the same clock and the same calls is the same run. With no faults set, calls are
 * answered without the clock moving.
 */
import { signingKeyPair } from '@sotto/crypto';
import type { Clock, Random } from '@sotto/ports';
import { formatHex, formatPeerId, type MailboxAddress } from '@sotto/wire';
import { SeededPrng } from '../seeded-random.ts';
import { Link } from './link.ts';
import { MemoryMailbox } from './memory-mailbox.ts';
import { MemoryPeer } from './memory-peer.ts';
import type { NetworkFaults } from './network-faults.ts';

export interface MemoryNetworkOptions {
  readonly clock: Clock;
  /** Drawn from once, for the seed of everything here. */
  readonly random: Random;
  readonly faults?: Partial<NetworkFaults>;
  /** Whether peers find each other without an address, as on one local network. Default: no. */
  readonly localDiscovery?: boolean;
}

export interface PeerOptions {
  /** Ed25519 seed of the peer, 32 bytes; default: drawn. */
  readonly secretKey?: Uint8Array;
  /** False: behind a network that lets nobody in; it has no address and can only dial. Default: true. */
  readonly isDialable?: boolean;
}

/** Anything with a place in the network. */
export interface Node {
  readonly peerId: string;
}

const FIRST_PORT = 10_000;

export class MemoryNetwork {
  readonly #clock: Clock;
  readonly #prng: SeededPrng;
  readonly #link: Link;
  readonly #localDiscovery: boolean;
  readonly #mailboxes = new Map<MailboxAddress, MemoryMailbox>();
  readonly #peers = new Map<string, MemoryPeer>();
  #nextPort = FIRST_PORT;

  constructor({ clock, random, faults = {}, localDiscovery = false }: MemoryNetworkOptions) {
    this.#clock = clock;
    this.#prng = new SeededPrng(formatHex(random.bytes(32)));
    this.#link = new Link(clock, this.#prng.fork('faults'), faults);
    this.#localDiscovery = localDiscovery;
  }

  createMailbox(): MemoryMailbox {
    const port = this.#nextPort++;
    const prng = this.#prng.fork(`mailbox ${port}`);
    const mailbox = new MemoryMailbox({ link: this.#link, clock: this.#clock, prng, port });
    this.#mailboxes.set(mailbox.address, mailbox);
    return mailbox;
  }

  /** A peer that has not been started yet. A second one with the same key takes the place of the first. */
  createPeer({ secretKey, isDialable = true }: PeerOptions = {}): MemoryPeer {
    const port = this.#nextPort++;
    const seed = secretKey ?? this.#prng.fork(`peer ${port}`).bytes(32);
    const peerId = formatPeerId(signingKeyPair(seed).publicKey);
    this.#link.setUp(peerId, false);
    const peer = new MemoryPeer({
      peerId,
      clock: this.#clock,
      link: this.#link,
      addresses: isDialable ? [addressOf(port)] : [],
      localDiscovery: this.#localDiscovery,
      findMailbox: (address) => this.#mailboxes.get(address),
      findPeer: (id) => this.#peers.get(id),
    });
    this.#peers.set(peerId, peer);
    return peer;
  }

  /** The same peer after its process ended and was started again: nothing open, handlers unset. */
  async restartPeer(peer: MemoryPeer): Promise<MemoryPeer> {
    await peer.stop();
    const successor = peer.successor();
    this.#peers.set(peer.peerId, successor);
    return successor;
  }

  /** Gives a peer another address, as when a device changes networks; its connections end. */
  move(peer: MemoryPeer): void {
    peer.setOnline(false);
    peer.setOnline(true);
    peer.direct.changeAddresses([addressOf(this.#nextPort++)]);
  }

  setOnline(peer: MemoryPeer, isOnline: boolean): void {
    peer.setOnline(isOnline);
  }

  setFaults(faults: Partial<NetworkFaults>): void {
    this.#link.setFaults(faults);
  }

  /** Nothing passes between the two sides until `heal`; what was open between them ends. */
  partition(oneSide: readonly Node[], otherSide: readonly Node[]): void {
    const ids = (nodes: readonly Node[]) => nodes.map((node) => node.peerId);
    this.#link.cut(ids(oneSide), ids(otherSide));
  }

  heal(): void {
    this.#link.heal();
  }
}

function addressOf(port: number): string {
  return `/ip4/127.0.0.1/tcp/${port}`;
}
