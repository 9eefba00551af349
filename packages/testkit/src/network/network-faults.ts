/** What can go wrong between two nodes, as rates. One leg is one way: a request, a reply, or one pushed envelope. */
export interface NetworkFaults {
  /** Share of legs that are lost. A lost request or reply times out; a lost push breaks its connection. */
  readonly lossRate: number;
  /** Share of legs that arrive twice. */
  readonly duplicateRate: number;
  /** Share of pushed envelopes that others may overtake. */
  readonly reorderRate: number;
  /** Every leg takes between these two; both 0: it arrives without the clock moving. */
  readonly minDelayMs: number;
  readonly maxDelayMs: number;
  /** How much longer than the others an overtaken envelope takes at most. */
  readonly reorderDelayMs: number;
  /** When a caller gives up on an answer that was lost. */
  readonly callTimeoutMs: number;
}

export const NO_FAULTS: NetworkFaults = {
  lossRate: 0,
  duplicateRate: 0,
  reorderRate: 0,
  minDelayMs: 0,
  maxDelayMs: 0,
  reorderDelayMs: 500,
  callTimeoutMs: 10_000,
};
