/**
 * Finds the log and the bundles of an account at several sources that nobody trusts: what verifies and is newest wins
 * (specs/02 §4; attacks A12, C1).
 */
import { type AccountState, adoptLog, type VerifiedBundle, verifyAccountLog, verifyBundle } from '@sotto/identity';
import type { DirectoryEntry } from '@sotto/ports';
import {
  type AccountId,
  type DeviceId,
  equalBytes,
  parseMailboxAddress,
  SottoError,
  UnavailableError,
  VerifyError,
} from '@sotto/wire';
import type { ClientContext } from './context.ts';
import { withTimeout } from './timeout.ts';

const LOOK_UP_TIMEOUT_MS = 6_000;

export interface FoundAccount {
  readonly state: AccountState;
  /** The newest valid bundle of each active device that has one. */
  readonly bundles: readonly VerifiedBundle[];
}

export class KeyFinder {
  readonly #context: ClientContext;

  constructor(context: ClientContext) {
    this.#context = context;
  }

  /**
   * Asks all sources at once.
   * @throws {VerifyError} `log-fork` when two valid logs contradict; the first verification error when nothing verified
   * @throws {UnavailableError} `not-found` when no source knows the account, `unreachable` when none answered
   */
  async find(
    accountId: AccountId,
    sources: readonly string[],
    known: { readonly state: AccountState | undefined; readonly minimumBundle: (deviceId: DeviceId) => number },
  ): Promise<FoundAccount> {
    const answers = await Promise.all(sources.map((source) => this.#ask(source, accountId)));
    const entries = answers.flatMap((answer) => (answer === undefined || answer instanceof SottoError ? [] : [answer]));
    let state = known.state;
    let failure: SottoError | undefined;
    for (const entry of entries) {
      try {
        state = state ? newest(state, entry.accountLog) : verifyAccountLog(entry.accountLog, { accountId });
      } catch (error) {
        if (!(error instanceof SottoError)) throw error;
        if (error.code === 'log-fork') throw error;
        failure ??= error;
      }
    }
    if (state === undefined) throw failure ?? notFound(answers);
    const bundles = this.#bundles(entries, state, known.minimumBundle);
    if (bundles.length === 0 && failure) throw failure;
    return { state, bundles };
  }

  async #ask(source: string, accountId: AccountId): Promise<DirectoryEntry | SottoError | undefined> {
    try {
      return await withTimeout(this.#context.clock, LOOK_UP_TIMEOUT_MS, (signal) =>
        this.#context.network.directory.lookUp(parseMailboxAddress(source), accountId, { signal }),
      );
    } catch (cause) {
      return cause instanceof SottoError ? cause : new UnavailableError('unreachable', 'no answer', { cause });
    }
  }

  #bundles(
    entries: readonly DirectoryEntry[],
    state: AccountState,
    minimumBundle: (deviceId: DeviceId) => number,
  ): VerifiedBundle[] {
    const best: VerifiedBundle[] = [];
    for (const { deviceId } of state.devices) {
      const candidates = entries
        .flatMap((entry) => entry.bundles.map((bytes) => this.#verified(bytes, state, minimumBundle(deviceId))))
        .filter((bundle) => bundle !== undefined && equalBytes(bundle.deviceId, deviceId))
        .sort((a, b) => (b?.number ?? 0) - (a?.number ?? 0));
      if (candidates[0]) best.push(candidates[0]);
    }
    return best;
  }

  #verified(bytes: Uint8Array, state: AccountState, minimumNumber: number): VerifiedBundle | undefined {
    try {
      return verifyBundle({ bytes, state, nowMs: this.#context.clock.nowMs(), minimumNumber });
    } catch (error) {
      if (error instanceof SottoError) return undefined;
      throw error;
    }
  }
}

/** The newer of what we hold and what a source says. An older log is a source's lie or delay, and ignored. */
function newest(known: AccountState, received: Uint8Array): AccountState {
  try {
    return adoptLog(known, received);
  } catch (error) {
    if (error instanceof VerifyError && error.code === 'log-rollback') return known;
    throw error;
  }
}

function notFound(answers: readonly (DirectoryEntry | SottoError | undefined)[]): UnavailableError {
  return answers.includes(undefined)
    ? new UnavailableError('not-found', 'the mailboxes do not know this account yet', {
        hint: 'It becomes known when its owner has been online once.',
      })
    : new UnavailableError('unreachable', 'none of the mailboxes of this contact could be reached');
}
