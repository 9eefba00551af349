/** Randomness comes in here: cryptographically secure in a product, seeded in a test. */
export interface Random {
  bytes(length: number): Uint8Array;
}
