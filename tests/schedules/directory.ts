/** What mailboxes hand out about a device: its newest prekeys, and one-time prekeys while there are any. */

interface Shelf {
  /** Of the signed prekey and the one of last resort. */
  bundle: number;
  readonly stock: number[];
  last: number | undefined;
  isRepeating: boolean;
}

export class Directory {
  readonly #shelves = new Map<string, Shelf>();

  #shelf(device: string): Shelf {
    const shelf = this.#shelves.get(device) ?? { bundle: 0, stock: [], last: undefined, isRepeating: false };
    this.#shelves.set(device, shelf);
    return shelf;
  }

  publish(device: string, bundle: number): void {
    this.#shelf(device).bundle = bundle;
  }

  upload(device: string, ids: readonly number[]): void {
    this.#shelf(device).stock.push(...ids);
  }

  bundle(device: string): number {
    return this.#shelf(device).bundle;
  }

  take(device: string): number | undefined {
    const shelf = this.#shelf(device);
    if (shelf.isRepeating && shelf.last !== undefined) {
      shelf.isRepeating = false;
      return shelf.last;
    }
    const id = shelf.stock.shift();
    if (id !== undefined) shelf.last = id;
    return id;
  }

  /** The last one is handed out once more. */
  repeat(device: string): void {
    this.#shelf(device).isRepeating = true;
  }

  drain(device: string): void {
    this.#shelf(device).stock.length = 0;
  }
}
