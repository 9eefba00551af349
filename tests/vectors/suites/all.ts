/**
 * Every suite. Not here, and why: Noise, which only libp2p's own package calls; Signal's safety numbers, since ours covers
 * devices and authorities under our own label (docs/adr/0008) and can give no common answer; XEdDSA, Ed25519ctx, Ed25519ph,
 * AES, ECDSA, PBKDF2, SHA-512 and MLS, which nothing in Sotto uses.
 */
import type { VectorSuite } from '../suite.ts';
import { argon2idSuites } from './argon2id.ts';
import { chacha20Poly1305Suites } from './chacha20-poly1305.ts';
import { ed25519Suites } from './ed25519.ts';
import { hashSuites } from './hashes.ts';
import { hpkeSuites } from './hpke.ts';
import { mlKemAcvpSuites } from './ml-kem-acvp.ts';
import { mlKemCctvSuites } from './ml-kem-cctv.ts';
import { mlKemWycheproofSuites } from './ml-kem-wycheproof.ts';
import { x25519Suites } from './x25519.ts';

export const VECTOR_SUITES: readonly VectorSuite[] = [
  ...x25519Suites,
  ...ed25519Suites,
  ...mlKemWycheproofSuites,
  ...mlKemAcvpSuites,
  ...mlKemCctvSuites,
  ...chacha20Poly1305Suites,
  ...hashSuites,
  ...hpkeSuites,
  ...argon2idSuites,
];
