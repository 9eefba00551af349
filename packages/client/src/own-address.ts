/**
 * The delivery address that this device gives to a device of a contact (specs/05 §4, specs/08 §4).
 *
 * Its number grows when something in it changes, so that contacts keep the newest and we know who has which.
 */
import type { MessageStore, StoreChange } from '@sotto/ports';
import {
  type AddressBody,
  AddressBodySchema,
  create,
  decodeMessage,
  encodeMessage,
  equalBytes,
  LIMITS,
} from '@sotto/wire';
import type { OwnAccount } from './own-account.ts';
import type { OwnTopic } from './own-topics.ts';
import { putBytes, SETTINGS } from './settings.ts';

export interface SeenHead {
  readonly sequence: number;
  readonly hash: Uint8Array;
}

export class OwnAddress {
  readonly #own: OwnAccount;
  /** The part that is the same for every contact. */
  #shared: AddressBody;

  private constructor(own: OwnAccount, shared: AddressBody) {
    this.#own = own;
    this.#shared = shared;
  }

  static async load(store: MessageStore, own: OwnAccount): Promise<OwnAddress> {
    const saved = await store.setting(SETTINGS.address);
    const shared = saved
      ? decodeMessage(AddressBodySchema, saved, LIMITS.MAX_CONTENT_BYTES)
      : create(AddressBodySchema, {});
    return new OwnAddress(own, shared);
  }

  get number(): number {
    return Number(this.#shared.number);
  }

  /**
   * Takes what is true now. Returns what to store when contacts must hear of a change, else nothing.
   * `listening`: the addresses this run listens on; absent when it does not listen, then the last ones stay.
   */
  update(peerId: string, listening?: readonly string[]): StoreChange[] {
    const { head, mailboxes } = this.#own.state;
    const next = create(AddressBodySchema, {
      peerId,
      mailboxes: [...mailboxes],
      directAddresses: [...(listening ?? this.#shared.directAddresses)],
      name: this.#own.name,
      ourHeadSequence: BigInt(head.sequence),
      ourHeadHash: head.hash,
      number: this.#shared.number,
    });
    if (this.number > 0 && equalBytes(encode(next), encode(this.#shared))) return [];
    next.number += 1n;
    this.#shared = next;
    return [putBytes(SETTINGS.address, encode(next))];
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
