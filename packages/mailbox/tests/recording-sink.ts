/** A stream's end that keeps what is pushed. */
import type { DeliverySink, PushedEnvelope } from '@sotto/network';

export class RecordingSink implements DeliverySink {
  readonly taken: PushedEnvelope[] = [];
  hasEnded = false;
  #room: number;
  #onDrain: () => void = () => {};

  /** `room`: deliveries that are taken until `makeRoom`. */
  constructor(room = Number.POSITIVE_INFINITY) {
    this.#room = room;
  }

  offer(delivery: PushedEnvelope): boolean {
    if (this.#room === 0) return false;
    this.#room--;
    this.taken.push(delivery);
    return true;
  }

  onDrain(handler: () => void): void {
    this.#onDrain = handler;
  }

  end(): void {
    this.hasEnded = true;
  }

  makeRoom(deliveries: number): void {
    this.#room = deliveries;
    this.#onDrain();
  }
}
