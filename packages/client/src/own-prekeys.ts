/**
 * The prekeys of this device: the secrets that introductions need, and the bundle that says where to send them
 * (specs/02 §2, §3; attacks A7, A9).
 *
 * Signed prekeys rotate every SIGNED_PREKEY_ROTATION_SECONDS; an old one is kept for SIGNED_PREKEY_GRACE_SECONDS, then
 * deleted, which closes the window of whoever stole it.
 */
import type { OurKemPrekey, OurOneTimePrekey, OurSignedPrekey, X25519KeyPair } from '@sotto/crypto';
import {
  createBundle,
  createKemPrekey,
  createOneTimePrekeys,
  createSignedPrekey,
  decodeKemPrekey,
  decodeOneTimePrekey,
  decodeSignedPrekey,
} from '@sotto/identity';
import type { MessageStore, PrekeyRecord, Random, StoreChange } from '@sotto/ports';
import { type InitialMessage, LIMITS, type MailboxAddress, type OneTimePrekey, parseMailboxAddress } from '@sotto/wire';
import { randomFraction } from './backoff.ts';
import { KeyedLock } from './keyed-lock.ts';
import type { Ledger, Remembering } from './ledger.ts';
import type { OwnAccount } from './own-account.ts';
import type { OwnTopic } from './own-topics.ts';
import { putBytes, putNumber, readNumber, SETTINGS } from './settings.ts';

const ROTATION_MS = LIMITS.SIGNED_PREKEY_ROTATION_SECONDS * 1000;
const GRACE_MS = LIMITS.SIGNED_PREKEY_GRACE_SECONDS * 1000;
/** Nobody uses a one-time prekey later: the oldest bundle that is accepted, and the longest time in a mailbox. */
const ONE_TIME_LIFETIME_MS = (LIMITS.MAX_BUNDLE_AGE_SECONDS + LIMITS.MAX_TTL_SECONDS) * 1000;
const MAX_ONE_TIME_SECRETS = 3_000;
/** More prekeys than a device makes between two backups. */
const RESTORE_LEAP = 1 << 18;

interface SignedEntry {
  readonly record: PrekeyRecord;
  readonly prekey: OurSignedPrekey;
}

/** Secrets for `accept`, and the change that deletes what may be used once. */
export interface InitialKeys {
  readonly secrets: {
    readonly signedPrekey: OurSignedPrekey;
    readonly kemPrekey?: OurKemPrekey;
    readonly oneTimePrekey?: OurOneTimePrekey;
  };
  readonly used: readonly StoreChange[];
  /** They were published before this store was restored: the message may have been accepted since (attack B8). */
  readonly areRestored: boolean;
}

interface OwnPrekeysParts {
  readonly store: MessageStore;
  readonly ledger: Ledger;
  readonly own: OwnAccount;
  readonly random: Random;
}

export class OwnPrekeys implements Remembering {
  readonly #store: MessageStore;
  readonly #ledger: Ledger;
  readonly #own: OwnAccount;
  readonly #random: Random;
  readonly #lock = new KeyedLock();
  /** Newest first. */
  #signed: readonly SignedEntry[] = [];
  #kem: readonly PrekeyRecord[] = [];
  #counter = 0;
  #bundleNumber = 0;
  /** Signed prekeys with smaller ids were published before the last restore. */
  #firstSince = 0;
  #bundle: Uint8Array = new Uint8Array(0);

  private constructor(parts: OwnPrekeysParts) {
    this.#store = parts.store;
    this.#ledger = parts.ledger;
    this.#own = parts.own;
    this.#random = parts.random;
  }

  static async load(parts: OwnPrekeysParts): Promise<OwnPrekeys> {
    const prekeys = new OwnPrekeys(parts);
    await prekeys.reload();
    return prekeys;
  }

  /** Replaces everything at once: an introduction that comes meanwhile finds its keys. */
  async reload(): Promise<void> {
    const store = this.#store;
    const signed: SignedEntry[] = [];
    for (const record of await store.prekeys('signed')) {
      signed.push({ record, prekey: await decodeSignedPrekey(record) });
    }
    const kem = await store.prekeys('kem');
    const counter = await readNumber(store, SETTINGS.prekeyCounter);
    const bundleNumber = await readNumber(store, SETTINGS.bundleNumber);
    const firstSince = await readNumber(store, SETTINGS.firstPrekeySinceRestore);
    this.#bundle = (await store.setting(SETTINGS.bundle)) ?? this.#bundle;
    this.#signed = signed.sort((a, b) => b.record.id - a.record.id);
    this.#kem = kem;
    this.#counter = Math.max(this.#counter, counter);
    this.#bundleNumber = bundleNumber;
    this.#firstSince = firstSince;
  }

  /** The newest bundle, as it is published; empty before the first rotation. */
  get bundle(): Uint8Array {
    return this.#bundle;
  }

  get bundleNumber(): number {
    return this.#bundleNumber;
  }

  /** The signed prekeys that an introduction may be sealed to, newest first. */
  signedKeys(): X25519KeyPair[] {
    return this.#signed.map(({ prekey }) => prekey.pair);
  }

  /**
   * The secrets that an initial message names; nothing is changed. `undefined`: one of them is not, or no longer, ours.
   */
  async forInitialMessage(message: InitialMessage): Promise<InitialKeys | undefined> {
    const signedPrekey = this.#signed.find(({ prekey }) => prekey.id === message.signedPrekeyId)?.prekey;
    if (signedPrekey === undefined) return undefined;
    const areRestored = signedPrekey.id < this.#firstSince;
    if (message.oneTimePrekeyId === 0) {
      const record = this.#kem.find(({ id }) => id === message.kemPrekeyId);
      if (record === undefined) return undefined;
      return { secrets: { signedPrekey, kemPrekey: decodeKemPrekey(record) }, used: [], areRestored };
    }
    const record = await this.#store.prekey('one-time', message.oneTimePrekeyId);
    if (record === undefined) return undefined;
    return {
      secrets: { signedPrekey, oneTimePrekey: await decodeOneTimePrekey(record) },
      used: [{ kind: 'delete-prekey', prekey: { kind: 'one-time', id: record.id } }],
      areRestored,
    };
  }

  /** How long ago the published bundle was made. */
  ageMs(nowMs: number): number {
    return nowMs - (this.#signed[0]?.record.createdAtMs ?? nowMs);
  }

  /** Whether the newest signed prekey has had its time, there is none, or a clock that was far ahead made it (E8). */
  rotationDue(nowMs: number): boolean {
    const newest = this.#signed[0]?.record.createdAtMs;
    return newest === undefined || Math.abs(nowMs - newest) >= ROTATION_MS;
  }

  /** New signed and last-resort prekeys and a new bundle; the old ones retire, retired ones beyond their grace go. */
  async rotate(intro: OwnTopic, nowMs: number): Promise<void> {
    this.#counter += 1;
    const id = this.#counter;
    const maker = {
      id,
      accountId: this.#own.id,
      deviceKeys: this.#own.deviceKeys,
      random: (length: number) => this.#random.bytes(length),
      nowMs,
    };
    const signed = await createSignedPrekey(maker);
    const kem = createKemPrekey(maker);
    // Close to the clock, so that a restored device publishes no number a second time.
    const number = Math.max(this.#bundleNumber + 1, nowMs);
    const bundle = createBundle({
      accountId: this.#own.id,
      deviceKeys: this.#own.deviceKeys,
      number,
      signedPrekey: signed.published,
      kemPrekey: kem.published,
      intro: {
        mailboxes: intro.record.mailboxes.map(parseMailboxAddress),
        topic: intro.record.topic,
        writeKey: intro.credentials.writeKey.secretKey,
      },
      nowMs,
    });
    const old = [...this.#signed.map(({ record }) => record), ...this.#kem];
    const expired = await this.#expiredOneTime(nowMs);
    await this.#ledger.commit([
      { kind: 'put-prekey', record: signed.record },
      { kind: 'put-prekey', record: kem.record },
      ...old.map((record) => retire(record, nowMs)),
      ...expired.map(deletePrekey),
      putNumber(SETTINGS.prekeyCounter, this.#counter),
      putNumber(SETTINGS.bundleNumber, number),
      putBytes(SETTINGS.bundle, bundle),
    ]);
    await this.reload();
  }

  /** After a restore: numbers that the lost future may have used are left out, and new keys are published. */
  async supersede(intro: OwnTopic, nowMs: number): Promise<void> {
    this.#counter += RESTORE_LEAP + Math.floor(randomFraction(this.#random) * RESTORE_LEAP);
    await this.#ledger.commit([putNumber(SETTINGS.firstPrekeySinceRestore, this.#counter + 1)]);
    await this.rotate(intro, nowMs);
  }

  /** New one-time prekeys for one mailbox. Their secrets are stored when it resolves; only then may they be uploaded. */
  async createOneTime(mailbox: MailboxAddress, count: number, nowMs: number): Promise<readonly OneTimePrekey[]> {
    // One at a time: mailboxes are stocked at once, a number names one key only, and there is a bound.
    return await this.#lock.run('one-time', () => this.#createOneTime(mailbox, count, nowMs));
  }

  async #createOneTime(mailbox: MailboxAddress, count: number, nowMs: number): Promise<readonly OneTimePrekey[]> {
    const firstId = this.#counter + 1;
    this.#counter += count;
    const made = await createOneTimePrekeys({
      firstId,
      count,
      mailbox,
      accountId: this.#own.id,
      deviceKeys: this.#own.deviceKeys,
      random: (length) => this.#random.bytes(length),
      nowMs,
    });
    await this.#ledger.commit([
      ...made.map(({ record }): StoreChange => ({ kind: 'put-prekey', record })),
      ...(await this.#surplusOneTime(count)).map(deletePrekey),
      putNumber(SETTINGS.prekeyCounter, this.#counter),
    ]);
    return made.map(({ published }) => published);
  }

  async #expiredOneTime(nowMs: number): Promise<PrekeyRecord[]> {
    const all = await this.#store.prekeys('one-time');
    return all.filter(({ createdAtMs }) => createdAtMs + ONE_TIME_LIFETIME_MS <= nowMs);
  }

  /** The oldest beyond the bound, once `coming` are added: whoever drains mailboxes must not fill the store. */
  async #surplusOneTime(coming: number): Promise<PrekeyRecord[]> {
    const all = await this.#store.prekeys('one-time');
    return all.slice(0, Math.max(0, all.length + coming - MAX_ONE_TIME_SECRETS));
  }
}

function retire(record: PrekeyRecord, nowMs: number): StoreChange {
  const retiredAtMs = record.retiredAtMs ?? nowMs;
  if (retiredAtMs + GRACE_MS <= nowMs) {
    return deletePrekey(record);
  }
  return { kind: 'put-prekey', record: { ...record, retiredAtMs } };
}

function deletePrekey({ kind, id }: PrekeyRecord): StoreChange {
  return { kind: 'delete-prekey', prekey: { kind, id } };
}
