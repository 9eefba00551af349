/** ChaCha20-Poly1305: Wycheproof. */
import { expectBytes, expectRefusal, hex } from '../expectations.ts';
import type { VectorSuite } from '../suite.ts';
import { wycheproofCases } from './wycheproof.ts';

interface AeadTest {
  readonly key: string;
  readonly iv: string;
  readonly aad: string;
  readonly msg: string;
  readonly ct: string;
  readonly tag: string;
}

export const chacha20Poly1305Suites: readonly VectorSuite[] = [
  {
    name: 'chacha20-poly1305 wycheproof',
    file: 'wycheproof/chacha20_poly1305_test.json.gz',
    cases: (text) =>
      wycheproofCases<object, AeadTest>(text, async ({ provider }, { key, iv, aad, msg, ct, tag, result, flags }) => {
        const input = { key: hex(key), nonce: hex(iv), associatedData: hex(aad) };
        const seal = () => provider.aeadSeal({ ...input, plaintext: hex(msg) });
        const open = () => provider.aeadOpen({ ...input, ciphertext: hex(ct + tag) });
        if (result === 'valid') {
          expectBytes(seal(), ct + tag, 'the ciphertext');
          expectBytes(open(), msg, 'the plaintext');
          return;
        }
        await expectRefusal(open, 'the ciphertext');
        if (flags?.includes('InvalidNonceSize')) await expectRefusal(seal, 'the nonce');
      }),
  },
];
