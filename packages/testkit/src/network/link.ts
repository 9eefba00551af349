/** Everything between the nodes: who reaches whom, and what happens to a leg on its way. All of it seeded. */
import type { CallOptions, Clock } from '@sotto/ports';
import { UnavailableError } from '@sotto/wire';
import type { SeededPrng } from '../seeded-random.ts';
import { Connection, type Leg, type LegCarrier } from './connection.ts';
import { type NetworkFaults, NO_FAULTS } from './network-faults.ts';

export interface Call<Reply> {
  readonly from: string;
  readonly to: string;
  /** What the other side does; may run twice, and may run although the caller is told that it timed out. */
  readonly serve: () => Reply;
  readonly options: CallOptions | undefined;
}

export class Link implements LegCarrier {
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
    const settle = Promise.withResolvers<Reply>();
    if (signal?.aborted) {
      settle.reject(aborted());
      return settle.promise;
    }
    const onAbort = () => settle.reject(aborted());
    signal?.addEventListener('abort', onAbort);
    this.#send({ from, to, serve }, settle);
    return settle.promise.finally(() => signal?.removeEventListener('abort', onAbort));
  }

  #send<Reply>(call: Omit<Call<Reply>, 'options'>, settle: PromiseWithResolvers<Reply>): void {
    const request = this.drawLeg();
    if (request.isLost && this.reaches(call.from, call.to)) {
      this.#timeOut(settle);
      return;
    }
    this.after(request.delayMs, () => this.#arrive(call, settle));
    if (request.copies === 1) return;
    // The other side does it twice; the caller hears of the first time only.
    this.after(request.delayMs, () => {
      if (this.reaches(call.from, call.to)) attempt(call.serve);
    });
  }

  #arrive<Reply>({ from, to, serve }: Omit<Call<Reply>, 'options'>, settle: PromiseWithResolvers<Reply>): void {
    const outcome: Outcome<Reply> = this.reaches(from, to) ? attempt(serve) : { done: false, error: unreachable() };
    const reply = this.drawLeg();
    if (reply.isLost && this.reaches(from, to)) {
      this.#timeOut(settle);
      return;
    }
    this.after(reply.delayMs, () => {
      if (!this.reaches(from, to)) settle.reject(unreachable());
      else if (outcome.done) settle.resolve(outcome.reply);
      else settle.reject(outcome.error);
    });
  }

  #timeOut<Reply>(settle: PromiseWithResolvers<Reply>): void {
    const { callTimeoutMs } = this.#faults;
    this.#clock.schedule(callTimeoutMs, () => settle.reject(new UnavailableError('timeout', 'no answer')));
  }

  #breakUnreachable(): void {
    for (const connection of [...this.#connections]) {
      if (!this.reaches(connection.from, connection.to)) connection.close();
    }
  }
}

type Outcome<Reply> =
  | { readonly done: true; readonly reply: Reply }
  | { readonly done: false; readonly error: unknown };

function attempt<Reply>(serve: () => Reply): Outcome<Reply> {
  try {
    return { done: true, reply: serve() };
  } catch (error) {
    return { done: false, error };
  }
}

function pairOf(a: string, b: string): string {
  return a < b ? `${a}|${b}` : `${b}|${a}`;
}

export function unreachable(): UnavailableError {
  return new UnavailableError('unreachable', 'the other side cannot be reached');
}

export function aborted(): UnavailableError {
  return new UnavailableError('aborted', 'the call was given up');
}
