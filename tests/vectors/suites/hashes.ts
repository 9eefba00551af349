/** SHA-256, HMAC-SHA-256 and HKDF-SHA-256: Wycheproof, and the published examples of the hash itself. */
import { equalSecrets } from '@sotto/crypto';
import { encodeUtf8 } from '@sotto/wire';
import { expectBytes, expectRefusal, hex } from '../expectations.ts';
import type { VectorSuite } from '../suite.ts';
import { wycheproofCases } from './wycheproof.ts';

/** FIPS 180-4, examples of NIST: message, how often it is repeated, digest. */
const SHA256_EXAMPLES: readonly (readonly [string, number, string])[] = [
  ['', 1, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 1, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    1,
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
  [
    'abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu',
    1,
    'cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1',
  ],
  ['a', 1_000_000, 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
];

const sha256: VectorSuite = {
  name: 'sha-256 nist',
  cases: () =>
    SHA256_EXAMPLES.map(([message, times, digest]) => ({
      id: `${message.length * times} bytes`,
      check: ({ provider }) => expectBytes(provider.sha256(encodeUtf8(message.repeat(times))), digest, 'the digest'),
    })),
};

interface MacTest {
  readonly key: string;
  readonly msg: string;
  readonly tag: string;
}

const hmac: VectorSuite = {
  name: 'hmac-sha-256 wycheproof',
  file: 'wycheproof/hmac_sha256_test.json.gz',
  cases: (text) =>
    wycheproofCases<{ readonly tagSize: number }, MacTest>(text, async ({ provider }, test, { tagSize }) => {
      const tag = provider.hmacSha256(hex(test.key), hex(test.msg)).subarray(0, tagSize / 8);
      if (test.result === 'valid') expectBytes(tag, test.tag, 'the tag');
      else await expectRefusal(() => equalSecrets(tag, hex(test.tag)), 'the tag');
    }),
};

interface DerivationTest {
  readonly ikm: string;
  readonly salt: string;
  readonly info: string;
  readonly size: number;
  readonly okm: string;
}

const hkdf: VectorSuite = {
  name: 'hkdf-sha-256 wycheproof',
  file: 'wycheproof/hkdf_sha256_test.json.gz',
  cases: (text) =>
    wycheproofCases<object, DerivationTest>(text, async ({ provider }, { ikm, salt, info, size, okm, result }) => {
      const derive = () => provider.hkdfSha256({ secret: hex(ikm), salt: hex(salt), info: hex(info), length: size });
      if (result === 'valid') expectBytes(derive(), okm, 'the key');
      else await expectRefusal(derive, 'the length');
    }),
};

export const hashSuites: readonly VectorSuite[] = [sha256, hmac, hkdf];
