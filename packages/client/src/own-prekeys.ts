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
import {
  type InitialMessage,
  LIMITS,
  type MailboxAddress,
  type OneTimePrekey,
  parseMailboxAddress,
  VerifyError,
} from '@sotto/wire';
import type { OwnAccount } from './own-account.ts';
import type { OwnTopic } from './own-topics.ts';
import { putBytes, putNumber, readNumber, SETTINGS } from './settings.ts';

const ROTATION_MS = LIMITS.SIGNED_PREKEY_ROTATION_SECONDS * 1000;
const GRACE_MS = LIMITS.SIGNED_PREKEY_GRACE_SECONDS * 1000;

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
}

export class OwnPrekeys {
  readonly #store: MessageStore;
  readonly #own: OwnAccount;
  readonly #random: Random;
  #signed: readonly SignedEntry[] = [];
  #kem: readonly PrekeyRecord[] = [];
  #counter = 0;
  #bundleNumber = 0;
  #bundle: Uint8Array = new Uint8Array(0);

  private constructor(parts: { readonly store: MessageStore; readonly own: OwnAccount; readonly random: Random }) {
    this.#store = parts.store;
    this.#own = parts.own;
    this.#random = parts.random;
  }

  static async load(parts: {
    readonly store: MessageStore;
    readonly own: OwnAccount;
    readonly random: Random;
  }): Promise<OwnPrekeys> {
    const prekeys = new OwnPrekeys(parts);
    const { store } = parts;
    for (const record of await store.prekeys('signed')) await prekeys.#addSigned(record);
    prekeys.#kem = await store.prekeys('kem');
    prekeys.#counter = await readNumber(store, SETTINGS.prekeyCounter);
    prekeys.#bundleNumber = await readNumber(store, SETTINGS.bundleNumber);
    prekeys.#bundle = (await store.setting(SETTINGS.bundle)) ?? prekeys.#bundle;
    return prekeys;
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
   * The secrets that an initial message names. Nothing is changed.
   * @throws {VerifyError} `bad-key` when one of them is not, or no longer, ours
   */
  async forInitialMessage(message: InitialMessage): Promise<InitialKeys> {
    const signedPrekey = this.#signed.find(({ prekey }) => prekey.id === message.signedPrekeyId)?.prekey;
    if (signedPrekey === undefined) throw unknownPrekey();
    if (message.oneTimePrekeyId === 0) {
      const record = this.#kem.find(({ id }) => id === message.kemPrekeyId);
      if (record === undefined) throw unknownPrekey();
      return { secrets: { signedPrekey, kemPrekey: decodeKemPrekey(record) }, used: [] };
    }
    const record = await this.#store.prekey('one-time', message.oneTimePrekeyId);
    if (record === undefined) throw unknownPrekey();
    return {
      secrets: { signedPrekey, oneTimePrekey: await decodeOneTimePrekey(record) },
      used: [{ kind: 'delete-prekey', prekey: { kind: 'one-time', id: record.id } }],
    };
  }

  /** How long ago the published bundle was made. */
  ageMs(nowMs: number): number {
    return nowMs - (this.#signed[0]?.record.createdAtMs ?? nowMs);
  }

  /** Whether the newest signed prekey has had its time, or there is none. */
  rotationDue(nowMs: number): boolean {
    const newest = this.#signed[0]?.record.createdAtMs;
    return newest === undefined || newest + ROTATION_MS <= nowMs;
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
    const bundle = createBundle({
      accountId: this.#own.id,
      deviceKeys: this.#own.deviceKeys,
      number: this.#bundleNumber + 1,
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
    await this.#store.commit([
      { kind: 'put-prekey', record: signed.record },
      { kind: 'put-prekey', record: kem.record },
      ...old.map((record) => retire(record, nowMs)),
      putNumber(SETTINGS.prekeyCounter, this.#counter),
      putNumber(SETTINGS.bundleNumber, this.#bundleNumber + 1),
      putBytes(SETTINGS.bundle, bundle),
    ]);
    this.#bundleNumber += 1;
    this.#bundle = bundle;
    this.#signed = [];
    for (const record of await this.#store.prekeys('signed')) await this.#addSigned(record);
    this.#kem = await this.#store.prekeys('kem');
  }

  /** New one-time prekeys for one mailbox. Their secrets are stored when it resolves; only then may they be uploaded. */
  async createOneTime(mailbox: MailboxAddress, count: number, nowMs: number): Promise<readonly OneTimePrekey[]> {
    // Taken before anything is awaited: mailboxes are stocked at the same time, and a number names one key only.
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
    await this.#store.commit([
      ...made.map(({ record }): StoreChange => ({ kind: 'put-prekey', record })),
      putNumber(SETTINGS.prekeyCounter, this.#counter),
    ]);
    return made.map(({ published }) => published);
  }

  async #addSigned(record: PrekeyRecord): Promise<void> {
    const entries = [...this.#signed, { record, prekey: await decodeSignedPrekey(record) }];
    this.#signed = entries.sort((a, b) => b.record.id - a.record.id);
  }
}

function retire(record: PrekeyRecord, nowMs: number): StoreChange {
  const retiredAtMs = record.retiredAtMs ?? nowMs;
  if (retiredAtMs + GRACE_MS <= nowMs) {
    return { kind: 'delete-prekey', prekey: { kind: record.kind, id: record.id } };
  }
  return { kind: 'put-prekey', record: { ...record, retiredAtMs } };
}

function unknownPrekey(): VerifyError {
  return new VerifyError('bad-key', 'the message names a prekey that is not ours');
}
