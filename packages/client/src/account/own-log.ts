/**
 * The log of our own account while a client runs: learns what other devices of the account wrote, and ends devices that
 * are lost (specs/01 §13, §14).
 */
import { type AccountState, appendOperation, encodeAccountLog, findDevice } from '@sotto/identity';
import type { ContactRecord } from '@sotto/ports';
import {
  type DeviceId,
  equalBytes,
  formatHex,
  type MailboxAddress,
  SottoError,
  UnavailableError,
  UsageError,
} from '@sotto/wire';
import { noticesOf } from '../contact-keys.ts';
import type { ClientContext } from '../context.ts';
import { KeyedLock } from '../keyed-lock.ts';
import type { SeenHead } from '../own-address.ts';
import { putBytes, SETTINGS } from '../settings.ts';
import { findOwnLog } from './find-own-log.ts';
import { Claims, offerLog } from './offer-log.ts';

/** How often the log is looked up while nothing says that it has changed. */
const LOOK_EVERY_MS = 30 * 60_000;
/** What contacts say of it is followed this often. */
const SEEN_EVERY_MS = 10_000;
/** Other devices that write at the same moment; each time one of them is done. */
const MAX_ATTEMPTS = 5;
/** A shorter beginning of an id is not a choice. */
const MIN_DIGITS = 6;

export class OwnLog {
  readonly #context: ClientContext;
  readonly #onChanged: () => Promise<void>;
  readonly #lock = new KeyedLock();
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  /** Mailboxes that answered the last look-up. */
  #answered: readonly MailboxAddress[] = [];

  /** `onChanged`: mailboxes and contacts must hear of it. */
  constructor(context: ClientContext, onChanged: () => Promise<void>) {
    this.#context = context;
    this.#onChanged = onChanged;
  }

  /** Looks the log up unless that was done a moment ago. */
  async lookIfDue(): Promise<void> {
    if (this.#context.clock.monotonicMs() - this.#lookedAtMs >= LOOK_EVERY_MS) await this.look();
  }

  /** Takes a longer log that a mailbox has. Nobody who answers is no failure: it is tried again. */
  async look(): Promise<void> {
    await this.#lock.run('', async () => {
      const found = await this.#find();
      if (found) await this.#adopt(found);
    });
  }

  /**
   * A contact says that it has seen this head, which is beyond ours. When the mailboxes know nothing of it either, somebody
   * shows others a log that is not ours (attack C1).
   */
  async headSeen(contact: ContactRecord, head: SeenHead): Promise<void> {
    const { own, clock, notices } = this.#context;
    if (own.knowsHead(head) || clock.monotonicMs() - this.#lookedAtMs < SEEN_EVERY_MS) return;
    await this.look();
    if (this.#answered.length > 0 && !own.knowsHead(head)) notices.raise(contact.accountId, { kind: 'log-conflict' });
  }

  /**
   * Ends a device of the account, named by the digits that its id begins with. Done when it resolves: the mailboxes have it, and contacts hear of it.
   * @throws {UsageError} `invalid-argument` for this very device, and for none of the account; `device-revoked`
   * @throws {UnavailableError} `unreachable` when no mailbox of the account could be asked: nothing was changed
   */
  async revoke(device: string): Promise<void> {
    await this.#lock.run('', async () => {
      const claims = new Claims();
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        const found = await this.#find();
        if (found) await this.#adopt(found);
        const { own, prekeys } = this.#context;
        claims.lookedUp({ state: own.state, answered: this.#answered });
        const state = this.#without(device);
        if (state === own.state) return;
        const { doubted } = claims;
        const outcome = await offerLog(this.#context, { state, bundles: [prekeys.bundle], doubted });
        if (outcome.kind === 'taken') return await this.#adopt(state);
        claims.claimed(outcome.by);
      }
      throw new UnavailableError('refused', 'other devices of the account keep changing it', { hint: 'Try again.' });
    });
  }

  /** The log without that device; the same one when it is revoked already. */
  #without(device: string): AccountState {
    const { own, clock } = this.#context;
    const { state } = own;
    own.requireActive();
    const deviceId = named(device, state);
    if (equalBytes(deviceId, own.deviceId)) {
      throw new UsageError('invalid-argument', 'this is the device that you are using', {
        hint: 'Remove it from another device of the account, or with the recovery words.',
      });
    }
    if (findDevice(state, deviceId) === undefined) return state;
    const operation = { kind: 'revokeDevice', deviceId } as const;
    return appendOperation({ state, operation, signers: [own.deviceKeys.signingKey], nowMs: clock.nowMs() });
  }

  /** `undefined` when nobody knows more than we do. */
  async #find(): Promise<AccountState | undefined> {
    const { own, clock, notices } = this.#context;
    this.#lookedAtMs = clock.monotonicMs();
    try {
      const known = own.state;
      this.#answered = [];
      const { state, answered } = await findOwnLog(this.#context, {
        accountId: own.id,
        sources: known.mailboxes,
        known,
      });
      this.#answered = answered;
      return state === known ? undefined : state;
    } catch (error) {
      if (!(error instanceof SottoError)) throw error;
      if (error.code !== 'log-fork') return undefined;
      notices.raise(own.id, { kind: 'log-conflict' });
      throw error;
    }
  }

  async #adopt(state: AccountState): Promise<void> {
    const { own, ledger, notices, events } = this.#context;
    const told = noticesOf(own.state, state).filter(({ kind }) => kind !== 'keys-changed');
    const notice = await notices.prepare(own.id, told);
    await ledger.commit([putBytes(SETTINGS.accountLog, encodeAccountLog(state)), ...notice.changes]);
    own.adopt(state);
    notice.announce();
    events.emit('network', undefined);
    await this.#onChanged();
  }
}

/** The device whose id begins so, revoked or not. @throws {UsageError} `invalid-argument` */
function named(text: string, { devices, revokedDeviceIds }: AccountState): DeviceId {
  const ids = [...devices.map(({ deviceId }) => deviceId), ...revokedDeviceIds];
  const beginning = text.trim().toLowerCase();
  const found = beginning.length < MIN_DIGITS ? [] : ids.filter((id) => formatHex(id).startsWith(beginning));
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  throw new UsageError('invalid-argument', 'no device of the account has that id, or more than one', {
    facts: { minDigits: MIN_DIGITS },
    hint: 'List them: sotto devices',
  });
}
