/**
 * A connection between two nodes: keeps order each way, and ends for both sides at once when it breaks.
 *
 * A lost leg breaks it, as a lost packet that is never answered breaks a stream. Reordering is a fault of its own, so
 * that receivers can be tried against mailboxes and peers that do not keep order.
 */
/** Arriving envelopes that one direction may hold. */
const MAX_IN_FLIGHT = 100_000;

type Direction = 'forward' | 'backward';

/** What happens to one leg on its way. */
export interface Leg {
  readonly isLost: boolean;
  /** 1, or 2 when it is duplicated. */
  readonly copies: number;
  readonly delayMs: number;
  readonly isOvertaken: boolean;
  readonly extraDelayMs: number;
}

/** What carries the legs of a connection. */
export interface LegCarrier {
  drawLeg(): Leg;
  after(delayMs: number, action: () => void): void;
  /** The connection has ended. */
  forget(connection: Connection): void;
}

export class Connection {
  readonly from: string;
  readonly to: string;
  readonly ended: Promise<void>;
  readonly #carrier: LegCarrier;
  readonly #queues: Record<Direction, (() => void)[]> = { forward: [], backward: [] };
  #isOpen = true;
  #resolveEnded: () => void;

  constructor(carrier: LegCarrier, from: string, to: string) {
    this.#carrier = carrier;
    this.from = from;
    this.to = to;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    this.#resolveEnded = resolve;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Carries one thing to the other side of `sender`. Nothing happens when the connection has ended meanwhile. */
  carry(sender: string, deliver: () => void): void {
    if (!this.#isOpen) return;
    const queue = this.#queues[sender === this.from ? 'forward' : 'backward'];
    const leg = this.#carrier.drawLeg();
    if (leg.isLost || queue.length >= MAX_IN_FLIGHT) {
      queue.push(() => this.close());
    } else if (leg.isOvertaken) {
      this.#carrier.after(leg.delayMs + leg.extraDelayMs, () => this.#arrive(deliver, leg.copies));
      return;
    } else {
      queue.push(() => this.#arrive(deliver, leg.copies));
    }
    // Whatever arrives next is the oldest that has not arrived: delays never change the order.
    this.#carrier.after(leg.delayMs, () => queue.shift()?.());
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#queues.forward.length = 0;
    this.#queues.backward.length = 0;
    this.#carrier.forget(this);
    this.#resolveEnded();
  }

  #arrive(deliver: () => void, copies: number): void {
    for (let copy = 0; copy < copies; copy++) if (this.#isOpen) deliver();
  }
}
