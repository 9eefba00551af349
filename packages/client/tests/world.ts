/** A seeded world for tests of the client: people with devices, mailboxes, a network that can fail, time that is moved. */
import {
  FakeClock,
  type MemoryMailbox,
  MemoryMessageStore,
  MemoryNetwork,
  type MemoryPeer,
  type NetworkFaults,
  seededRandom,
} from '@sotto/testkit';
import { Client, createAccount, type MessageView, type NoticeKind } from '../src/index.ts';

export interface WorldOptions {
  readonly seed: number | string;
  readonly mailboxes?: number;
  readonly faults?: Partial<NetworkFaults>;
  readonly localDiscovery?: boolean;
}

export class World {
  readonly clock = new FakeClock();
  readonly network: MemoryNetwork;
  readonly mailboxes: readonly MemoryMailbox[];
  readonly #seed: string;

  constructor({ seed, mailboxes = 3, faults, localDiscovery = false }: WorldOptions) {
    this.#seed = String(seed);
    this.network = new MemoryNetwork({
      clock: this.clock,
      random: seededRandom(`network ${seed}`),
      localDiscovery,
      ...(faults ? { faults } : {}),
    });
    this.mailboxes = Array.from({ length: mailboxes }, () => this.network.createMailbox());
  }

  /** A person with a new account whose device is running, not online yet. */
  async person(
    name: string,
    options: { readonly dialable?: boolean; readonly receipts?: boolean } = {},
  ): Promise<Person> {
    const store = new MemoryMessageStore();
    const random = seededRandom(`${name} ${this.#seed}`);
    const { clock } = this;
    const mailboxes = this.mailboxes.map(({ address }) => address);
    await createAccount({ store, name, mailboxes, random, clock });
    const peer = this.network.createPeer({ isDialable: options.dialable ?? true });
    const person = new Person({ world: this, name, store, random, receipts: options.receipts ?? true }, peer);
    await person.open();
    return person;
  }

  /** Lets everything happen that happens within `ms`. */
  async pass(ms = 1_000): Promise<void> {
    await this.clock.advanceAsync(ms);
  }

  /** Runs work that waits for timers of this world. */
  async during<T>(work: Promise<T>, withinMs = 120_000): Promise<T> {
    let done = false;
    const finished = work.finally(() => {
      done = true;
    });
    finished.catch(() => undefined);
    await this.clock.advanceUntil(() => done, withinMs);
    return await finished;
  }
}

interface PersonParts {
  readonly world: World;
  readonly name: string;
  readonly store: MemoryMessageStore;
  readonly random: ReturnType<typeof seededRandom>;
  readonly receipts: boolean;
}

export class Person {
  readonly name: string;
  readonly store: MemoryMessageStore;
  readonly notices: NoticeKind[] = [];
  peer: MemoryPeer;
  readonly #parts: PersonParts;
  #client: Client | undefined;

  constructor(parts: PersonParts, peer: MemoryPeer) {
    this.#parts = parts;
    this.name = parts.name;
    this.store = parts.store;
    this.peer = peer;
  }

  get client(): Client {
    if (this.#client === undefined) throw new TypeError(`${this.name} is not running`);
    return this.#client;
  }

  async open(options: { readonly restored?: boolean } = {}): Promise<void> {
    const { world, random, receipts } = this.#parts;
    this.#client = await Client.open({
      store: this.store,
      network: this.peer,
      clock: world.clock,
      random,
      receipts,
      restored: options.restored ?? false,
    });
    this.#client.on('notice', ({ kind }) => this.notices.push(kind));
  }

  async goOnline(): Promise<void> {
    await this.#parts.world.during(this.client.goOnline());
    await this.#parts.world.pass();
  }

  async sync() {
    return await this.#parts.world.during(this.client.sync());
  }

  /** The process is killed: nothing is written any more; what was committed stays. A new one can be opened. */
  async kill(): Promise<void> {
    this.peer = await this.#parts.world.network.restartPeer(this.peer);
    this.#client = undefined;
    await this.#parts.world.pass();
  }

  async restart(options: { readonly restored?: boolean } = {}): Promise<void> {
    await this.kill();
    await this.open(options);
  }

  async add(other: Person, as = other.name): Promise<void> {
    const link = await other.client.link();
    await this.#parts.world.during(this.client.addContact(link, { as }));
  }

  async send(to: Person | string, text: string): Promise<MessageView> {
    return await this.#parts.world.during(this.client.send(typeof to === 'string' ? to : to.name, text));
  }

  async texts(of: Person | string, direction?: 'in' | 'out'): Promise<string[]> {
    const history = await this.client.history(typeof of === 'string' ? of : of.name, { limit: 1_000 });
    return history
      .filter((message) => direction === undefined || message.direction === direction)
      .map(({ text }) => text);
  }

  async states(of: Person | string): Promise<string[]> {
    const history = await this.client.history(typeof of === 'string' ? of : of.name, { limit: 1_000 });
    return history.filter(({ direction }) => direction === 'out').map(({ state }) => state);
  }
}
