/**
 * Finds the log and the bundles of an account at several sources that nobody trusts: what verifies and is newest wins
 * (specs/02 §4; attacks A12, C1).
 */
import { type AccountState, adoptLog, type VerifiedBundle, verifyAccountLog, verifyBundle } from '@sotto/identity';
import type { DirectoryEntry } from '@sotto/ports';
import {
  type AccountId,
  type DeviceId,
  formatHex,
  LIMITS,
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
  /** Why something that a source said was not believed, when a device is left without a bundle. */
  readonly refusal: SottoError | undefined;
}

type Answer = DirectoryEntry | SottoError | undefined;

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
    const { bundles, refusal } = this.#bundles(entries, state, known.minimumBundle);
    const isComplete = bundles.length === state.devices.length;
    return { state, bundles, refusal: isComplete ? undefined : (refusal ?? failure ?? notFound(answers)) };
  }

  async #ask(source: string, accountId: AccountId): Promise<Answer> {
    try {
      return await withTimeout(this.#context, LOOK_UP_TIMEOUT_MS, (signal) =>
        this.#context.network.directory.lookUp(parseMailboxAddress(source), accountId, { signal }),
      );
    } catch (cause) {
      return cause instanceof SottoError ? cause : new UnavailableError('unreachable', 'no answer', { cause });
    }
  }

  /** Per device the bundle with the highest number that verifies. */
  #bundles(
    entries: readonly DirectoryEntry[],
    state: AccountState,
    minimumBundle: (deviceId: DeviceId) => number,
  ): Pick<FoundAccount, 'bundles' | 'refusal'> {
    const best = new Map<string, VerifiedBundle>();
    let refusal: SottoError | undefined;
    for (const bytes of entries.flatMap((entry) => entry.bundles.slice(0, LIMITS.MAX_DEVICES))) {
      try {
        const bundle = verifyBundle({ bytes, state, nowMs: this.#context.clock.nowMs(), minimumNumber: 0 });
        const minimumNumber = minimumBundle(bundle.deviceId);
        if (bundle.number < minimumNumber) throw new VerifyError('stale-bundle', 'older bundle than one already seen');
        const key = formatHex(bundle.deviceId);
        if (bundle.number > (best.get(key)?.number ?? -1)) best.set(key, bundle);
      } catch (error) {
        if (!(error instanceof SottoError)) throw error;
        refusal ??= error;
      }
    }
    return { bundles: [...best.values()], refusal };
  }
}

/** The newer of what we hold and what a source says. An older log is a source's lie or delay, and ignored. */
export function newest(known: AccountState, received: Uint8Array): AccountState {
  try {
    return adoptLog(known, received);
  } catch (error) {
    if (error instanceof VerifyError && error.code === 'log-rollback') return known;
    throw error;
  }
}

function notFound(answers: readonly Answer[]): UnavailableError {
  return answers.includes(undefined)
    ? new UnavailableError('not-found', 'the mailboxes do not know this account yet', {
        hint: 'It becomes known when its owner has been online once.',
      })
    : new UnavailableError('unreachable', 'none of the mailboxes of this contact could be reached');
}
