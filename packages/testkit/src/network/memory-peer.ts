/** `Network` of one device in the in-memory world. */
import type { Clock, Network } from '@sotto/ports';
import type { Link } from './link.ts';
import { MemoryDepositor } from './memory-depositor.ts';
import { MemoryDirectTransport } from './memory-direct-transport.ts';
import { MemoryFigures } from './memory-figures.ts';
import { MemoryKeyDirectory } from './memory-key-directory.ts';
import { type FindMailbox, MemoryReader } from './memory-reader.ts';

export interface MemoryPeerOptions {
  readonly peerId: string;
  readonly clock: Clock;
  readonly link: Link;
  readonly addresses: readonly string[];
  readonly localDiscovery: boolean;
  readonly findMailbox: FindMailbox;
  readonly findPeer: (peerId: string) => MemoryPeer | undefined;
}

export class MemoryPeer implements Network {
  readonly peerId: string;
  readonly direct: MemoryDirectTransport;
  readonly reader: MemoryReader;
  readonly depositor: MemoryDepositor;
  readonly directory: MemoryKeyDirectory;
  readonly figures: MemoryFigures;
  /** Who was dialled directly, in order. */
  readonly dialled: string[] = [];
  readonly #options: MemoryPeerOptions;
  #isStarted = false;
  #isOnline = true;

  constructor(options: MemoryPeerOptions) {
    const { peerId, link, findMailbox, findPeer } = options;
    this.peerId = peerId;
    this.#options = options;
    this.direct = new MemoryDirectTransport({
      ...options,
      find: (id) => findPeer(id)?.direct,
      onDial: (id) => this.dialled.push(id),
    });
    this.reader = new MemoryReader(peerId, link, findMailbox);
    this.depositor = new MemoryDepositor(peerId, link, findMailbox);
    this.directory = new MemoryKeyDirectory(peerId, link, findMailbox);
    this.figures = new MemoryFigures(this.direct);
  }

  async start(): Promise<void> {
    this.#isStarted = true;
    this.#announce();
  }

  async setDirect(isOn: boolean): Promise<void> {
    this.direct.turn(isOn);
  }

  /** Nothing here remembers failures. */
  async wake(): Promise<void> {
    return;
  }

  async stop(): Promise<void> {
    this.#isStarted = false;
    this.#announce();
  }

  /** As when the device loses or finds its network: everything that was open ends. */
  setOnline(isOnline: boolean): void {
    this.#isOnline = isOnline;
    this.#announce();
  }

  /** A peer that is not started yet, with the same name and addresses. */
  successor(): MemoryPeer {
    return new MemoryPeer({ ...this.#options, addresses: this.direct.places });
  }

  #announce(): void {
    this.#options.link.setUp(this.peerId, this.#isStarted && this.#isOnline);
  }
}
