import type { TransportKind } from '@sotto/ports';

/** What differs between platforms and needs no libp2p; `#platform` of package.json chooses the file. */
export interface NetworkPlatform {
  /** Time for one dial to one address of a contact. */
  readonly directDialTimeoutMs: number;
  /** What can be used here at all, whatever the settings; asked when a network is made. */
  transports(): readonly TransportKind[];
  /** Calls the handler when the program ends without `stop`; returns how to undo it. The handler must not wait. */
  onLeaving(handler: () => void): () => void;
}
