/** Time comes in here, so that tests and the simulator can fix it. */
export interface Clock {
  /** Wall-clock time in milliseconds since 1970; may jump. Never used to refuse a peer for skew. */
  nowMs(): number;
  /** Milliseconds that never go back; for measuring and rate limits. */
  monotonicMs(): number;
  /** Calls `action` once after `delayMs`; the returned function cancels it. */
  schedule(delayMs: number, action: () => void): () => void;
}
