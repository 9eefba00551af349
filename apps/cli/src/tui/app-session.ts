/**
 * The terminal app apart from its screen: which phase it is in, the account that it opened, and how it ends.
 *
 * Owns the client from opening to closing. Must not know: how anything is drawn.
 */
import type { SottoClient } from '@sotto/client';
import { UnavailableError, VerifyError } from '@sotto/wire';
import { type CommandContext, closeClient } from '../command-context.ts';
import { readPassphraseFile } from '../passphrase.ts';
import { splitRecoveryWords } from '../recovery-words.ts';
import { AppController } from './app-controller.ts';
import type { AppPhase } from './app-phase.ts';
import { reduceApp } from './app-reducer.ts';
import { initialState } from './app-state.ts';
import { EMPTY_DRAFT } from './draft.ts';
import { failureLine } from './failure-line.ts';
import { type CreatedAction, reduceOnboarding } from './onboarding-reducer.ts';
import { FIRST_STEP, type OnboardingState } from './onboarding-state.ts';
import { returnProblem } from './return-problem.ts';
import { createStore, type Store } from './store.ts';
import { LOCKED, reduceUnlock } from './unlock-state.ts';

const COMMAND = 'the terminal app';
/** Waiting silently for another process would look like a frozen screen: say soon who holds the home. */
const MAX_LOCK_WAIT_MS = 1_000;

export class AppSession {
  readonly phase: Store<AppPhase, AppPhase>;
  readonly #context: CommandContext;
  readonly #contactName: string | undefined;
  #client: SottoClient | undefined;
  #stopListening = () => {};

  constructor(context: CommandContext, contactName?: string) {
    this.#context = context;
    this.#contactName = contactName;
    this.phase = createStore<AppPhase, AppPhase>((_before, next) => next, { kind: 'starting' });
  }

  /** Finds out what to show first. With a passphrase file an existing account opens by itself. */
  async start(): Promise<void> {
    const { environment, home, passphraseFile } = this.#context;
    if (!(await environment.backend.exists(home))) {
      this.phase.dispatch({ kind: 'onboarding', store: createStore(reduceOnboarding, FIRST_STEP) });
      return;
    }
    this.phase.dispatch({ kind: 'locked', store: createStore(reduceUnlock, LOCKED) });
    if (passphraseFile !== undefined) await this.unlock(() => readPassphraseFile(passphraseFile));
  }

  /** Opens the account; what fails is shown on the unlock screen. */
  async unlock(passphrase: () => Promise<string>): Promise<void> {
    const phase = this.phase.get();
    if (phase.kind !== 'locked') return;
    const { environment, home, waitMs } = this.#context;
    phase.store.dispatch({ busy: true, problem: undefined });
    try {
      this.#client = await environment.backend.open({
        home,
        passphrase: await passphrase(),
        command: COMMAND,
        waitMs: Math.min(waitMs, MAX_LOCK_WAIT_MS),
        reachable: true,
      });
      await this.#welcome(this.#client);
    } catch (error) {
      // A wrong passphrase is typed anew; with another holder the same one is tried again.
      const again = error instanceof UnavailableError ? {} : { draft: EMPTY_DRAFT };
      phase.store.dispatch({ busy: false, problem: explainLocked(error), ...again });
    }
  }

  /** Creates the account that the person described; what fails is shown in the step before. */
  async create({ name, passphrase, mailboxes }: OnboardingState): Promise<void> {
    const phase = this.phase.get();
    if (phase.kind !== 'onboarding') return;
    const { environment, home, waitMs } = this.#context;
    try {
      const options = { home, passphrase, name, mailboxes, reachable: true, command: COMMAND, waitMs };
      const { client, recoveryWords } = await environment.backend.create(options);
      this.#client = client;
      phase.store.dispatch(await this.#showWords(client, recoveryWords));
    } catch (error) {
      phase.store.dispatch({ type: 'creation-failed', problem: failureLine(error) });
    }
  }

  /** Comes back to the account that the person described; what fails is shown where they said where it is. */
  async comeBack(state: OnboardingState): Promise<void> {
    const phase = this.phase.get();
    const { typedWords: words, name, passphrase, mailboxes, knownLink, otherDevices } = state;
    if (phase.kind !== 'onboarding' || otherDevices === undefined) return;
    const { environment, home, waitMs } = this.#context;
    try {
      const given = { words, name, mailboxes, otherDevices, ...(knownLink === undefined ? {} : { link: knownLink }) };
      const client = await environment.backend.recover({
        ...given,
        home,
        passphrase,
        reachable: true,
        command: COMMAND,
        waitMs,
      });
      this.#client = client;
      const [link, devices] = await Promise.all([client.link(), client.devices()]);
      const devicesLeft = devices.filter(({ current, revoked }) => !current && !revoked).length;
      phase.store.dispatch({ type: 'returned', link, devicesLeft });
    } catch (error) {
      phase.store.dispatch({ type: 'return-failed', problem: returnProblem(error) });
    }
  }

  /** The person has shown that they have the words: from now on nobody can show them any more. */
  async confirmWords(): Promise<void> {
    await this.#client?.confirmRecoveryWords();
  }

  /** Leaves the first run for the main screen. */
  async finishOnboarding(): Promise<void> {
    if (this.#client !== undefined) await this.#enter(this.#client);
  }

  async close(): Promise<void> {
    this.#stopListening();
    if (this.#client !== undefined) await closeClient(this.#client, this.#context.environment);
  }

  /** Whoever left before the words were on paper sees them again; everybody else goes on to the main screen. */
  async #welcome(client: SottoClient): Promise<void> {
    const words = await client.recoveryWords();
    if (words === undefined) return await this.#enter(client);
    const store = createStore(reduceOnboarding, reduceOnboarding(FIRST_STEP, await this.#showWords(client, words)));
    this.phase.dispatch({ kind: 'onboarding', store });
  }

  async #showWords(client: SottoClient, recoveryWords: string): Promise<CreatedAction> {
    const asked = this.#twoOf(splitRecoveryWords(recoveryWords).length);
    return { type: 'created', recoveryWords, asked, link: await client.link() };
  }

  async #enter(client: SottoClient): Promise<void> {
    const [account, link, contacts, conversations] = await Promise.all([
      client.account(),
      client.link(),
      client.contacts(),
      client.conversations(),
    ]);
    const store = createStore(reduceApp, initialState({ account, link, contacts, conversations }));
    const { environment, home } = this.#context;
    const { backend, clock } = environment;
    const hasOwnMailbox = () => backend.hasOwnMailbox(home);
    const controller = new AppController({ client, dispatch: store.dispatch, clock, hasOwnMailbox });
    this.#stopListening = controller.start();
    if (this.#contactName !== undefined) controller.openByName(this.#contactName);
    this.phase.dispatch({ kind: 'main', store, controller });
  }

  /** Two different indices below `count`, which is at least 2. Nothing secret depends on them. */
  #twoOf(count: number): readonly number[] {
    const [a = 0, b = 0] = this.#context.environment.random.bytes(2);
    const first = a % count;
    const second = (first + 1 + (b % (count - 1))) % count;
    return [first, second];
  }
}

function explainLocked(error: unknown): string {
  if (error instanceof VerifyError && error.code === 'wrong-passphrase') {
    return 'That is not the passphrase of this account. Try again.';
  }
  if (error instanceof UnavailableError && error.code === 'home-busy') {
    return `${failureLine(error)} Press Enter to try again.`;
  }
  return failureLine(error);
}
