/**
 * How far this tab is with its home: which screen the person sees, and what may happen from there.
 *
 * Owns the order of things: first the tab must have the home, then the home is looked at, then it is made or opened. What
 * takes time happens one after the other, so that the home is given away only when nothing of it is open here. An account
 * that is lost is never followed by a new one unless the person asks for that. Must not know: how a screen looks, or which
 * adapters the SDK has.
 */
import { SottoError } from '@sotto/wire';
import type { Sotto as Client, HomeStatus, HomeTab, RecoveryWordsFault } from 'sotto';
import type { Composition, LostAccount, OpenHome } from '../composition.ts';
import { type Observable, ObservableValue } from './observable.ts';

export type Phase =
  | { readonly kind: 'starting' }
  /** Another tab has the home. `asked`: this one has asked for it. */
  | { readonly kind: 'elsewhere'; readonly asked: boolean }
  /** Nothing is here, or the person wants another account in place of the lost one, or to come back to it. */
  | { readonly kind: 'new'; readonly status: HomeStatus; readonly replace?: Replaced; readonly isReturning?: boolean }
  | { readonly kind: 'lost'; readonly status: HomeStatus; readonly remains: Replaced }
  | { readonly kind: 'locked'; readonly status: HomeStatus }
  /** The account is open, and nobody has said that the recovery words are kept. */
  | { readonly kind: 'words'; readonly client: Client; readonly words: string }
  | { readonly kind: 'open'; readonly client: Client; readonly wordsPending: boolean }
  | { readonly kind: 'failed'; readonly error: unknown };

/** What is left of a lost account: some of its data, or all that could be opened but the account itself. */
type Replaced = 'lost' | 'anything';

export interface SessionOptions {
  readonly compose: () => Promise<Composition>;
}

export class Session {
  readonly #options: SessionOptions;
  readonly #phase = new ObservableValue<Phase>({ kind: 'starting' });
  #composition: Composition | undefined;
  #tab: HomeTab | undefined;
  /** The account that is open, whatever is shown. */
  #client: Client | undefined;
  /** Closing has failed: nobody knows what of the home is still open here, as long as this page is there. */
  #stuck: { readonly error: unknown } | undefined;
  /** What was begun last; never rejects. */
  #work: Promise<unknown> = Promise.resolve();

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  get phase(): Observable<Phase> {
    return this.#phase;
  }

  /** Loads the SDK and gets in line for the home. Once. */
  async start(): Promise<void> {
    try {
      this.#composition = await this.#options.compose();
      this.#tab = this.#composition.joinTabs({
        onOwner: () => void this.#alone(() => this.#look()),
        onFollower: () => this.#phase.set({ kind: 'elsewhere', asked: false }),
        onAsked: () => this.#alone(() => this.#giveAway()),
      });
    } catch (error) {
      this.#phase.set({ kind: 'failed', error });
    }
  }

  /** Asks the tab that has the home to give it to this one. */
  takeOver(): void {
    this.#tab?.ask();
    this.#phase.set({ kind: 'elsewhere', asked: true });
  }

  /** The person has read that the account is lost, and wants another one in its place. */
  startAnew(): void {
    const phase = this.#phase.get();
    if (phase.kind === 'lost') this.#phase.set({ kind: 'new', status: phase.status, replace: phase.remains });
  }

  /** The person has read that the account is lost, and has its recovery words. */
  comeBack(): void {
    const phase = this.#phase.get();
    if (phase.kind !== 'lost') return;
    this.#phase.set({ kind: 'new', status: phase.status, replace: phase.remains, isReturning: true });
  }

  /** Back from either. */
  keepLost(): void {
    const phase = this.#phase.get();
    if (phase.kind !== 'new' || phase.replace === undefined) return;
    this.#phase.set({ kind: 'lost', status: phase.status, remains: phase.replace });
  }

  /** Makes the account and goes on to its recovery words. @throws as `Composition.create` */
  create(account: { readonly name: string; readonly passphrase: string }): Promise<void> {
    return this.#alone(() => this.#create(account));
  }

  async #create(account: { readonly name: string; readonly passphrase: string }): Promise<void> {
    const phase = this.#phase.get();
    if (phase.kind !== 'new' || this.#composition === undefined) return;
    const replace = phase.replace === undefined ? {} : { replace: phase.replace };
    const { client, recoveryWords } = await this.#composition.create({ ...account, ...replace });
    this.#client = client;
    this.#goOnline(client);
    this.#phase.set({ kind: 'words', client, words: recoveryWords });
  }

  /** Comes back to an account with its recovery words, and opens it. @throws as `Composition.recover` */
  recover(account: Omit<LostAccount, 'replace'>): Promise<void> {
    return this.#alone(() => this.#recover(account));
  }

  async #recover(account: Omit<LostAccount, 'replace'>): Promise<void> {
    const phase = this.#phase.get();
    if (phase.kind !== 'new' || this.#composition === undefined) return;
    const replace = phase.replace === undefined ? {} : { replace: phase.replace };
    const client = await this.#composition.recover({ ...account, ...replace });
    this.#client = client;
    this.#goOnline(client);
    this.#phase.set({ kind: 'open', client, wordsPending: false });
  }

  /** What is wrong with recovery words; nothing before the SDK is here, which then says so itself. */
  recoveryWordsFault(words: string): RecoveryWordsFault | undefined {
    return this.#composition?.recoveryWordsFault(words);
  }

  /** Whether recovery words are made of such words. */
  isRecoveryWord(word: string): boolean {
    const fault = this.recoveryWordsFault(word);
    return fault?.kind === 'wrong-count' && fault.unknown.length === 0;
  }

  /** Opens the account; a home that turns out to be lost is shown as such. @throws as `Composition.open` */
  unlock(unlock: OpenHome['unlock']): Promise<void> {
    return this.#alone(() => this.#unlock(unlock));
  }

  async #unlock(unlock: OpenHome['unlock']): Promise<void> {
    const phase = this.#phase.get();
    if (phase.kind !== 'locked' || this.#composition === undefined) return;
    const client = await this.#composition.open({ unlock }).catch((error) => {
      if (!isLost(error)) throw error;
      this.#phase.set({ kind: 'lost', status: phase.status, remains: 'anything' });
    });
    if (client === undefined) return;
    this.#client = client;
    try {
      const words = await client.recoveryWords();
      this.#goOnline(client);
      this.#phase.set({ kind: 'open', client, wordsPending: words !== undefined });
    } catch (error) {
      await this.#close();
      this.#phase.set(phase);
      throw error;
    }
  }

  /** Shows the recovery words again that nobody has confirmed. */
  showWords(): Promise<void> {
    return this.#alone(async () => {
      const phase = this.#phase.get();
      if (phase.kind !== 'open') return;
      const { client } = phase;
      const words = await client.recoveryWords();
      this.#phase.set(words === undefined ? { ...phase, wordsPending: false } : { kind: 'words', client, words });
    });
  }

  /** The person has the words; they are deleted here. */
  confirmWords(): Promise<void> {
    return this.#alone(async () => {
      const phase = this.#phase.get();
      if (phase.kind !== 'words') return;
      await phase.client.confirmRecoveryWords();
      this.#phase.set({ kind: 'open', client: phase.client, wordsPending: false });
    });
  }

  /** Not now: they stay here, sealed, and the person is reminded. */
  postponeWords(): void {
    const phase = this.#phase.get();
    if (phase.kind === 'words') this.#phase.set({ kind: 'open', client: phase.client, wordsPending: true });
  }

  lock(): Promise<void> {
    return this.#alone(async () => {
      if (!('client' in this.#phase.get())) return;
      await this.#close();
      await this.#look();
    });
  }

  /** What the settings ask of the SDK; `undefined` until it is loaded. */
  get composition(): Composition | undefined {
    return this.#composition;
  }

  async #look(): Promise<void> {
    try {
      const status = await this.#composition?.status();
      if (status === undefined) return;
      if (status.account === 'present') this.#phase.set({ kind: 'locked', status });
      else if (status.account === 'lost') this.#phase.set({ kind: 'lost', status, remains: 'lost' });
      else this.#phase.set({ kind: 'new', status });
    } catch (error) {
      this.#phase.set({ kind: 'failed', error });
    }
  }

  /** Nothing is open here afterwards, and nothing can be opened. @throws what closing threw; the home stays here */
  async #giveAway(): Promise<void> {
    await this.#close();
    this.#phase.set({ kind: 'starting' });
  }

  async #close(): Promise<void> {
    if (this.#stuck !== undefined) throw this.#stuck.error;
    const client = this.#client;
    if (client === undefined) return;
    this.#phase.set({ kind: 'starting' });
    try {
      await client.close();
      this.#client = undefined;
    } catch (error) {
      // The home may still be open here, so nobody else gets it before this page ends.
      this.#stuck = { error };
      this.#phase.set({ kind: 'failed', error });
      throw error;
    }
  }

  /** After everything that was begun before. */
  #alone(work: () => Promise<void>): Promise<void> {
    const run = this.#work.then(work);
    this.#work = run.catch(() => undefined);
    return run;
  }

  /** In the background: a person can read without a network. */
  #goOnline(client: Client): void {
    client.goOnline().catch((error: unknown) => {
      const phase = this.#phase.get();
      if ('client' in phase && phase.client === client) this.#phase.set({ kind: 'failed', error });
    });
  }
}

function isLost(error: unknown): boolean {
  return error instanceof SottoError && error.code === 'account-lost';
}
