/** A seeded world for tests of the client: people with devices, mailboxes, a network that can fail, time that is moved. */
import { FakeClock, type MemoryMailbox, MemoryNetwork, type NetworkFaults, SeededPrng } from '@sotto/testkit';
import { createAccount } from '../src/index.ts';
import { Person } from './person.ts';

export interface WorldOptions {
  readonly seed: number | string;
  readonly mailboxes?: number;
  readonly faults?: Partial<NetworkFaults>;
  readonly localDiscovery?: boolean;
}

export interface PersonOptions {
  readonly dialable?: boolean;
  readonly receipts?: boolean;
  /** What they call themselves; default: the name of the test. */
  readonly calls?: string;
  /** Default: all of the world. */
  readonly mailboxes?: readonly MemoryMailbox[];
}

export class World {
  readonly clock = new FakeClock();
  readonly network: MemoryNetwork;
  readonly mailboxes: readonly MemoryMailbox[];
  /** For choices of a test. */
  readonly prng: SeededPrng;
  readonly #seed: string;

  constructor({ seed, mailboxes = 3, faults, localDiscovery = false }: WorldOptions) {
    this.#seed = String(seed);
    this.prng = new SeededPrng(`choices ${seed}`);
    this.network = new MemoryNetwork({
      clock: this.clock,
      random: new SeededPrng(`network ${seed}`),
      localDiscovery,
      ...(faults ? { faults } : {}),
    });
    this.mailboxes = Array.from({ length: mailboxes }, () => this.network.createMailbox());
  }

  /** A person with a new account whose device is running, not online yet. */
  async person(name: string, options: PersonOptions = {}): Promise<Person> {
    const random = new SeededPrng(`${name} ${this.#seed}`);
    const peer = this.network.createPeer({ isDialable: options.dialable ?? true });
    const person = new Person({ world: this, name, random, receipts: options.receipts ?? true }, peer);
    const mailboxes = (options.mailboxes ?? this.mailboxes).map(({ address }) => address);
    const { store } = person;
    const calls = options.calls ?? name;
    const { recoveryWords } = await createAccount({ store, name: calls, mailboxes, random, clock: this.clock });
    person.recoveryWords = recoveryWords;
    await person.open();
    return person;
  }

  /** A device of somebody's account that has its keys and is not running yet. */
  async device(name: string, found: (device: Person) => Promise<void>): Promise<Person> {
    const random = new SeededPrng(`${name} ${this.#seed}`);
    const device = new Person({ world: this, name, random, receipts: true }, this.network.createPeer());
    await found(device);
    return device;
  }

  /** Two people who are online and have each other as contacts. */
  async friends(options: PersonOptions = {}): Promise<{ readonly ada: Person; readonly grace: Person }> {
    const [ada, grace] = [await this.person('ada', options), await this.person('grace', options)];
    await ada.goOnline();
    await grace.goOnline();
    await ada.add(grace);
    await grace.add(ada);
    await this.pass(5_000);
    return { ada, grace };
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
