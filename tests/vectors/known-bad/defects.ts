/** Subjects with one defect each, and exactly the suites that must report it. */
import type { CryptoProvider } from '@sotto/crypto';
import { VerifyError } from '@sotto/wire';
import {
  cofactoredVerify,
  reducingAgree,
  zeroAgree,
  zip215Verify,
} from '../../../packages/crypto/src/testing/lax-curves.ts';
import { NODE_SUBJECTS } from '../node-subjects.ts';
import type { Subject } from '../suite.ts';
import { VECTOR_SUITES } from '../suites/all.ts';
import { accepting, offByOneBit, withEveryOperation } from './every-operation.ts';
import { reducingKem, repairingKem, strictKem } from './lax-kems.ts';

export interface Defect {
  readonly name: string;
  readonly subject: Subject;
  /** Start of the names of the suites that can tell; every suite unless given. */
  readonly primitive?: string;
  /** Names of the suites that fail; all others pass. */
  readonly failing: readonly string[];
}

const SOUND = NODE_SUBJECTS['node-native'];
const { provider: sound, expandedKems } = SOUND;
const ALL = VECTOR_SUITES.map(({ name }) => name);
const MODULUS = ['ml-kem-768 cctv modulus', 'ml-kem-1024 cctv modulus'];
const STRCMP = ['ml-kem-768 cctv strcmp', 'ml-kem-1024 cctv strcmp'];
const ACVP_USE = 'ml-kem acvp encap decap';
const wycheproofKem = (operation: string) => [
  `ml-kem-768 wycheproof ${operation}`,
  `ml-kem-1024 wycheproof ${operation}`,
];

function withProvider(changes: Partial<CryptoProvider>): Subject {
  return { ...SOUND, provider: { ...sound, ...changes } };
}

function withVerify(verify: CryptoProvider['ed25519']['verify']): Subject {
  return withProvider({ ed25519: { ...sound.ed25519, verify } });
}

function withAgree(agree: CryptoProvider['x25519']['agree']): Subject {
  return withProvider({ x25519: { ...sound.x25519, agree } });
}

export const DEFECTS: readonly Defect[] = [
  {
    name: 'accepts everything',
    subject: withEveryOperation(SOUND, accepting),
    failing: [
      ...['x25519 wycheproof', 'ed25519 wycheproof', 'ed25519 cctv'],
      ...[
        ...wycheproofKem('encaps'),
        ...wycheproofKem('decaps'),
        ...wycheproofKem('expanded decaps'),
        ACVP_USE,
        ...MODULUS,
      ],
      ...['chacha20-poly1305 wycheproof', 'hkdf-sha-256 wycheproof', 'hpke rfc9180', 'argon2id reference'],
    ],
  },
  {
    name: 'gives every answer with one bit changed',
    subject: withEveryOperation(SOUND, offByOneBit),
    failing: ALL.filter((name) => !MODULUS.includes(name)),
  },
  {
    name: 'refuses everything',
    subject: withEveryOperation(SOUND, () => () => {
      throw new VerifyError('bad-key', 'refused');
    }),
    failing: ALL.filter((name) => !MODULUS.includes(name)),
  },
  {
    name: 'crashes',
    subject: withEveryOperation(SOUND, () => () => {
      throw new TypeError('undefined is not a function');
    }),
    failing: ALL,
  },
  {
    name: 'reduces ML-KEM coefficients instead of refusing them',
    primitive: 'ml-kem',
    subject: withProvider({ mlKem768: reducingKem(sound.mlKem768), mlKem1024: reducingKem(sound.mlKem1024) }),
    failing: [...wycheproofKem('encaps'), ACVP_USE, ...MODULUS],
  },
  {
    name: 'does not check the hash in an ML-KEM decapsulation key',
    primitive: 'ml-kem',
    subject: {
      ...SOUND,
      expandedKems: { mlKem768: repairingKem(expandedKems.mlKem768), mlKem1024: repairingKem(expandedKems.mlKem1024) },
    },
    failing: [...wycheproofKem('expanded decaps'), ACVP_USE],
  },
  {
    name: 'refuses a changed ML-KEM ciphertext aloud',
    primitive: 'ml-kem',
    subject: {
      ...SOUND,
      expandedKems: { mlKem768: strictKem(expandedKems.mlKem768), mlKem1024: strictKem(expandedKems.mlKem1024) },
    },
    failing: [...wycheproofKem('expanded decaps'), ACVP_USE, ...STRCMP],
  },
  {
    name: 'verifies Ed25519 with a cofactor',
    primitive: 'ed25519',
    subject: withVerify(cofactoredVerify),
    failing: ['ed25519 cctv'],
  },
  {
    name: 'verifies Ed25519 by ZIP 215',
    primitive: 'ed25519',
    subject: withVerify(zip215Verify),
    failing: ['ed25519 wycheproof', 'ed25519 cctv'],
  },
  {
    name: 'verifies every Ed25519 signature',
    primitive: 'ed25519',
    subject: withVerify(() => true),
    failing: ['ed25519 wycheproof', 'ed25519 cctv'],
  },
  {
    name: 'reduces X25519 keys',
    primitive: 'x25519',
    subject: withAgree(reducingAgree),
    failing: ['x25519 wycheproof'],
  },
  {
    name: 'gives out an all-zero X25519 secret',
    primitive: 'x25519',
    subject: withAgree(zeroAgree),
    failing: ['x25519 wycheproof'],
  },
  {
    name: 'decrypts without looking at the tag',
    // Sealing is its own inverse, the tag apart.
    subject: withProvider({
      aeadOpen: ({ ciphertext, ...input }) =>
        sound.aeadSeal({ ...input, plaintext: ciphertext.subarray(0, -16) }).subarray(0, -16),
    }),
    failing: ['chacha20-poly1305 wycheproof', 'hpke rfc9180'],
  },
];
