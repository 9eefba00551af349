/**
 * Makes this device findable at its mailboxes: publishes log and bundle, keeps one-time prekeys in stock (specs/02 §3;
 * attack A9). Each step can be repeated without harm.
 */
import { encodeAccountLog, signPrekeyUpload } from '@sotto/identity';
import { LIMITS, type MailboxAddress, mailboxKey, SottoError } from '@sotto/wire';
import { isOutrun } from './account/offer-log.ts';
import type { ClientContext } from './context.ts';
import { KeyedLock } from './keyed-lock.ts';
import { withTimeout } from './timeout.ts';

const CALL_TIMEOUT_MS = 8_000;
const REPUBLISH_MS = 86_400_000;
/** How often the stock of one-time prekeys is looked at while online. */
const STOCK_EVERY_MS = 10 * 60_000;

interface Published {
  readonly bundleNumber: number;
  readonly headSequence: number;
  readonly atMs: number;
}

export class Publisher {
  readonly #context: ClientContext;
  readonly #onOutrun: () => Promise<void>;
  readonly #locks = new KeyedLock();
  readonly #published = new Map<MailboxAddress, Published>();
  readonly #refused = new Set<MailboxAddress>();
  readonly #stockedAtMs = new Map<MailboxAddress, number>();

  /** `onOutrun`: a mailbox holds a longer log of the account than this device. */
  constructor(context: ClientContext, onOutrun: () => Promise<void>) {
    this.#context = context;
    this.#onOutrun = onOutrun;
  }

  /** Mailboxes that took our keys in this run, and those that did not. */
  get outcome(): { readonly taken: number; readonly refused: number } {
    return { taken: this.#published.size, refused: this.#refused.size };
  }

  /** Rotates the prekeys when it is time. Local; `publish` tells the mailboxes. Returns whether it was. */
  async rotateIfDue(): Promise<boolean> {
    const { prekeys, topics, clock } = this.#context;
    const nowMs = clock.nowMs();
    if (topics.intro === undefined || !prekeys.rotationDue(nowMs)) return false;
    await prekeys.rotate(topics.intro, nowMs);
    return true;
  }

  /** Publishes at one mailbox what it may not have. @throws {UnavailableError} {LimitError} as the mailbox answers */
  async publish(mailbox: MailboxAddress): Promise<void> {
    if (!this.#context.own.isActive) return;
    // One at a time: two that count at once would both fill up.
    await this.#locks.run(mailbox, async () => {
      await this.#publish(mailbox).catch(async (error: unknown) => {
        if (!(error instanceof SottoError) || !isOutrun(error)) throw error;
        await this.#onOutrun();
        if (this.#context.own.isActive) await this.#publish(mailbox);
      });
      if (!this.#context.own.isActive) return;
      await this.#stock(mailbox);
    });
  }

  async #publish(mailbox: MailboxAddress): Promise<void> {
    const { network, own, prekeys, clock } = this.#context;
    const before = this.#published.get(mailbox);
    const current: Published = {
      bundleNumber: prekeys.bundleNumber,
      headSequence: own.state.head.sequence,
      atMs: clock.monotonicMs(),
    };
    if (before !== undefined && isCurrent(before, current)) return;
    const entry = { accountLog: encodeAccountLog(own.state), bundles: [prekeys.bundle] };
    try {
      await withTimeout(this.#context, CALL_TIMEOUT_MS, (signal) =>
        network.directory.publish(mailbox, entry, { signal }),
      );
    } catch (error) {
      this.#refused.add(mailbox);
      throw error;
    }
    this.#refused.delete(mailbox);
    this.#published.set(mailbox, current);
  }

  /** Fills up to ONE_TIME_PREKEY_TARGET when fewer than ONE_TIME_PREKEY_REFILL_BELOW are left. */
  async #stock(mailbox: MailboxAddress): Promise<void> {
    const { network, own, prekeys, clock } = this.#context;
    const lookedAtMs = this.#stockedAtMs.get(mailbox);
    if (lookedAtMs !== undefined && clock.monotonicMs() - lookedAtMs < STOCK_EVERY_MS) return;
    const device = { accountId: own.id, deviceId: own.deviceId };
    let remaining = await withTimeout(this.#context, CALL_TIMEOUT_MS, (signal) =>
      network.directory.countOneTimePrekeys(mailbox, device, { signal }),
    );
    const isLow = remaining < LIMITS.ONE_TIME_PREKEY_REFILL_BELOW;
    while (isLow && remaining < LIMITS.ONE_TIME_PREKEY_TARGET) {
      const count = Math.min(LIMITS.MAX_ONE_TIME_PREKEYS_PER_UPLOAD, LIMITS.ONE_TIME_PREKEY_TARGET - remaining);
      const fresh = await prekeys.createOneTime(mailbox, count, clock.nowMs());
      const upload = signPrekeyUpload({
        accountId: own.id,
        deviceKeys: own.deviceKeys,
        mailboxKey: mailboxKey(mailbox),
        prekeys: fresh,
      });
      await withTimeout(this.#context, CALL_TIMEOUT_MS, (signal) =>
        network.directory.uploadOneTimePrekeys(mailbox, upload, { signal }),
      );
      remaining += count;
    }
    this.#stockedAtMs.set(mailbox, clock.monotonicMs());
  }
}

function isCurrent(before: Published, current: Published): boolean {
  return (
    before.bundleNumber === current.bundleNumber &&
    before.headSequence === current.headSequence &&
    current.atMs - before.atMs < REPUBLISH_MS
  );
}
