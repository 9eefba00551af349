/**
 * A place at each of our relays, and another try whenever one is lost (specs/07 §8).
 *
 * libp2p gives a relay up after the first failure; a person whose relay restarts would be out of reach until the next
 * start. Must not know how a place is reserved.
 */
import type { Clock, Random, RelayPlace } from '@sotto/ports';
import type { MailboxAddress } from '@sotto/wire';
import { withDeadline } from '../peer/cancellation.ts';
import { DialBackoff } from '../peer/dial-backoff.ts';

const RESERVE_TIMEOUT_MS = 6_000;
/** Beyond it they are not used. */
export const MAX_RELAYS = 3;
const MAX_ADDRESSES_PER_RELAY = 2;

export interface RelayKeeperOptions {
  /** Best first; beyond 3 they are not used. */
  readonly relays: readonly MailboxAddress[];
  readonly clock: Clock;
  readonly random: Random;
  /** Connects and reserves; resolves with the addresses of the relay that others can use. */
  readonly reserve: (relay: MailboxAddress, signal: AbortSignal) => Promise<readonly MailboxAddress[]>;
  readonly onChange: () => void;
}

export class RelayKeeper {
  readonly #options: RelayKeeperOptions;
  readonly #backoff: DialBackoff;
  readonly #held = new Map<MailboxAddress, readonly MailboxAddress[]>();
  /** Since when a relay is as it is; absent before its first answer. */
  readonly #sinceMs = new Map<MailboxAddress, number>();
  /** Tries that wait for their time. */
  readonly #waiting = new Map<MailboxAddress, () => void>();
  #stopped = false;

  constructor(options: RelayKeeperOptions) {
    this.#options = options;
    this.#backoff = new DialBackoff(options.clock, options.random);
  }

  /** The relays that are asked for a place. */
  get relays(): readonly MailboxAddress[] {
    return this.#options.relays.slice(0, MAX_RELAYS);
  }

  /** Addresses under which a browser reaches us by WebRTC, without our PeerId. */
  addresses(): readonly string[] {
    return [...new Set([...this.#held.values()].flat())].map((relay) => `${relay}/p2p-circuit/webrtc`);
  }

  /** How it stands with each relay. */
  places(): readonly RelayPlace[] {
    return this.relays.map((address) => {
      const sinceMs = this.#sinceMs.get(address);
      return { address, isReserved: this.#held.has(address), ...(sinceMs === undefined ? {} : { sinceMs }) };
    });
  }

  start(): void {
    for (const relay of this.relays) void this.#reserve(relay);
  }

  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#waiting.values()) cancel();
    this.#waiting.clear();
    this.#held.clear();
  }

  /** Asks every relay now that waits for another try. */
  retryNow(): void {
    this.#backoff.clear();
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const [relay, cancel] of waiting) {
      cancel();
      void this.#reserve(relay);
    }
  }

  /** The place at the relay with this PeerId is gone. */
  lost(peerId: string): void {
    const relay = this.relays.find((address) => address.endsWith(`/p2p/${peerId}`));
    if (relay === undefined || !this.#held.delete(relay)) return;
    this.#sinceMs.set(relay, this.#options.clock.nowMs());
    this.#options.onChange();
    this.#tryLater(relay);
  }

  async #reserve(relay: MailboxAddress): Promise<void> {
    this.#waiting.delete(relay);
    const { clock, reserve, onChange } = this.#options;
    try {
      const work = (signal: AbortSignal) => reserve(relay, signal);
      const addresses = await withDeadline({ clock, timeoutMs: RESERVE_TIMEOUT_MS }, work);
      if (this.#stopped) return;
      if (!this.#held.has(relay)) this.#sinceMs.set(relay, clock.nowMs());
      this.#held.set(relay, addresses.slice(0, MAX_ADDRESSES_PER_RELAY));
      this.#backoff.reset(relay);
      onChange();
    } catch {
      // Whatever it was, the relay is of no use now and may be later.
      if (!this.#sinceMs.has(relay)) this.#sinceMs.set(relay, clock.nowMs());
      this.#tryLater(relay);
    }
  }

  #tryLater(relay: MailboxAddress): void {
    if (this.#stopped) return;
    this.#backoff.failed(relay);
    const cancel = this.#options.clock.schedule(this.#backoff.remainingMs(relay), () => void this.#reserve(relay));
    this.#waiting.set(relay, cancel);
  }
}
