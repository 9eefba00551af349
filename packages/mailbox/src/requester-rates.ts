/** How fast one network address may ask (specs/06 §9; attacks A9, E7). Bounded in memory; nothing of it is stored. */
import type { Requester } from '@sotto/network';
import type { Clock } from '@sotto/ports';
import type { Topic } from '@sotto/wire';
import type { DeviceRef } from './archive.ts';
import { byteKey } from './byte-key.ts';
import type { MailboxPolicy } from './mailbox-policy.ts';
import { networkPrefix } from './network-prefix.ts';
import { TokenBuckets } from './token-buckets.ts';

/** An idle deposit bucket is full after half a minute, so this is the traffic of half a minute. */
const MAX_KEYS = 65_536;
const MAX_PREKEY_KEYS = 131_072;

export class RequesterRates {
  readonly #work: TokenBuckets;
  readonly #deposits: TokenBuckets;
  readonly #prekeys: TokenBuckets;

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
  takeWork({ remoteAddress }: Requester, units: number): number {
    return this.#work.take(networkPrefix(remoteAddress), units);
  }

  /** Whether a deposit would be taken, before its signature is checked. 0, or seconds to wait. */
  depositWait(requester: Requester, topic: Topic): number {
    return this.#deposits.wait(depositKey(requester, topic));
  }

  /** Takes a deposit whose signature holds: nobody without the write key uses up somebody's rate. */
  takeDeposit(requester: Requester, topic: Topic): number {
    return this.#deposits.take(depositKey(requester, topic));
  }

  takePrekey(requester: Requester, device: DeviceRef): number {
    return this.#prekeys.take(prekeyKey(requester, device));
  }

  /** There was none to hand out. */
  giveBackPrekey(requester: Requester, device: DeviceRef): void {
    this.#prekeys.giveBack(prekeyKey(requester, device));
  }
}

function depositKey({ remoteAddress }: Requester, topic: Topic): string {
  return `${byteKey(topic)}/${networkPrefix(remoteAddress)}`;
}

function prekeyKey({ remoteAddress }: Requester, { accountId, deviceId }: DeviceRef): string {
  return `${byteKey(accountId)}/${byteKey(deviceId)}/${networkPrefix(remoteAddress)}`;
}
