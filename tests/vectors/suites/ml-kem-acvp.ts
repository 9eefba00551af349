/** ML-KEM: the test vectors of NIST's validation programme. ML-KEM-512 is in the files and not in Sotto. */
import { expectBytes, expectRefusal, hex } from '../expectations.ts';
import type { Subject, VectorCase, VectorSuite } from '../suite.ts';

interface AcvpFile<Test> {
  readonly testGroups: readonly {
    readonly parameterSet: string;
    readonly function?: string;
    readonly tests: readonly (Test & { readonly tcId: number; readonly reason?: string })[];
  }[];
}

const KEMS = { 'ML-KEM-768': 'mlKem768', 'ML-KEM-1024': 'mlKem1024' } as const;
type Kem = (typeof KEMS)[keyof typeof KEMS];

const CIPHERTEXT_BYTES = { mlKem768: 1_088, mlKem1024: 1_568 };
const ANY_RANDOM = new Uint8Array(32);

function isOurs(parameterSet: string): parameterSet is keyof typeof KEMS {
  return Object.hasOwn(KEMS, parameterSet);
}

type Check<Test> = (subject: Subject, kem: Kem, test: Test) => void | Promise<void>;

function acvpCases<Test>(text: string, checkOf: (name: string | undefined) => Check<Test>): readonly VectorCase[] {
  return (JSON.parse(text) as AcvpFile<Test>).testGroups.flatMap(({ parameterSet, function: name, tests }) => {
    const check = checkOf(name);
    return tests.map((test): VectorCase => {
      const id = `tcId ${test.tcId} (${parameterSet} ${name ?? ''} ${test.reason ?? ''})`;
      if (!isOurs(parameterSet)) return { id, skipped: `${parameterSet} is not used` };
      return { id, check: (subject) => check(subject, KEMS[parameterSet], test) };
    });
  });
}

interface KeyGenTest {
  readonly d: string;
  readonly z: string;
  readonly ek: string;
}

const keyGen: VectorSuite = {
  name: 'ml-kem acvp keygen',
  file: 'acvp/ML-KEM-keyGen-FIPS203.internalProjection.json.gz',
  cases: (text) =>
    acvpCases<KeyGenTest>(text, () => ({ provider }, kem, { d, z, ek }) => {
      expectBytes(provider[kem].keyPair(hex(d + z)).publicKey, ek, 'the encapsulation key');
    }),
};

interface EncapDecapTest {
  readonly ek: string;
  readonly dk: string;
  readonly m?: string;
  readonly c?: string;
  readonly k?: string;
  readonly testPassed?: boolean;
}

const FUNCTIONS: Readonly<Record<string, Check<EncapDecapTest>>> = {
  encapsulation({ provider }, kem, { ek, m = '', c = '', k = '' }) {
    const { ciphertext, sharedSecret } = provider[kem].encapsulate(hex(ek), hex(m));
    expectBytes(ciphertext, c, 'the ciphertext');
    expectBytes(sharedSecret, k, 'the shared secret');
  },
  // Half of the ciphertexts were changed: the answer is the secret of implicit rejection.
  decapsulation({ expandedKems }, kem, { dk, c = '', k = '' }) {
    expectBytes(expandedKems[kem].decapsulate(hex(dk), hex(c)), k, 'the shared secret');
  },
  async decapsulationKeyCheck({ expandedKems }, kem, { dk, testPassed }) {
    const use = () => expandedKems[kem].decapsulate(hex(dk), new Uint8Array(CIPHERTEXT_BYTES[kem]));
    if (testPassed) use();
    else await expectRefusal(use, 'the decapsulation key');
  },
  async encapsulationKeyCheck({ provider }, kem, { ek, testPassed }) {
    const use = () => provider[kem].encapsulate(hex(ek), ANY_RANDOM);
    if (testPassed) use();
    else await expectRefusal(use, 'the encapsulation key');
  },
};

const encapDecap: VectorSuite = {
  name: 'ml-kem acvp encap decap',
  file: 'acvp/ML-KEM-encapDecap-FIPS203.internalProjection.json.gz',
  cases: (text) =>
    acvpCases<EncapDecapTest>(text, (name = '') => {
      const check = FUNCTIONS[name];
      if (check === undefined) throw new Error(`unknown function ${name}`);
      return check;
    }),
};

export const mlKemAcvpSuites: readonly VectorSuite[] = [keyGen, encapDecap];
