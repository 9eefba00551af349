/** Everything between the nodes: who reaches whom, and what happens to a leg on its way. All of it seeded. */
import type { CallOptions, Clock } from '@sotto/ports';
import { UnavailableError } from '@sotto/wire';
import type { SeededPrng } from '../seeded-random.ts';
import { Connection } from './connection.ts';
import { type NetworkFaults, NO_FAULTS } from './network-faults.ts';

export interface Leg {
  readonly isLost: boolean;
  /** 1, or 2 when it is duplicated. */
  readonly copies: number;
  readonly delayMs: number;
  readonly isOvertaken: boolean;
  readonly extraDelayMs: number;
}

export interface Call<Reply> {
  readonly from: string;
  readonly to: string;
  /** What the other side does; may run twice, and may run although the caller is told that it timed out. */
  readonly serve: () => Reply;
  readonly options: CallOptions | undefined;
}

export class Link {
  readonly #clock: Clock;
  readonly #prng: SeededPrng;
  readonly #up = new Set<string>();
  readonly #cuts = new Set<string>();
  readonly #connections = new Set<Connection>();
  #faults: NetworkFaults;

  constructor(clock: Clock, prng: SeededPrng, faults: Partial<NetworkFaults>) {
    this.#clock = clock;
    this.#prng = prng;
    this.#faults = { ...NO_FAULTS, ...faults };
  }

  setFaults(faults: Partial<NetworkFaults>): void {
    this.#faults = { ...this.#faults, ...faults };
  }

  setUp(node: string, isUp: boolean): void {
    if (isUp) this.#up.add(node);
    else this.#up.delete(node);
    this.#breakUnreachable();
  }

  /** Nothing passes between a node of one side and a node of the other, until `heal`. */
  cut(oneSide: readonly string[], otherSide: readonly string[]): void {
    for (const a of oneSide) for (const b of otherSide) this.#cuts.add(pairOf(a, b));
    this.#breakUnreachable();
  }

  heal(): void {
    this.#cuts.clear();
  }

  reaches(a: string, b: string): boolean {
    return this.#up.has(a) && this.#up.has(b) && !this.#cuts.has(pairOf(a, b));
  }

  drawLeg(): Leg {
    const { lossRate, duplicateRate, reorderRate, minDelayMs, maxDelayMs, reorderDelayMs } = this.#faults;
    const isLost = this.#prng.chance(lossRate);
    const copies = this.#prng.chance(duplicateRate) ? 2 : 1;
    const delayMs = maxDelayMs > 0 ? this.#prng.integer(minDelayMs, maxDelayMs) : 0;
    const isOvertaken = this.#prng.chance(reorderRate);
    const extraDelayMs = isOvertaken ? this.#prng.integer(0, reorderDelayMs) : 0;
    return { isLost, copies, delayMs, isOvertaken, extraDelayMs };
  }

  after(delayMs: number, action: () => void): void {
    if (delayMs === 0) queueMicrotask(action);
    else this.#clock.schedule(delayMs, action);
  }

  /** @throws {UnavailableError} `unreachable` */
  connect(from: string, to: string): Connection {
    if (!this.reaches(from, to)) throw unreachable();
    const connection = new Connection(this, from, to);
    this.#connections.add(connection);
    return connection;
  }

  forget(connection: Connection): void {
    this.#connections.delete(connection);
  }

  /**
   * One request and its reply. What `serve` throws reaches the caller.
   * @throws {UnavailableError} `unreachable`, `timeout`, `aborted`
   */
  call<Reply>({ from, to, serve, options }: Call<Reply>): Promise<Reply> {
    const signal = options?.signal;
    return new Promise<Reply>((resolve, reject) => {
      const onAbort = () => reject(new UnavailableError('aborted', 'the call was given up'));
      if (signal?.aborted) return onAbort();
      signal?.addEventListener('abort', onAbort, { once: true });
      const timeOut = () => {
        this.#clock.schedule(this.#faults.callTimeoutMs, () => reject(new UnavailableError('timeout', 'no answer')));
      };
      const request = this.drawLeg();
      const arrive = (isFirst: boolean) => {
        if (!this.reaches(from, to)) return reject(unreachable());
        const answer = attempt(serve, resolve, reject);
        if (!isFirst) return;
        const reply = this.drawLeg();
        if (reply.isLost) return timeOut();
        this.after(reply.delayMs, () => (this.reaches(from, to) ? answer() : reject(unreachable())));
      };
      if (!this.reaches(from, to)) return this.after(request.delayMs, () => reject(unreachable()));
      if (request.isLost) return timeOut();
      for (let copy = 0; copy < request.copies; copy++) {
        this.after(request.delayMs + copy * request.extraDelayMs, () => arrive(copy === 0));
      }
    });
  }

  #breakUnreachable(): void {
    for (const connection of [...this.#connections]) {
      if (!this.reaches(connection.from, connection.to)) connection.close();
    }
  }
}

/** Runs `serve` now; the returned function tells the caller what came of it. */
function attempt<Reply>(
  serve: () => Reply,
  resolve: (reply: Reply) => void,
  reject: (error: unknown) => void,
): () => void {
  try {
    const reply = serve();
    return () => resolve(reply);
  } catch (error) {
    return () => reject(error);
  }
}

function pairOf(a: string, b: string): string {
  return a < b ? `${a}|${b}` : `${b}|${a}`;
}

export function unreachable(): UnavailableError {
  return new UnavailableError('unreachable', 'the other side cannot be reached');
}
