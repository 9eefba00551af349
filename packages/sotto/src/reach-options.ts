/** What may be said about how others reach a device. */
export interface ListenOptions {
  readonly host: string;
  /** 0: the port of the last time, or any free one. */
  readonly port: number;
  /** The same for WebSocket, by which pages reach this device; absent: they cannot. */
  readonly webSocketPort?: number;
}

export interface ReachOptions {
  /** Where to take direct connections; `false`: nowhere. Default: every interface; nowhere in a page. */
  readonly listen?: ListenOptions | false;
  /** Whether to find contacts on the local network and be found there. Default: true; a page never does. */
  readonly discovery?: boolean;
  /** Relays by which other pages reach this page, best first; the first three are used. Nothing outside of pages. */
  readonly relays?: readonly string[];
  /** `stun:host:port`, at most 4: who tells a page its address. Default: nobody is asked. Nothing outside of pages. */
  readonly stunServers?: readonly string[];
}
