/** A session whose every step may take its time, while another tab asks for the home. */
import { UnavailableError } from '@sotto/wire';
import fc from 'fast-check';
import type { Sotto as Client, HomeStatus, HomeTabEvents } from 'sotto';
import { expect, test } from 'vitest';
import type { Composition } from '../composition.ts';
import { Session } from './session.ts';

/** What the person, or another tab, may do at any time. */
const DEEDS = [
  'ask',
  'return',
  'create',
  'recover',
  'unlock',
  'lock',
  'showWords',
  'confirmWords',
  'postponeWords',
] as const;
type Deed = (typeof DEEDS)[number];

/** A browser with one home, whose answers come in the order that the scheduler chooses. */
class Home implements Composition {
  readonly session = new Session({ compose: async () => this });
  isOwner = false;
  isMade: boolean;
  openClients = 0;
  events: HomeTabEvents | undefined;
  readonly #later: <T>(value: T) => Promise<T>;

  constructor(isMade: boolean, later: <T>(value: T) => Promise<T>) {
    this.isMade = isMade;
    this.#later = later;
  }

  async status(): Promise<HomeStatus> {
    return await this.#later({ account: this.isMade ? 'present' : 'none', medium: 'disk', evictable: true });
  }

  async create() {
    const client = await this.#client();
    this.isMade = true;
    return { client, recoveryWords: 'words' };
  }

  async open(): Promise<Client> {
    return await this.#client();
  }

  joinTabs(events: HomeTabEvents) {
    this.events = events;
    return { isOwner: this.isOwner, ask: () => undefined, leave: () => undefined };
  }

  async recover(): Promise<Client> {
    return (await this.create()).client;
  }

  recoveryWordsFault = () => undefined;
  requestPersistence = async () => true;
  addPasskey = async () => undefined;
  removePasskey = async () => undefined;

  /** Another tab asks: this one has the home until it says that nothing is open any more. */
  async ask(): Promise<void> {
    if (!this.isOwner) return;
    await this.events?.onAsked();
    if (!this.isOwner) return;
    this.isOwner = false;
    expect(this.openClients).toBe(0);
    this.events?.onFollower();
  }

  return(): void {
    if (this.isOwner) return;
    this.isOwner = true;
    this.events?.onOwner();
  }

  async #client(): Promise<Client> {
    if (this.openClients > 0) throw new UnavailableError('home-busy', 'open already');
    this.openClients += 1;
    await this.#later(undefined);
    const client = {
      goOnline: () => this.#later(undefined),
      recoveryWords: () => this.#later('words'),
      confirmRecoveryWords: () => this.#later(undefined),
      close: async () => {
        await this.#later(undefined);
        this.openClients -= 1;
      },
    };
    return client as unknown as Client;
  }
}

function act(home: Home, deed: Deed): Promise<void> | void {
  const { session } = home;
  switch (deed) {
    case 'ask':
      return home.ask();
    case 'return':
      return home.return();
    case 'create':
      return session.create({ name: 'Ada', passphrase: 'a passphrase' });
    case 'recover': {
      const account = { name: 'Ada', passphrase: 'a passphrase', words: 'words', mailboxes: [] };
      return session.recover({ ...account, otherDevices: 'keep' });
    }
    case 'unlock':
      return session.unlock({ passphrase: 'a passphrase' });
    case 'postponeWords':
      return session.postponeWords();
    default:
      return session[deed]();
  }
}

/** What is shown must be so: an account that is shown is open here, and this tab has the home. */
function expectHonest({ session, isOwner, openClients }: Home): void {
  const { kind } = session.phase.get();
  expect(kind).not.toBe('failed');
  if (kind === 'open' || kind === 'words') expect(openClients).toBe(1);
  if (!isOwner) expect(['elsewhere', 'starting']).toContain(kind);
}

test('a home is given away only when nothing of it is open, whatever goes on meanwhile', async () => {
  const deeds = fc.array(fc.constantFrom(...DEEDS), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.boolean(), deeds, async (scheduler, isMade, list) => {
      const home = new Home(isMade, (value) => scheduler.schedule(Promise.resolve(value)));
      await home.session.start();
      home.return();
      const deedsDone: Promise<unknown>[] = [];
      const sequence = scheduler.scheduleSequence(
        list.map((deed) => async () => {
          // Nobody waits: the next deed comes while this one is under way.
          deedsDone.push(Promise.resolve(act(home, deed)));
          expectHonest(home);
        }),
      );
      await scheduler.waitIdle();
      expect(sequence).toMatchObject({ done: true, faulty: false });
      await Promise.all(deedsDone);
      expectHonest(home);
      const given = home.ask();
      await scheduler.waitIdle();
      await given;
      expect(home.isOwner).toBe(false);
      expectHonest(home);
    }),
    { numRuns: 300 },
  );
});
