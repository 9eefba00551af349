/**
 * Requests that wait for their answer on one connection: a bounded window, a bounded queue behind it, a time-out each.
 *
 * Must not know frames or streams: `transmit` sends a request and says by which carrier it went.
 */
import type { Clock } from '@sotto/ports';
import { LimitError, SottoError, UnavailableError } from '@sotto/wire';

export interface RequestWindowOptions {
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Requests sent and not answered. */
  readonly maxInFlight: number;
  /** Requests that wait to be sent. */
  readonly maxQueued: number;
  /** Whether something can be sent now. `flush` when that changes. */
  readonly canTransmit: () => boolean;
}

interface Entry<Reply, Carrier> {
  readonly key: string;
  readonly transmit: () => Carrier;
  readonly promise: Promise<Reply>;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: SottoError) => void;
  readonly cancelTimer: () => void;
  carrier?: Carrier;
}

export class RequestWindow<Reply, Carrier> {
  readonly #options: RequestWindowOptions;
  readonly #inFlight = new Map<string, Entry<Reply, Carrier>>();
  readonly #queue = new Map<string, Entry<Reply, Carrier>>();

  constructor(options: RequestWindowOptions) {
    this.#options = options;
  }

  /** Requests without an answer. */
  get size(): number {
    return this.#inFlight.size + this.#queue.size;
  }

  /** The promise of a request with this key that is already under way. */
  find(key: string): Promise<Reply> | undefined {
    return (this.#inFlight.get(key) ?? this.#queue.get(key))?.promise;
  }

  /**
   * Sends at once when the window allows, else queues.
   * @throws {LimitError} `too-many` when the queue is full
   * @throws {UnavailableError} `timeout` without an answer in time, or what `fail` was given
   */
  add(key: string, transmit: () => Carrier): Promise<Reply> {
    if (this.#queue.size >= this.#options.maxQueued) {
      return Promise.reject(new LimitError('too-many', 'too many requests wait for an answer'));
    }
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    const cancelTimer = this.#options.clock.schedule(this.#options.timeoutMs, () => {
      this.cancel(key, new UnavailableError('timeout', 'no answer in time'));
    });
    this.#queue.set(key, { key, transmit, promise, resolve, reject, cancelTimer });
    this.flush();
    return promise;
  }

  /** Sends what the window and the stream allow. */
  flush(): void {
    for (const entry of this.#queue.values()) {
      if (this.#inFlight.size >= this.#options.maxInFlight || !this.#options.canTransmit()) return;
      this.#queue.delete(entry.key);
      this.#inFlight.set(entry.key, entry);
      try {
        entry.carrier = entry.transmit();
      } catch (error) {
        this.cancel(
          entry.key,
          error instanceof SottoError ? error : new UnavailableError('unreachable', 'cannot send'),
        );
      }
    }
  }

  /** Hands over the answer; `false` when nobody waits for it. */
  settle(key: string, reply: Reply): boolean {
    const entry = this.#inFlight.get(key);
    if (entry === undefined) return false;
    this.#remove(entry);
    entry.resolve(reply);
    this.flush();
    return true;
  }

  /** Gives up one request. */
  cancel(key: string, error: SottoError): void {
    const entry = this.#inFlight.get(key) ?? this.#queue.get(key);
    if (entry === undefined) return;
    this.#remove(entry);
    entry.reject(error);
    this.flush();
  }

  /** Gives up everything, or only what went by one carrier. */
  fail(error: SottoError, carrier?: Carrier): void {
    for (const entry of [...this.#inFlight.values(), ...this.#queue.values()]) {
      if (carrier !== undefined && entry.carrier !== carrier) continue;
      this.#remove(entry);
      entry.reject(error);
    }
  }

  #remove(entry: Entry<Reply, Carrier>): void {
    entry.cancelTimer();
    this.#inFlight.delete(entry.key);
    this.#queue.delete(entry.key);
  }
}
