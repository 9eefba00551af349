/** The prekeys that a handshake uses, seen from both sides (specs/03 §3). */
import type { X25519KeyPair } from './provider.ts';

/** What an initiator knows. Their signatures have been checked by whoever fetched them. */
export interface TheirSignedPrekey {
  readonly id: number;
  /** X25519, 32 bytes. */
  readonly publicKey: Uint8Array;
}
export interface TheirKemPrekey {
  readonly id: number;
  /** ML-KEM-1024, 1,568 bytes. */
  readonly publicKey: Uint8Array;
}
export interface TheirOneTimePrekey {
  /** Not 0: that stands for "none". */
  readonly id: number;
  /** X25519, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** ML-KEM-1024, 1,568 bytes. */
  readonly kemPublicKey: Uint8Array;
}

/** What a recipient holds. */
export interface OurSignedPrekey {
  readonly id: number;
  readonly pair: X25519KeyPair;
}
export interface OurKemPrekey {
  readonly id: number;
  /** 64 bytes. */
  readonly seed: Uint8Array;
  readonly publicKey: Uint8Array;
}
export interface OurOneTimePrekey {
  readonly id: number;
  readonly pair: X25519KeyPair;
  /** 64 bytes. */
  readonly kemSeed: Uint8Array;
  readonly kemPublicKey: Uint8Array;
}
