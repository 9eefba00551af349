/** Ed25519: Wycheproof, RFC 8032, and the one accept set of all platforms on the edge cases of CCTV (attack D13). */
import { encodeUtf8 } from '@sotto/wire';
import { expectBytes, expectRefusal, expectTrue, hex } from '../expectations.ts';
import type { VectorSuite } from '../suite.ts';
import { wycheproofCases } from './wycheproof.ts';

interface KeyGroup {
  readonly publicKey: { readonly pk: string };
}

interface SignatureTest {
  readonly msg: string;
  readonly sig: string;
}

const wycheproof: VectorSuite = {
  name: 'ed25519 wycheproof',
  file: 'wycheproof/ed25519_test.json.gz',
  cases: (text) =>
    wycheproofCases<KeyGroup, SignatureTest>(text, async ({ provider: { ed25519 } }, test, { publicKey }) => {
      const verify = () => ed25519.verify(hex(publicKey.pk), hex(test.msg), hex(test.sig));
      if (test.result === 'valid') expectTrue(verify(), 'the signature');
      else await expectRefusal(verify, 'the signature');
    }),
};

interface Rfc8032Entry {
  readonly name: string;
  readonly secretKey: string;
  readonly publicKey: string;
  readonly message: string;
  readonly signature: string;
}

const rfc8032: VectorSuite = {
  name: 'ed25519 rfc8032',
  file: 'rfc/8032-eddsa-ed25519.json',
  cases: (text) =>
    (JSON.parse(text) as readonly Rfc8032Entry[]).map(({ name, secretKey, publicKey, message, signature }) => ({
      id: name,
      check({ provider: { ed25519 } }) {
        expectBytes(ed25519.publicKey(hex(secretKey)), publicKey, 'the public key');
        expectBytes(ed25519.sign(hex(secretKey), hex(message)), signature, 'the signature');
        expectTrue(ed25519.verify(hex(publicKey), hex(message), hex(signature)), 'the signature');
      },
    })),
};

export interface CctvEntry {
  readonly number: number;
  readonly key: string;
  readonly sig: string;
  readonly msg: string;
  readonly flags: readonly string[] | null;
}

/** The 43 of 914 that every platform accepts: canonical, nothing of small order, cofactorless equation holds. */
export const CCTV_ACCEPTED: ReadonlySet<number> = new Set([
  7, 29, 50, 117, 139, 161, 182, 249, 305, 411, 425, 438, 465, 473, 481, 489, 497, 511, 525, 538, 565, 573, 581, 589,
  597, 611, 625, 638, 665, 673, 681, 689, 697, 711, 725, 738, 765, 773, 781, 789, 797, 832, 899,
]);

export const CCTV_FILE = 'cctv/ed25519vectors.json.gz';

const cctv: VectorSuite = {
  name: 'ed25519 cctv',
  file: CCTV_FILE,
  cases: (text) =>
    (JSON.parse(text) as readonly CctvEntry[]).map(({ number, key, sig, msg, flags }) => ({
      id: `number ${number} (${(flags ?? []).join(' ')})`,
      async check({ provider: { ed25519 } }) {
        const verify = () => ed25519.verify(hex(key), encodeUtf8(msg), hex(sig));
        if (CCTV_ACCEPTED.has(number)) expectTrue(verify(), 'the signature');
        else await expectRefusal(verify, 'the signature');
      },
    })),
};

export const ed25519Suites: readonly VectorSuite[] = [wycheproof, rfc8032, cctv];
