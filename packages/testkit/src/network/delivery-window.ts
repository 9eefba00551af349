/** Hands deliveries to a handler in order, a bounded number ahead of the promises that it returned. */
import type { StoredDelivery } from '@sotto/ports';

const MAX_UNFINISHED = 16;

export class DeliveryWindow {
  readonly #handler: (delivery: StoredDelivery) => void | Promise<void>;
  readonly #waiting: StoredDelivery[] = [];
  #unfinished = 0;

  constructor(handler: (delivery: StoredDelivery) => void | Promise<void>) {
    this.#handler = handler;
  }

  push(delivery: StoredDelivery): void {
    this.#waiting.push(delivery);
    this.#handOut();
  }

  #handOut(): void {
    while (this.#unfinished < MAX_UNFINISHED) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      const finished = this.#handler(next);
      if (finished === undefined) continue;
      this.#unfinished++;
      void finished.finally(() => {
        this.#unfinished--;
        this.#handOut();
      });
    }
  }
}
