/**
 * One long-lived channel per mailbox and protocol, opened when it is first needed and closed when idle (specs/06 §2).
 *
 * Owns dialling, the back-off after failures, and the bound on open channels. Must not know what is said on a channel.
 */
import type { Connection, Stream } from '@libp2p/interface';
import type { CallOptions, Clock, Random } from '@sotto/ports';
import { LimitError, type MailboxAddress, UnavailableError } from '@sotto/wire';
import { untilAborted, withDeadline } from './cancellation.ts';
import { closeIfUnused } from './connection-use.ts';
import { DialBackoff } from './dial-backoff.ts';
import type { LazyNode } from './lazy-node.ts';

const OPEN_TIMEOUT_MS = 8_000;
const IDLE_MS = 60_000;
const MAX_CHANNELS = 256;

export interface PooledChannel {
  /** Whether new requests may be made. */
  readonly isOpen: boolean;
  /** Whether the other side has answered, and never broke the protocol. */
  readonly isSound: boolean;
  /** Resolves when the other side is ready for requests. */
  readonly ready: Promise<void>;
  /** 0 while it is needed. */
  idleMs(): number;
  retire(): void;
  reset(): void;
}

export interface ChannelPoolOptions<Channel extends PooledChannel> {
  readonly node: LazyNode;
  readonly protocol: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly create: (options: { stream: Stream; address: MailboxAddress; onEnd: () => void }) => Channel;
}

export class ChannelPool<Channel extends PooledChannel> {
  readonly #options: ChannelPoolOptions<Channel>;
  readonly #backoff: DialBackoff;
  readonly #channels = new Map<MailboxAddress, Channel>();
  readonly #connections = new WeakMap<Channel, Connection>();
  readonly #opening = new Map<MailboxAddress, Promise<Channel>>();
  #cancelSweep: (() => void) | undefined;

  constructor(options: ChannelPoolOptions<Channel>) {
    this.#options = options;
    this.#backoff = new DialBackoff(options.clock, options.random);
  }

  /** The channel that is open now. */
  peek(address: MailboxAddress): Channel | undefined {
    const channel = this.#channels.get(address);
    return channel?.isOpen === true ? channel : undefined;
  }

  /** Of the last ping of the connection that a channel runs on; `undefined` while there was none. */
  roundTripMs(address: MailboxAddress): number | undefined {
    const channel = this.peek(address);
    return channel && this.#connections.get(channel)?.rtt;
  }

  /**
   * The open channel, or a new one. A caller that gives up does not stop the dial.
   * @throws {UnavailableError} `unreachable`, `timeout`, `aborted` @throws {LimitError} `too-many`
   */
  async get(address: MailboxAddress, options?: CallOptions): Promise<Channel> {
    const open = this.peek(address);
    if (open !== undefined) return open;
    const running = this.#opening.get(address);
    const opening = running ?? this.#open(address).finally(() => this.#opening.delete(address));
    if (running === undefined) this.#opening.set(address, opening);
    return await untilAborted(opening, options?.signal);
  }

  /** Failures so far say nothing about the next dial. */
  forgetFailures(): void {
    this.#backoff.clear();
  }

  stop(): void {
    this.#cancelSweep?.();
    this.#cancelSweep = undefined;
    for (const channel of this.#channels.values()) channel.reset();
  }

  async #open(address: MailboxAddress): Promise<Channel> {
    const retryAfterMs = Math.ceil(this.#backoff.remainingMs(address));
    if (retryAfterMs > 0) {
      throw new UnavailableError('unreachable', 'the mailbox could not be reached a moment ago', {
        facts: { retryAfterMs },
      });
    }
    this.#makeRoom();
    const { clock } = this.#options;
    try {
      const channel = await withDeadline({ clock, timeoutMs: OPEN_TIMEOUT_MS }, (signal) =>
        this.#dial(address, signal),
      );
      this.#cancelSweep ??= clock.schedule(IDLE_MS / 2, () => this.#sweep());
      return channel;
    } catch (error) {
      this.#backoff.failed(address);
      throw error instanceof UnavailableError
        ? error
        : new UnavailableError('unreachable', 'the mailbox cannot be reached', { facts: { reason: errorName(error) } });
    }
  }

  async #dial(address: MailboxAddress, signal: AbortSignal): Promise<Channel> {
    const node = await this.#options.node.get();
    const connection = await node.dial([address], signal);
    const stream = await connection.newStream(this.#options.protocol, { signal });
    const channel: Channel = this.#options.create({
      stream,
      address,
      onEnd: () => {
        this.#ended(address, channel);
        closeIfUnused(connection);
      },
    });
    this.#connections.set(channel, connection);
    try {
      await untilAborted(channel.ready, signal);
      if (!channel.isOpen) throw new UnavailableError('unreachable', 'the mailbox ended the stream');
    } catch (error) {
      channel.reset();
      throw error;
    }
    this.#channels.set(address, channel);
    return channel;
  }

  #ended(address: MailboxAddress, channel: Channel): void {
    if (this.#channels.get(address) !== channel) return;
    this.#channels.delete(address);
    if (channel.isSound) this.#backoff.reset(address);
    else this.#backoff.failed(address);
  }

  #makeRoom(): void {
    if (this.#channels.size + this.#opening.size < MAX_CHANNELS) return;
    const [address, idlest] = [...this.#channels].sort(([, a], [, b]) => b.idleMs() - a.idleMs())[0] ?? [];
    if (address === undefined || idlest === undefined || idlest.idleMs() === 0) {
      throw new LimitError('too-many', 'too many mailboxes are in use');
    }
    this.#channels.delete(address);
    idlest.retire();
  }

  #sweep(): void {
    for (const channel of this.#channels.values()) if (channel.idleMs() >= IDLE_MS) channel.retire();
    this.#cancelSweep =
      this.#channels.size === 0 ? undefined : this.#options.clock.schedule(IDLE_MS / 2, () => this.#sweep());
  }
}

/** The kind of a foreign error. Its text may hold addresses. */
function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
