/**
 * The delivery address that this device gives to a device of a contact (specs/05 §4, specs/08 §4).
 *
 * Its number grows when something in it changes, so that contacts keep the newest and we know who has which.
 */
import type { MessageStore } from '@sotto/ports';
import {
  type AddressBody,
  AddressBodySchema,
  create,
  decodeMessage,
  encodeMessage,
  equalBytes,
  LIMITS,
} from '@sotto/wire';
import { KeyedLock } from './keyed-lock.ts';
import type { Ledger, Remembering } from './ledger.ts';
import type { OwnAccount } from './own-account.ts';
import type { OwnTopic } from './own-topics.ts';
import { putBytes, SETTINGS } from './settings.ts';

const MAX_DIRECT_ADDRESSES = 16;

interface OwnAddressParts {
  readonly store: MessageStore;
  readonly ledger: Ledger;
  readonly own: OwnAccount;
}

export interface SeenHead {
  readonly sequence: number;
  readonly hash: Uint8Array;
}

/** What is true of this device now. */
export interface DirectPlace {
  /** Empty: nobody can reach it directly. */
  readonly peerId: string;
  /** The addresses this run listens on; absent when it does not listen, then the last ones stay. */
  readonly listening?: readonly string[];
  readonly nowMs: number;
}

/** Of a device that is reached through mailboxes only (specs/07 §9). */
export const NO_DIRECT_PLACE = { peerId: '', listening: [] } as const satisfies Omit<DirectPlace, 'nowMs'>;

export class OwnAddress implements Remembering {
  readonly #store: MessageStore;
  readonly #ledger: Ledger;
  readonly #own: OwnAccount;
  readonly #lock = new KeyedLock();
  /** The part that is the same for every contact. */
  #shared: AddressBody = create(AddressBodySchema, {});

  private constructor(parts: OwnAddressParts) {
    this.#store = parts.store;
    this.#ledger = parts.ledger;
    this.#own = parts.own;
  }

  static async load(parts: OwnAddressParts): Promise<OwnAddress> {
    const address = new OwnAddress(parts);
    await address.reload();
    return address;
  }

  async reload(): Promise<void> {
    const saved = await this.#store.setting(SETTINGS.address);
    if (saved) this.#shared = decodeMessage(AddressBodySchema, saved, LIMITS.MAX_CONTENT_BYTES);
  }

  get number(): number {
    return Number(this.#shared.number);
  }

  /** Takes what is true now. Returns whether contacts must hear of a change. */
  async update(now: DirectPlace): Promise<boolean> {
    return await this.#lock.run('', () => this.#update(now));
  }

  async #update({ peerId, listening, nowMs }: DirectPlace): Promise<boolean> {
    const { head, mailboxes } = this.#own.state;
    const next = create(AddressBodySchema, {
      peerId,
      mailboxes: [...mailboxes],
      directAddresses: (listening ?? this.#shared.directAddresses).slice(0, MAX_DIRECT_ADDRESSES),
      name: this.#own.name,
      ourHeadSequence: BigInt(head.sequence),
      ourHeadHash: head.hash,
      number: this.#shared.number,
    });
    if (this.number > 0 && equalBytes(encode(next), encode(this.#shared))) return false;
    await this.#renumber(next, nowMs);
    return true;
  }

  /** Makes every contact take the address anew: after a restore they may have a newer one than we know of. */
  async supersede(nowMs: number): Promise<void> {
    if (this.number > 0) await this.#renumber(create(AddressBodySchema, this.#shared), nowMs);
  }

  /** Close to the clock, so that a restored device does not give out a number a second time (attack B8). */
  async #renumber(next: AddressBody, nowMs: number): Promise<void> {
    next.number = BigInt(Math.max(this.number + 1, nowMs));
    await this.#ledger.commit([putBytes(SETTINGS.address, encode(next))]);
    this.#shared = next;
  }

  /** The address for the device that `topic` was made for. `seen`: the head of its log that we hold. */
  forTopic(topic: OwnTopic, seen: SeenHead): AddressBody {
    return create(AddressBodySchema, {
      ...this.#shared,
      topic: topic.record.topic,
      writeKey: topic.credentials.writeKey.secretKey,
      mailboxes: [...topic.record.mailboxes],
      yourHeadSequence: BigInt(seen.sequence),
      yourHeadHash: seen.hash,
    });
  }
}

function encode(address: AddressBody): Uint8Array {
  return encodeMessage(AddressBodySchema, address);
}
