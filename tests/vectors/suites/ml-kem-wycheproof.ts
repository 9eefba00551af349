/** ML-KEM-768 and -1024: Wycheproof's key generation, encapsulation and decapsulation. */
import { expectBytes, expectRefusal, hex } from '../expectations.ts';
import type { VectorSuite } from '../suite.ts';
import { wycheproofCases } from './wycheproof.ts';

type Kem = 'mlKem768' | 'mlKem1024';

interface SeedTest {
  readonly seed: string;
  readonly ek: string;
}

interface DecapsulationTest extends SeedTest {
  readonly c: string;
  readonly K: string;
}

interface EncapsulationTest {
  readonly m: string;
  readonly ek: string;
  readonly c: string;
  readonly K: string;
}

interface ExpandedTest {
  readonly dk: string;
  readonly c: string;
  readonly K: string;
}

function suitesOf(size: 768 | 1024): readonly VectorSuite[] {
  const kem: Kem = `mlKem${size}`;
  return [
    {
      name: `ml-kem-${size} wycheproof keygen`,
      file: `wycheproof/mlkem_${size}_keygen_seed_test.json.gz`,
      cases: (text) =>
        wycheproofCases<object, SeedTest>(text, async ({ provider }, { seed, ek, result }) => {
          const make = () => provider[kem].keyPair(hex(seed)).publicKey;
          if (result === 'valid') expectBytes(make(), ek, 'the encapsulation key');
          else await expectRefusal(make, 'the seed');
        }),
    },
    {
      name: `ml-kem-${size} wycheproof encaps`,
      file: `wycheproof/mlkem_${size}_encaps_test.json.gz`,
      cases: (text) =>
        wycheproofCases<object, EncapsulationTest>(text, async ({ provider }, { m, ek, c, K, result }) => {
          const encapsulate = () => provider[kem].encapsulate(hex(ek), hex(m));
          if (result !== 'valid') return await expectRefusal(encapsulate, 'the encapsulation key');
          const { ciphertext, sharedSecret } = encapsulate();
          expectBytes(ciphertext, c, 'the ciphertext');
          expectBytes(sharedSecret, K, 'the shared secret');
        }),
    },
    {
      name: `ml-kem-${size} wycheproof decaps`,
      file: `wycheproof/mlkem_${size}_test.json.gz`,
      cases: (text) =>
        wycheproofCases<object, DecapsulationTest>(text, async ({ provider }, { seed, ek, c, K, result }) => {
          const decapsulate = () => provider[kem].decapsulate(hex(seed), hex(c));
          if (result !== 'valid') return await expectRefusal(decapsulate, 'the seed or the ciphertext');
          expectBytes(provider[kem].keyPair(hex(seed)).publicKey, ek, 'the encapsulation key');
          expectBytes(decapsulate(), K, 'the shared secret');
        }),
    },
    {
      name: `ml-kem-${size} wycheproof expanded decaps`,
      file: `wycheproof/mlkem_${size}_semi_expanded_decaps_test.json.gz`,
      cases: (text) =>
        wycheproofCases<object, ExpandedTest>(text, async ({ expandedKems }, { dk, c, K, result }) => {
          const decapsulate = () => expandedKems[kem].decapsulate(hex(dk), hex(c));
          if (result === 'valid') expectBytes(decapsulate(), K, 'the shared secret');
          else await expectRefusal(decapsulate, 'the decapsulation key or the ciphertext');
        }),
    },
  ];
}

export const mlKemWycheproofSuites: readonly VectorSuite[] = [...suitesOf(768), ...suitesOf(1024)];
