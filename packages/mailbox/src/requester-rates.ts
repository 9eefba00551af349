/** How fast one network address may ask (specs/06 §9; attacks A9, E7). Bounded in memory; nothing of it is stored. */
import type { Requester } from '@sotto/network';
import { networkPrefix } from '@sotto/network';
import type { Clock } from '@sotto/ports';
import type { DeviceRef } from './archive.ts';
import { byteKey } from './byte-key.ts';
import type { MailboxPolicy } from './mailbox-policy.ts';
import { TokenBuckets } from './token-buckets.ts';

/** An idle deposit bucket is full after half a minute, so this is the traffic of half a minute. */
const MAX_KEYS = 65_536;
const MAX_PREKEY_KEYS = 131_072;

export class RequesterRates {
  readonly #work: TokenBuckets;
  readonly #deposits: TokenBuckets;
  readonly #prekeys: TokenBuckets;
  /** A stream asks again and again. */
  readonly #prefixes = new WeakMap<Requester, string>();

  constructor(policy: MailboxPolicy, clock: Clock) {
    const { putBurst, putPerSecond, prekeyBurst, prekeyIntervalSeconds, requestBurst, requestPerSecond } = policy;
    this.#work = new TokenBuckets({ clock, burst: requestBurst, perSecond: requestPerSecond, maxKeys: MAX_KEYS });
    this.#deposits = new TokenBuckets({ clock, burst: putBurst, perSecond: putPerSecond, maxKeys: MAX_KEYS });
    this.#prekeys = new TokenBuckets({
      clock,
      burst: prekeyBurst,
      perSecond: 1 / prekeyIntervalSeconds,
      maxKeys: MAX_PREKEY_KEYS,
    });
  }

  /** Takes the work of a request before any of it is done: about one unit per signature to check. 0, or seconds to wait. */
  takeWork(requester: Requester, units: number): number {
    return this.#work.take(this.#prefixOf(requester), units);
  }

  /** What the deposits of a network address into a topic are counted by. `topic`: by `byteKey`. */
  depositKey(requester: Requester, topic: string): string {
    return topic + this.#prefixOf(requester);
  }

  /** Whether a deposit would be taken, before its proof is checked. 0, or seconds to wait. */
  depositWait(key: string): number {
    return this.#deposits.wait(key);
  }

  /** Takes a deposit by somebody who has proved the write key: nobody else uses up the rate of a topic. */
  takeDeposit(key: string): number {
    return this.#deposits.take(key);
  }

  takePrekey(requester: Requester, device: DeviceRef): number {
    return this.#prekeys.take(this.#prekeyKey(requester, device));
  }

  /** There was none to hand out. */
  giveBackPrekey(requester: Requester, device: DeviceRef): void {
    this.#prekeys.giveBack(this.#prekeyKey(requester, device));
  }

  #prekeyKey(requester: Requester, { accountId, deviceId }: DeviceRef): string {
    return `${byteKey(accountId)}${byteKey(deviceId)}${this.#prefixOf(requester)}`;
  }

  #prefixOf(requester: Requester): string {
    const known = this.#prefixes.get(requester);
    if (known !== undefined) return known;
    const prefix = networkPrefix(requester.remoteAddress);
    this.#prefixes.set(requester, prefix);
    return prefix;
  }
}
