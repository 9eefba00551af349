/** Proofs that owners show: one challenge per stream, forgotten when the stream ends (specs/06 §5; attack E5). */
import { type OwnerOperation, verifyOwner } from '@sotto/crypto';
import { formatHex, type Topic } from '@sotto/wire';
import type { SeededPrng } from '../seeded-random.ts';

export type { OwnerOperation };

/** A claim to own a topic, made by its read key for one stream. */
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
    const { topic, challenge, proof } = claim;
    const checked = this.#live.get(formatHex(challenge));
    if (checked === undefined) return false;
    const seen = [operation, formatHex(topic), formatHex(readKey), formatHex(proof)].join(' ');
    if (checked.has(seen)) return true;
    if (!verifyOwner({ readKey, mailboxKey: this.#mailboxKey, challenge, operation, topic, proof })) return false;
    checked.add(seen);
    return true;
  }
}
