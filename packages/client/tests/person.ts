/** A person of a test world: one device, whose process can be killed, restarted and restored. */
import type { MessageRecord, Network, SessionRecord, StoreChange } from '@sotto/ports';
import {
  type FakeClock,
  type MemoryNetwork,
  type MemoryPeer,
  MemorySearchIndex,
  MemorySnapshots,
  type SeededPrng,
  type StoreSnapshot,
} from '@sotto/testkit';
import { formatHex, parseAccountId, SottoError } from '@sotto/wire';
import { buildParts, type ClientParts } from '../src/client-parts.ts';
import { Client, type ClientEvents, type ClientOptions, type MessageView } from '../src/index.ts';
import { OwnAccount } from '../src/own-account.ts';
import { MessageKeys } from './message-keys.ts';
import { ProcessClock } from './process-clock.ts';
import { tapNetwork } from './tapped-network.ts';
import { WatchedStore } from './watched-store.ts';

/** What a person needs of the world. */
export interface Surroundings {
  readonly clock: FakeClock;
  readonly network: MemoryNetwork;
  pass(ms?: number): Promise<void>;
  during<T>(work: Promise<T>): Promise<T>;
}

export interface PersonParts {
  readonly world: Surroundings;
  readonly name: string;
  readonly random: SeededPrng;
  readonly receipts: boolean;
}

export class Person {
  readonly name: string;
  readonly keys = new MessageKeys();
  /** Kinds of changes that a power cut could have taken back alone. */
  readonly relaxed = new Set<StoreChange['kind']>();
  readonly notices: string[] = [];
  /** Every message that was shown as new, by its id. */
  readonly shown: string[] = [];
  readonly states: ClientEvents['message-state'][] = [];
  /** How often somebody was looked up in a directory. */
  lookUps = 0;
  /** As shown once when the account was made. */
  recoveryWords = '';
  /** Errors that nobody foresaw. */
  readonly mistakes: unknown[] = [];
  /** Envelopes that left the device, in order. */
  readonly sent: Uint8Array[] = [];
  /** Of the search index. */
  readonly snapshots = new MemorySnapshots();
  store: WatchedStore;
  peer: MemoryPeer;
  clock: ProcessClock;
  readonly #parts: PersonParts;
  #client: Client | undefined;
  #skewMs = 0;

  constructor(parts: PersonParts, peer: MemoryPeer) {
    this.#parts = parts;
    this.name = parts.name;
    this.store = this.#storeOf();
    this.clock = new ProcessClock(parts.world.clock);
    this.peer = peer;
  }

  get client(): Client {
    if (this.#client === undefined) throw new TypeError(`${this.name} is not running`);
    return this.#client;
  }

  get isRunning(): boolean {
    return this.#client !== undefined;
  }

  async open(options: Pick<ClientOptions, 'restored' | 'mailboxesOnly'> = {}): Promise<void> {
    this.#client = await Client.open({ ...this.#options(options.restored ?? false), ...options });
    this.#client.on('notice', ({ kind }) => this.notices.push(kind));
    this.#client.on('message-state', (view) => this.states.push(view));
    this.#client.on('message', ({ id, direction }) => {
      if (direction === 'in') this.shown.push(id);
    });
  }

  /** The parts of a client on the same store, for looking inside, once the client was killed. */
  async openParts(): Promise<ClientParts> {
    return await buildParts({
      ...this.#options(false),
      onError: (error) => {
        if (!(error instanceof SottoError)) this.mistakes.push(error);
      },
    });
  }

  async goOnline(): Promise<void> {
    await this.#parts.world.during(this.client.goOnline());
    await this.#parts.world.pass();
  }

  async sync(options: { readonly timeoutMs?: number } = {}) {
    return await this.#parts.world.during(this.client.sync(options));
  }

  /**
   * The process is killed: nothing is written any more; what was committed stays. A new one can be opened. With
   * `powerCut` the machine goes down with it, and what was committed relaxed is lost.
   */
  async kill({ powerCut = false } = {}): Promise<void> {
    this.clock.kill();
    const snapshot = powerCut ? this.store.powerCut() : this.store.snapshot();
    this.store.crash();
    this.store = this.#storeOf(snapshot);
    this.peer = await this.#parts.world.network.restartPeer(this.peer);
    this.#client = undefined;
    await this.#parts.world.pass();
  }

  async restart(options: { readonly restored?: boolean } = {}): Promise<void> {
    await this.kill();
    await this.open(options);
  }

  /** The store is put back to what it held then; `isNoticed`: and the device knows that it was. */
  async restore(snapshot: StoreSnapshot, { isNoticed = true } = {}): Promise<void> {
    await this.kill();
    this.store = this.#storeOf(snapshot);
    await this.open({ restored: isNoticed });
  }

  async close(): Promise<void> {
    await this.client.close();
    this.#client = undefined;
  }

  /** Starts again after `close`. */
  async reopen(): Promise<void> {
    this.store = this.#storeOf(this.store.snapshot());
    this.peer = await this.#parts.world.network.restartPeer(this.peer);
    await this.open();
    await this.goOnline();
  }

  /** Sets the clock of the machine wrong by so much, from the next start on. */
  skewClock(ms: number): void {
    this.#skewMs = ms;
    this.clock.skew(ms);
  }

  async add(other: Person, as = other.name): Promise<void> {
    await this.addLink(await other.client.link(), as);
  }

  async addLink(link: string, as: string): Promise<void> {
    await this.#parts.world.during(this.client.addContact(link, { as }));
  }

  async send(to: Person | string, text: string): Promise<MessageView> {
    return await this.#parts.world.during(this.client.send(nameOf(to), text));
  }

  async views(of: Person | string): Promise<readonly MessageView[]> {
    return await this.client.history(nameOf(of), { limit: 1_000 });
  }

  async texts(of: Person | string, direction?: 'in' | 'out'): Promise<string[]> {
    const views = await this.views(of);
    return views.filter((view) => direction === undefined || view.direction === direction).map(({ text }) => text);
  }

  async sentStates(to: Person | string): Promise<string[]> {
    return (await this.views(to)).filter(({ direction }) => direction === 'out').map(({ state }) => state);
  }

  /** The records of a conversation as the store has them, oldest first. */
  async records(of: Person): Promise<readonly MessageRecord[]> {
    const { id } = await this.client.contact(of.name);
    return [...(await this.store.messages(parseAccountId(id), { limit: 10_000 }))].reverse();
  }

  /** Ids of all sessions with the devices of somebody, in hexadecimal. */
  async sessionIds(other: Person): Promise<Set<string>> {
    return new Set((await this.sessions(other)).map(({ id }) => formatHex(id)));
  }

  /** All sessions with the devices of somebody, best first. */
  async sessions(other: Person): Promise<readonly SessionRecord[]> {
    const accountId = parseAccountId((await this.client.contact(other.name)).id);
    const devices = await this.store.peerDevices(accountId);
    return (await Promise.all(devices.map(({ deviceId }) => this.store.sessions(accountId, deviceId)))).flat();
  }

  /** Every session with somebody is lost, and the process is started again. */
  async forgetSessions(other: Person): Promise<void> {
    const sessions = await this.sessions(other);
    await this.store.commit(sessions.map(({ id }) => ({ kind: 'delete-session', id })));
    await this.restart();
  }

  /** Who this device is. */
  async identity(): Promise<OwnAccount> {
    return await OwnAccount.load(this.store);
  }

  #options(restored: boolean): ClientOptions {
    const { world, random, receipts } = this.#parts;
    this.clock = new ProcessClock(world.clock);
    this.clock.skew(this.#skewMs);
    const search = new MemorySearchIndex(this.snapshots);
    return { store: this.store, search, network: this.#network(), clock: this.clock, random, receipts, restored };
  }

  #network(): Network {
    return tapNetwork(this.peer, {
      onLeaving: (envelope) => {
        this.sent.push(envelope);
        this.keys.left(envelope);
      },
      onLookUp: () => {
        this.lookUps++;
      },
    });
  }

  #storeOf(snapshot?: StoreSnapshot): WatchedStore {
    return new WatchedStore((changes, durability) => {
      this.keys.note(changes);
      if (durability === 'relaxed') for (const { kind } of changes) this.relaxed.add(kind);
    }, snapshot);
  }
}

function nameOf(person: Person | string): string {
  return typeof person === 'string' ? person : person.name;
}
