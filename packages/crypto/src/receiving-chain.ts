/**
 * Receiving chains and the keys of messages that have not come yet (Double Ratchet §2.6; specs/04 §5; attacks B1, B5).
 *
 * Owns the bounds: MAX_FORWARD_JUMP steps for one message, MAX_SKIPPED_KEYS over all chains, each for
 * SKIPPED_KEY_LIFETIME_SECONDS, MAX_RECEIVING_CHAINS chains. Must not know: headers, ciphertexts.
 */
import { LIMITS, LimitError } from '@sotto/wire';
import { messageKeyOf, nextChainKey } from './message-chain.ts';
import type { CryptoProvider } from './provider.ts';

export interface SkippedKey {
  readonly number: number;
  readonly messageKey: Uint8Array;
  readonly storedAtMs: number;
}

export interface ReceivingChain {
  readonly headerKey: Uint8Array;
  /** Undefined once the sender has moved on: no key of this chain can be derived any more. */
  readonly chainKey: Uint8Array | undefined;
  /** Number of the next message that has not been derived. */
  readonly next: number;
  /** Below this number a missing key may have been dropped; from it on, a missing key has been used. */
  readonly keptFrom: number;
  /** Ascending by number; all below `next`. */
  readonly skipped: readonly SkippedKey[];
}

/** A chain with a key that can be stepped forward. */
export interface LiveChain extends ReceivingChain {
  readonly chainKey: Uint8Array;
}

/** @throws {LimitError} `gap-too-large` when more than MAX_FORWARD_JUMP messages would have to be skipped */
export function checkForwardJump(chain: ReceivingChain, number: number): void {
  const gap = number - chain.next;
  if (gap > LIMITS.MAX_FORWARD_JUMP) {
    throw new LimitError('gap-too-large', 'too many messages are missing', {
      facts: { gap, maxGap: LIMITS.MAX_FORWARD_JUMP },
    });
  }
}

/**
 * Steps a chain to `number` and keeps the keys of the messages before it, the newest MAX_SKIPPED_KEYS of them.
 * `chain` is not changed; intermediate chain keys are wiped.
 */
export function skipTo(provider: CryptoProvider, chain: LiveChain, number: number, nowMs: number): LiveChain {
  if (number <= chain.next) return chain;
  const keepFrom = Math.max(chain.next, number - LIMITS.MAX_SKIPPED_KEYS);
  const skipped = [...chain.skipped];
  let { chainKey } = chain;
  for (let next = chain.next; next < number; next++) {
    if (next >= keepFrom) {
      skipped.push({ number: next, messageKey: messageKeyOf(provider, chainKey), storedAtMs: nowMs });
    }
    const following = nextChainKey(provider, chainKey);
    if (next > chain.next) chainKey.fill(0);
    chainKey = following;
  }
  const keptFrom = keepFrom > chain.next ? keepFrom : chain.keptFrom;
  return { headerKey: chain.headerKey, chainKey, next: number, keptFrom, skipped };
}

/** Where the key of `number` is among the skipped ones, or would be. */
function skippedIndex({ skipped }: ReceivingChain, number: number): number {
  let low = 0;
  let high = skipped.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((skipped[middle]?.number ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The key of a skipped message; undefined when it has been used or dropped. */
export function skippedKey(chain: ReceivingChain, number: number): SkippedKey | undefined {
  const key = chain.skipped[skippedIndex(chain, number)];
  return key?.number === number ? key : undefined;
}

/** The chain without a skipped key of its own, which is being used. */
export function withoutSkippedKey(chain: ReceivingChain, { number }: SkippedKey): ReceivingChain {
  const skipped = chain.skipped.toSpliced(skippedIndex(chain, number), 1);
  notBefore.set(skipped, storedNotBeforeMs(chain.skipped));
  return { ...chain, skipped };
}

// No key of a list was stored before this time. A late message takes one key of up to a thousand: the others need not be
// looked at again, and their times do not simply rise, since clocks go back.
const notBefore = new WeakMap<readonly SkippedKey[], number>();

function storedNotBeforeMs(skipped: readonly SkippedKey[]): number {
  const known = notBefore.get(skipped);
  if (known !== undefined) return known;
  const oldest = skipped.reduce((time, { storedAtMs }) => Math.min(time, storedAtMs), Number.POSITIVE_INFINITY);
  notBefore.set(skipped, oldest);
  return oldest;
}

export interface KeptChains {
  readonly chains: readonly ReceivingChain[];
  /** Keys that were dropped: too old, too many, or of a chain that is too old. */
  readonly dropped: readonly Uint8Array[];
}

/** Applies every bound to the chains, newest first. Returns the same array when nothing has to go. */
export function keepWithinBounds(chains: readonly ReceivingChain[], nowMs: number): KeptChains {
  const isOver = (storedAtMs: number) => nowMs - storedAtMs >= LIMITS.SKIPPED_KEY_LIFETIME_SECONDS * 1_000;
  const expired = (key: SkippedKey) => isOver(key.storedAtMs);
  let total = 0;
  let anyExpired = false;
  for (const { skipped } of chains) {
    total += skipped.length;
    anyExpired ||= skipped.length > 0 && isOver(storedNotBeforeMs(skipped)) && skipped.some(expired);
  }
  const withinCount = total <= LIMITS.MAX_SKIPPED_KEYS && chains.length <= LIMITS.MAX_RECEIVING_CHAINS;
  if (withinCount && !anyExpired) return { chains, dropped: [] };

  const dropped: Uint8Array[] = [];
  let room: number = LIMITS.MAX_SKIPPED_KEYS;
  const kept: ReceivingChain[] = [];
  for (const chain of chains) {
    if (kept.length === LIMITS.MAX_RECEIVING_CHAINS) {
      dropped.push(chain.headerKey, ...chain.skipped.map((key) => key.messageKey));
      continue;
    }
    const fresh = chain.skipped.filter((key) => !expired(key));
    const newest = fresh.slice(Math.max(0, fresh.length - room));
    room -= newest.length;
    kept.push(newest.length === chain.skipped.length ? chain : withSkipped(chain, newest, dropped));
  }
  return { chains: kept, dropped };
}

function withSkipped(chain: ReceivingChain, remaining: readonly SkippedKey[], dropped: Uint8Array[]): ReceivingChain {
  const kept = new Set(remaining);
  let { keptFrom } = chain;
  for (const key of chain.skipped) {
    if (kept.has(key)) continue;
    dropped.push(key.messageKey);
    keptFrom = Math.max(keptFrom, key.number + 1);
  }
  return { ...chain, skipped: remaining, keptFrom };
}
