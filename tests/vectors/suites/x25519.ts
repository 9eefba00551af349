/** X25519: Wycheproof, with the answer to every `acceptable` case pinned by its flags. */
import { expectBytes, expectRefusal, hex } from '../expectations.ts';
import type { VectorSuite } from '../suite.ts';
import { type WycheproofTest, wycheproofCases } from './wycheproof.ts';

interface AgreementTest {
  readonly public: string;
  readonly private: string;
  readonly shared: string;
}

/** specs/03 §2: an all-zero secret and an encoding above the modulus are refused, whatever else a key is. */
const REFUSED_FLAGS = new Set(['ZeroSharedSecret', 'NonCanonicalPublic']);
const ACCEPTED_FLAGS = new Set(['Twist', 'SpecialPublicKey', 'EdgeCaseShared', 'EdgeCaseMultiplication', 'Ktv']);

function mustBeRefused({ result, flags = [] }: WycheproofTest): boolean {
  if (result === 'invalid') return true;
  if (result === 'valid') return false;
  if (flags.some((flag) => REFUSED_FLAGS.has(flag))) return true;
  const open = flags.filter((flag) => !ACCEPTED_FLAGS.has(flag));
  if (open.length > 0) throw new Error(`no answer is pinned for ${open.join(', ')}`);
  return false;
}

export const x25519Suites: readonly VectorSuite[] = [
  {
    name: 'x25519 wycheproof',
    file: 'wycheproof/x25519_test.json.gz',
    cases: (text) =>
      wycheproofCases<object, AgreementTest>(text, async ({ provider: { x25519 } }, test) => {
        const ours = await x25519.keyPair(hex(test.private));
        const agree = () => x25519.agree(ours, hex(test.public));
        if (mustBeRefused(test)) await expectRefusal(agree, 'the public key');
        else expectBytes(await agree(), test.shared, 'the shared secret');
      }),
  },
];
