/**
 * People with real clients on a network and stores in memory, for the pages of tests: what is shown there has been
 * through ratchets, mailboxes and receipts. Seeded, and on a clock that the test moves.
 */
import { Client, createAccount } from '@sotto/client';
import type { StoreChange } from '@sotto/ports';
import {
  FakeClock,
  type MemoryMailbox,
  MemoryMessageStore,
  MemoryNetwork,
  type MemoryPeer,
  MemorySearchIndex,
  SeededPrng,
} from '@sotto/testkit';
import {
  asAccountId,
  asMessageId,
  create,
  encodeMessage,
  LIMITS,
  parseAccountId,
  TextBodySchema,
  UsageError,
} from '@sotto/wire';

const DAY_MS = 86_400_000;
/** Fewer than a store takes in one transaction. */
const CHANGES_AT_ONCE = 5_000;
/** Of the hybrid logical clock (specs/08 §5). */
const CLOCK_START_MS = Date.UTC(2020, 0, 1);
const CLOCK_STEPS = 4_096;

export interface StoryPerson {
  readonly name: string;
  readonly client: Client;
  readonly store: MemoryMessageStore;
  readonly peer: MemoryPeer;
}

/** What somebody does to a message that begins so. */
export interface Deed {
  readonly of: string;
  readonly on: string;
}

export class StoryWorld {
  readonly clock: FakeClock;
  readonly network: MemoryNetwork;
  readonly mailboxes: readonly MemoryMailbox[];
  readonly #seed: string;
  readonly #people = new Map<string, StoryPerson>();

  /** Begins two days ago, so that "yesterday" is told. */
  constructor(seed: string, nowMs: number) {
    this.#seed = seed;
    this.clock = new FakeClock(nowMs - 2 * DAY_MS);
    this.network = new MemoryNetwork({ clock: this.clock, random: new SeededPrng(`network ${seed}`) });
    this.mailboxes = [this.network.createMailbox(), this.network.createMailbox(), this.network.createMailbox()];
  }

  person(name: string): StoryPerson {
    const found = this.#people.get(name);
    if (found === undefined) throw new UsageError('unknown-contact', `there is no ${name} in this story`);
    return found;
  }

  /** `prepare` may put records into the store before the client reads it. */
  async add(name: string, options: { readonly isDialable?: boolean } = {}): Promise<StoryPerson> {
    const random = new SeededPrng(`${name} ${this.#seed}`);
    const store = new MemoryMessageStore();
    const mailboxes = this.mailboxes.map(({ address }) => address);
    await createAccount({ store, name, mailboxes, random, clock: this.clock });
    const peer = withoutOneTimePrekeys(this.network.createPeer({ isDialable: options.isDialable ?? true }));
    const search = new MemorySearchIndex();
    const client = await Client.open({ store, network: peer, clock: this.clock, random, search });
    const person = { name, client, store, peer };
    this.#people.set(name, person);
    await this.during(client.goOnline());
    return person;
  }

  /** The same person after closing and opening the application; `change` is what happened to the store meanwhile. */
  async reopen(name: string, change: (store: MemoryMessageStore) => Promise<void>): Promise<StoryPerson> {
    const { store, client, peer } = this.person(name);
    const snapshot = store.snapshot();
    await this.during(client.close());
    const restored = MemoryMessageStore.restore(snapshot);
    await change(restored);
    const successor = withoutOneTimePrekeys(await this.network.restartPeer(peer));
    const random = new SeededPrng(`${name} again ${this.#seed}`);
    const search = new MemorySearchIndex();
    const opened = await Client.open({ store: restored, network: successor, clock: this.clock, random, search });
    const person = { name, client: opened, store: restored, peer: successor };
    this.#people.set(name, person);
    await this.during(opened.goOnline());
    return person;
  }

  /** Somebody knows so many people more, whose keys nobody has given yet. */
  async acquaint(name: string, count: number): Promise<void> {
    const addedAtMs = this.clock.nowMs();
    const none = new Uint8Array(0);
    const changes = Array.from({ length: count }, (_, number): StoreChange => {
      const accountId = asAccountId(new SeededPrng(`acquaintance ${number}`).bytes(32));
      const known = { name: `Acquaintance ${number}`, claimedName: '', accountLog: none, acceptedKeys: none };
      return { kind: 'put-contact', record: { ...known, accountId, status: 'contact', addedAtMs } };
    });
    await this.reopen(name, (store) => store.commit(changes));
  }

  async befriend(one: string, other: string): Promise<void> {
    const [a, b] = [this.person(one).client, this.person(other).client];
    await this.during(a.addContact(await b.link(), { as: other }));
    await this.during(b.addContact(await a.link(), { as: one }));
    await this.pass(5_000);
  }

  async say(from: string, to: string, text: string): Promise<void> {
    await this.during(this.person(from).client.send(to, text));
    await this.pass(1_000);
  }

  async answer({ of, to, on, text }: Deed & { readonly to: string; readonly text: string }): Promise<void> {
    await this.during(this.person(of).client.send(to, text, { replyTo: await this.#messageId(of, on) }));
    await this.pass(1_000);
  }

  async react({ of, on, emoji }: Deed & { readonly emoji: string }): Promise<void> {
    await this.during(this.person(of).client.react(await this.#messageId(of, on), emoji));
    await this.pass(1_000);
  }

  async edit({ of, on, text }: Deed & { readonly text: string }): Promise<void> {
    await this.during(this.person(of).client.edit(await this.#messageId(of, on), text));
    await this.pass(1_000);
  }

  /** For everybody. */
  async remove({ of, on }: Deed): Promise<void> {
    await this.during(this.person(of).client.deleteForAll(await this.#messageId(of, on)));
    await this.pass(1_000);
  }

  /** The newest message that begins so, in the eyes of somebody, among the first and the last ones. */
  async #messageId(of: string, beginning: string): Promise<string> {
    const { client } = this.person(of);
    for (const contact of await client.contacts()) {
      const oldest = await client.history(contact.id, { limit: 200, fromMs: 0 });
      const messages = [...oldest, ...(await client.history(contact.id, { limit: 200 }))];
      const found = messages.findLast(({ text }) => text.startsWith(beginning));
      if (found !== undefined) return found.id;
    }
    throw new UsageError('invalid-argument', `${of} has no message that begins with: ${beginning}`);
  }

  /** Puts texts of somebody into a store as if they had come long ago, one a minute. */
  async fill(of: string, from: string, count: number): Promise<void> {
    const { store, client } = this.person(of);
    const conversation = parseAccountId((await client.contact(from)).id);
    const [device] = await store.peerDevices(conversation);
    if (device === undefined) return;
    const startMs = this.clock.nowMs() - count * 60_000;
    for (let first = 0; first < count; first += CHANGES_AT_ONCE) {
      const length = Math.min(CHANGES_AT_ONCE, count - first);
      await store.commit(
        Array.from({ length }, (_, offset): StoreChange => {
          const number = first + offset + 1;
          const atMs = startMs + number * 60_000;
          return {
            kind: 'put-message',
            record: {
              conversation,
              messageId: messageIdOf(number),
              direction: number % 3 === 0 ? 'out' : 'in',
              senderDevice: device.deviceId,
              sequence: number,
              clock: (atMs - CLOCK_START_MS) * CLOCK_STEPS,
              sentAtMs: atMs,
              storedAtMs: atMs,
              type: 'sotto/text',
              typeVersion: 1,
              body: encodeMessage(TextBodySchema, create(TextBodySchema, { text: textOf(number) })),
              fallback: textOf(number),
              state: 'read',
            },
          };
        }),
      );
    }
  }

  async pass(ms: number): Promise<void> {
    await this.clock.advanceAsync(ms);
  }

  /** The wall clock goes on, and nothing happens meanwhile: timers wait for what is left of their time. */
  skip(ms: number): void {
    this.clock.jumpWallClock(ms);
  }

  /** To the real time, which is what the page takes for now. */
  skipTo(atMs: number): void {
    this.skip(atMs - this.clock.nowMs());
  }

  async during<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const finished = work.finally(() => {
      isDone = true;
    });
    finished.catch(() => undefined);
    await this.clock.advanceUntil(() => isDone, 120_000);
    return await finished;
  }
}

function messageIdOf(number: number): ReturnType<typeof asMessageId> {
  const id = new Uint8Array(16);
  new DataView(id.buffer).setUint32(12, number);
  return asMessageId(id);
}

/** Of different lengths, so that no two places are alike. */
function textOf(number: number): string {
  return `Message ${number}.${' And so on.'.repeat(number % 17)}`;
}

/** A hundred of them for each person would be most of what beginning a story costs, and no screen tells of them. */
function withoutOneTimePrekeys(peer: MemoryPeer): MemoryPeer {
  peer.directory.countOneTimePrekeys = async () => LIMITS.ONE_TIME_PREKEY_REFILL_BELOW;
  return peer;
}
