/**
 * The primitives that everything above is built from; one implementation per platform (specs/03 §1).
 *
 * Owns the shape and the promises of a provider. Must not know: protocols, labels, state. Both implementations accept
 * and refuse exactly the same inputs; a differential test holds them to it.
 */

/** Randomness of the caller: `length` fresh, cryptographically secure bytes. */
export type RandomBytes = (length: number) => Uint8Array;

/** An X25519 key pair, 32 bytes each. A value: never changed after it has been made. */
export interface X25519KeyPair {
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
}

export interface AeadInput {
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** 12 bytes. */
  readonly nonce: Uint8Array;
  readonly associatedData: Uint8Array;
}

export interface AeadSealInput extends AeadInput {
  readonly plaintext: Uint8Array;
  /** Where to write the result, exactly as long as it; saves a copy. Shares no memory with the plaintext. */
  readonly output?: Uint8Array;
}

export interface HkdfInput {
  readonly secret: Uint8Array;
  /** Empty stands for 32 zero bytes (RFC 5869). */
  readonly salt: Uint8Array;
  readonly info: Uint8Array;
  /** 1 … 8,160 bytes. */
  readonly length: number;
}

export interface Argon2idInput {
  readonly password: Uint8Array;
  /** At least 8 bytes. */
  readonly salt: Uint8Array;
  readonly memoryKiB: number;
  readonly passes: number;
  readonly parallelism: number;
  /** Bytes of output. */
  readonly length: number;
}

/** X25519 (RFC 7748). `agree` may be asynchronous where only WebCrypto is fast; the rest of a provider never is. */
export interface X25519 {
  /** `seed`: 32 bytes, copied. */
  keyPair(seed: Uint8Array): X25519KeyPair | Promise<X25519KeyPair>;
  /** A new key pair with randomness that the platform draws by itself; there when that is faster. */
  keyPairByPlatform?(): X25519KeyPair | Promise<X25519KeyPair>;
  /**
   * The shared secret, 32 bytes.
   * @throws {VerifyError} `bad-key` for a key that is not 32 bytes, not canonical, or of small order (attack A1)
   */
  agree(ours: X25519KeyPair, theirPublicKey: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/**
 * Ed25519 (RFC 8032) with one accept set everywhere: canonical A, R and S, no A or R of small order, cofactorless
 * equation (attacks B15, D13).
 */
export interface Ed25519 {
  /** `seed`: 32 bytes. */
  publicKey(seed: Uint8Array): Uint8Array;
  sign(seed: Uint8Array, message: Uint8Array): Uint8Array;
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

export interface KemKeyPair {
  readonly publicKey: Uint8Array;
  /** The 64-byte seed (d || z) is the whole secret key. */
  readonly seed: Uint8Array;
}

export interface Encapsulation {
  readonly ciphertext: Uint8Array;
  /** 32 bytes. */
  readonly sharedSecret: Uint8Array;
}

/** ML-KEM (FIPS 203). Randomness comes from the caller, so that a run can be repeated. */
export interface MlKem {
  /** `seed`: 64 bytes, copied. */
  keyPair(seed: Uint8Array): KemKeyPair;
  /**
   * `random`: 32 bytes, used once.
   * @throws {VerifyError} `bad-key` for a key of another length or with a coefficient above the modulus (attack A3)
   */
  encapsulate(publicKey: Uint8Array, random: Uint8Array): Encapsulation;
  /**
   * The same with randomness that the platform draws by itself; there when that is much faster.
   * @throws {VerifyError} `bad-key` as `encapsulate`
   */
  encapsulateByPlatform?(publicKey: Uint8Array): Encapsulation;
  /**
   * A tampered ciphertext gives an unrelated secret (implicit rejection), never an error.
   * @throws {VerifyError} `bad-key` for a ciphertext of another length
   */
  decapsulate(seed: Uint8Array, ciphertext: Uint8Array): Uint8Array;
}

export interface CryptoProvider {
  readonly name: string;
  sha256(data: Uint8Array): Uint8Array;
  hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array;
  /** The same, and maybe faster, for a result that is no key: copies of it may stay in memory. */
  hmacTagSha256(key: Uint8Array, data: Uint8Array): Uint8Array;
  hkdfSha256(input: HkdfInput): Uint8Array;
  /** ChaCha20-Poly1305 (RFC 8439): ciphertext || 16-byte tag. */
  aeadSeal(input: AeadSealInput): Uint8Array;
  /** @throws {VerifyError} `bad-tag` */
  aeadOpen(input: AeadInput & { readonly ciphertext: Uint8Array }): Uint8Array;
  readonly x25519: X25519;
  readonly ed25519: Ed25519;
  readonly mlKem768: MlKem;
  readonly mlKem1024: MlKem;
  argon2id(input: Argon2idInput): Promise<Uint8Array>;
}

/** The optional last field of every options object: another provider than the platform's own. */
export interface ProviderOption {
  readonly provider?: CryptoProvider;
}
