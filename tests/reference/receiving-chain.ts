/** Chains of message keys, and what is remembered of skipped ones (specs/04 §3 and §5). */
import { canonical } from './canonical.ts';
import { hmacSha256 } from './derivation.ts';
import { demand } from './refusal.ts';
import type { ReceivingChain, SkippedKey } from './session.ts';
import { limit } from './spec-tables.ts';

export function messageKey(chainKey: Uint8Array): Uint8Array {
  return hmacSha256(chainKey, canonical('ratchetMessage'));
}

export function nextChainKey(chainKey: Uint8Array): Uint8Array {
  return hmacSha256(chainKey, canonical('ratchetChain'));
}

/** @throws `gap-too-large` */
export function demandReachable(chain: ReceivingChain, number: number): void {
  demand(number - chain.next <= limit('MAX_FORWARD_JUMP'), 'gap-too-large');
}

/** Steps to `number`, keeping the keys between. A chain that is there already, or is closed, stays as it is. */
export function advancedTo(chain: ReceivingChain, number: number, nowMs: number): ReceivingChain {
  demandReachable(chain, number);
  let { chainKey, next } = chain;
  const keys: SkippedKey[] = [...chain.keys];
  while (chainKey !== undefined && next < number) {
    keys.push({ number: next, storedAtMs: nowMs, key: messageKey(chainKey) });
    chainKey = nextChainKey(chainKey);
    next += 1;
  }
  return { ...chain, chainKey, next, keys };
}

/** The chain after its key for the next message was taken. */
export function takeNext(chain: ReceivingChain): { readonly key: Uint8Array; readonly chain: ReceivingChain } {
  demand(chain.chainKey !== undefined, 'bad-tag');
  const next = { ...chain, chainKey: nextChainKey(chain.chainKey), next: chain.next + 1 };
  return { key: messageKey(chain.chainKey), chain: next };
}

/** Bounds of §5.8: the newest chains, and the newest keys over all of them that are not too old. */
export function bounded(chains: readonly ReceivingChain[], nowMs: number): ReceivingChain[] {
  const kept = chains.slice(0, limit('MAX_RECEIVING_CHAINS'));
  const oldest = nowMs - limit('SKIPPED_KEY_LIFETIME_SECONDS') * 1000;
  const newestFirst = kept
    .flatMap((chain, age) => chain.keys.map((key) => ({ key, age })))
    .filter(({ key }) => key.storedAtMs >= oldest)
    .sort((a, b) => b.key.storedAtMs - a.key.storedAtMs || a.age - b.age || b.key.number - a.key.number);
  const survivors = new Set(newestFirst.slice(0, limit('MAX_SKIPPED_KEYS')).map(({ key }) => key));
  return kept.map((chain) => {
    const dropped = chain.keys.filter((key) => !survivors.has(key)).map((key) => key.number + 1);
    return {
      ...chain,
      keptFrom: Math.max(chain.keptFrom, ...dropped),
      keys: chain.keys.filter((key) => survivors.has(key)),
    };
  });
}
