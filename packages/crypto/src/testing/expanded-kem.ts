/**
 * ML-KEM decapsulation with an expanded key (FIPS 203 §7.3). Published answers use such keys; our interface takes seeds
 * only. For tests only.
 */

export interface ExpandedKem {
  /**
   * The shared secret, 32 bytes.
   * @throws {VerifyError} `bad-key` for a key or ciphertext of another length, and for a key whose hash does not match
   */
  decapsulate(decapsulationKey: Uint8Array, ciphertext: Uint8Array): Uint8Array;
}

export interface ExpandedKems {
  readonly mlKem768: ExpandedKem;
  readonly mlKem1024: ExpandedKem;
}
