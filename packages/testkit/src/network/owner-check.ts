/** Proofs that owners and depositors show: one challenge per stream, forgotten when it ends (specs/06 §4, §5; attack E5). */
import { type OwnerOperation, verifyDeposit, verifyOwner } from '@sotto/crypto';
import { formatHex, type Topic } from '@sotto/wire';
import type { SeededPrng } from '../seeded-random.ts';

export type { OwnerOperation };

/** A claim to a topic for one stream: made by its read key, or by its write key for a deposit. */
export interface OwnerClaim {
  readonly topic: Topic;
  /** What the mailbox said when the stream was opened. */
  readonly challenge: Uint8Array;
  readonly proof: Uint8Array;
}

export class OwnerCheck {
  readonly #mailboxKey: Uint8Array;
  readonly #prng: SeededPrng;
  /** Per live challenge, the proofs that held already: checking a signature twice says nothing new. */
  readonly #live = new Map<string, Set<string>>();

  constructor(mailboxKey: Uint8Array, prng: SeededPrng) {
    this.#mailboxKey = mailboxKey;
    this.#prng = prng;
  }

  beginStream(): Uint8Array {
    const challenge = this.#prng.bytes(32);
    this.#live.set(formatHex(challenge), new Set());
    return challenge;
  }

  endStream(challenge: Uint8Array): void {
    this.#live.delete(formatHex(challenge));
  }

  holds(claim: OwnerClaim, operation: OwnerOperation, readKey: Uint8Array): boolean {
    return this.#holds(claim, [operation, formatHex(readKey)], () =>
      verifyOwner({ ...claim, readKey, mailboxKey: this.#mailboxKey, operation }),
    );
  }

  /** Whether the claim was made by the write key. */
  mayDeposit(claim: OwnerClaim, writeKey: Uint8Array): boolean {
    return this.#holds(claim, ['deposit', formatHex(writeKey)], () =>
      verifyDeposit({ ...claim, writeKey, mailboxKey: this.#mailboxKey }),
    );
  }

  #holds({ topic, challenge, proof }: OwnerClaim, by: readonly string[], verify: () => boolean): boolean {
    const checked = this.#live.get(formatHex(challenge));
    if (checked === undefined) return false;
    const seen = [...by, formatHex(topic), formatHex(proof)].join(' ');
    if (checked.has(seen)) return true;
    if (!verify()) return false;
    checked.add(seen);
    return true;
  }
}
