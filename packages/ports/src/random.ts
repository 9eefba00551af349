/** Randomness comes in here: cryptographically secure in a product, seeded in a test. */
export interface Random {
  /** A function by itself and not a method, so that it can be passed on as what it is. */
  readonly bytes: (length: number) => Uint8Array;
}
