/**
 * What the node of the page offered last, for a page that starts without it: its relays and STUN servers are still the way
 * to others. Nothing secret: whoever can read it there is served the same by the node.
 *
 * What is stored is read as carefully as an answer; anything else is nothing.
 */
import { askNode, NO_SERVICES, type NodeServices, readServices } from './node-services.ts';

const KEY = 'sotto node';

export interface ServicesStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

export class ServicesMemory {
  readonly #storage: ServicesStorage | undefined;
  readonly #onceOnline: (ask: () => void) => void;

  /** `onceOnline`: calls once when the network is back. Without storage nothing is remembered. */
  constructor(storage: ServicesStorage | undefined, onceOnline: (ask: () => void) => void) {
    this.#storage = storage;
    this.#onceOnline = onceOnline;
  }

  /** Asks the node, and remembers what it says. @throws as `askNode` */
  async ask(): Promise<NodeServices> {
    const services = await askNode();
    try {
      this.#storage?.setItem(KEY, JSON.stringify(services));
    } catch {
      // Full, or forbidden in this window: the next page asks again.
      return services;
    }
    return services;
  }

  /** What the node says, or said last; then it is asked again when the network is back, for the next time. */
  async askOrRemember(): Promise<NodeServices> {
    try {
      return await this.ask();
    } catch {
      this.#onceOnline(() => void this.ask().catch(() => undefined));
      return this.#read();
    }
  }

  #read(): NodeServices {
    try {
      const text = this.#storage?.getItem(KEY) ?? undefined;
      return text === undefined ? NO_SERVICES : readServices(text);
    } catch {
      return NO_SERVICES;
    }
  }
}
